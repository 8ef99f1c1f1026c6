"""One file made of pieces of another, read without a copy."""

import io
import os
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import BinaryIO


class Joined(io.RawIOBase):
    """The bytes of ``pieces`` (start, bytes) of ``file``, one behind the other."""

    def __init__(self, file: BinaryIO, pieces: Sequence[tuple[int, int]]) -> None:
        """At the start of the first piece."""
        self._file, self._pieces = file, pieces
        self._ends = list(accumulate(size for _, size in pieces))
        self._at = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next byte is read from."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go there; where that is now."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._ends[-1]}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes, no more than the piece has; none at the end."""
        index = bisect_right(self._ends, self._at)
        if index == len(self._pieces):
            return b""
        left = self._ends[index] - self._at
        start, piece_bytes = self._pieces[index]
        self._file.seek(start + piece_bytes - left)
        got = self._file.read(left if size < 0 else min(size, left))
        self._at += len(got)
        return got
