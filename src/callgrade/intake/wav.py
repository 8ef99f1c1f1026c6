"""The header of a WAV file, read without trusting it: what it declares, and what is really there.

RIFF (Microsoft), RF64/BW64 (EBU Tech 3306: 64-bit sizes in the chunk ``ds64``).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

# Writers to a pipe cannot go back: they leave 0, all ones, or a size near 2 GiB, and mean "to the end of the file".
_UNKNOWN_FROM = 0x7FFF0000
_MAX_CHUNKS = 256
_MAX_FMT_BYTES = 64
RIFFS = (b"RIFF", b"RF64", b"BW64")
# PCM, float, A-law, µ-law, and the extensible format, which telephone recorders use for PCM only.
_LINEAR_TAGS = (1, 3, 6, 7, 0xFFFE)


Part = tuple[int, int]


class _Layout(NamedTuple):
    rate_hz: int
    channels: int
    bytes_per_s: int
    linear: bool


@dataclass(frozen=True)
class WavHeader:
    """``declared_bytes`` of sound, ``None`` when the header leaves it open; ``present_bytes``: from there to the end.

    ``linear``: PCM or companded PCM, where ``bytes_per_s`` is certain (samples of one size); elsewhere writers err.
    ``parts``: where sound lies (start, bytes), in the first data chunk and in those that follow, also of a whole second
    file joined behind the first. ``other_s``: seconds in chunks of another format, which cannot be joined.
    ``overrun``: more than ``declared_bytes`` follow, and they are no chunks: the header was never completed.
    """

    rate_hz: int
    channels: int
    bytes_per_s: int
    linear: bool
    declared_bytes: int | None
    present_bytes: int
    overrun: bool
    parts: tuple[Part, ...]
    other_s: float

    @property
    def sound_bytes(self) -> int:
        """Bytes of sound that are there: what is declared, no more than present."""
        return sum(size for _, size in self.parts)


def read_wav_header(file: BinaryIO, size_bytes: int) -> WavHeader | None:
    """The header of ``file``, which is left at its start; ``None`` when no format precedes the sound."""
    try:
        return _read(file, size_bytes)
    except struct.error:
        return None
    finally:
        file.seek(0)


def _read(file: BinaryIO, size_bytes: int) -> WavHeader | None:
    file.seek(12)
    fmt = b""
    long_size = None
    for _ in range(_MAX_CHUNKS):
        start = file.tell() + 8
        name, size = struct.unpack("<4sI", file.read(8))
        if name == b"ds64":
            long_size = struct.unpack("<8xQ", file.read(16))[0]
        elif name == b"fmt ":
            fmt = file.read(min(size, _MAX_FMT_BYTES))
        elif name == b"data":
            declared = long_size if long_size and size == 0xFFFFFFFF else size
            return _header(file, fmt, declared, start, size_bytes) if fmt else None
        file.seek(start + size + size % 2)
    return None


def _layout(fmt: bytes) -> _Layout:
    tag, channels, rate_hz, bytes_per_s, block, _ = struct.unpack("<HHIIHH", fmt[:16])
    linear = tag in _LINEAR_TAGS
    return _Layout(rate_hz, channels, block * rate_hz if linear else bytes_per_s, linear)


def _header(file: BinaryIO, fmt: bytes, declared: int, start: int, size_bytes: int) -> WavHeader:
    layout = _layout(fmt)
    present = max(0, size_bytes - start)
    left_open = declared == 0 or (declared > present and declared >= _UNKNOWN_FROM)
    overrun = not left_open and declared < present and not _chunks_follow(file, start + declared, size_bytes)
    to_the_end = left_open or overrun or declared > present
    parts, other_s = [(start, present if to_the_end else declared)], 0.0
    for part_fmt, part in () if to_the_end else _chunks_of_sound(file, start + declared, fmt, size_bytes):
        if part_fmt == fmt:
            parts.append(part)
        else:
            other_s += part[1] / max(1, _layout(part_fmt).bytes_per_s)
    return WavHeader(*layout, None if left_open else declared, present, overrun, tuple(parts), other_s)


def _chunks_of_sound(file: BinaryIO, end: int, fmt: bytes, size_bytes: int) -> Iterator[tuple[bytes, Part]]:
    """The format and place of each data chunk that follows the one that ends at ``end``."""
    for _ in range(_MAX_CHUNKS):
        start = next((at for at in dict.fromkeys((end + end % 2, end)) if _is_chunk(file, at)), None)
        if start is None:
            return
        file.seek(start)
        name, size = struct.unpack("<4sI", file.read(8))
        end = start + 8 + size
        if name in RIFFS:
            end = start + 12
        elif name == b"fmt ":
            fmt = file.read(min(size, _MAX_FMT_BYTES))
        elif name == b"data" and size and len(fmt) >= 16:
            size = size_bytes - start - 8 if size >= _UNKNOWN_FROM else min(size, size_bytes - start - 8)
            yield fmt, (start + 8, size)


def _is_chunk(file: BinaryIO, start: int) -> bool:
    file.seek(start)
    name = file.read(8)[:4]
    return len(name) == 4 and name.isascii() and name.decode().isprintable()


def _chunks_follow(file: BinaryIO, end: int, size_bytes: int) -> bool:
    """Whether what follows the sound looks like a chunk, with or without the padding byte, or like padding."""
    for start in (end, end + 1):
        file.seek(start)
        head = file.read(8)
        if len(head) < 8 or not any(head):
            return True
        name, size = struct.unpack("<4sI", head)
        if name.isascii() and name.decode().isprintable() and start + 8 + size <= size_bytes + 1:
            return True
    return False
