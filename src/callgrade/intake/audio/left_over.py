"""Parts of a file that a demuxer skips silently: a second recording, or bytes that belong to no frame."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from callgrade.intake.audio.sniff import FileKind, adts_frame_bytes, id3_bytes, mp3_frame_bytes

_MAX_BOXES = 100_000
_ID3V1_BYTES = 128
_APE_FOOTER_BYTES = 32
_FRAME_HEAD_BYTES = 7
_BLOCK_BYTES = 2**16
_FRAMES = {FileKind.MP3: mp3_frame_bytes, FileKind.AAC: adts_frame_bytes}


def left_over_s(file: BinaryIO, size_bytes: int, kind: FileKind) -> float:
    """Seconds of recordings after the first one; ``file`` is left at its start."""
    if kind is not FileKind.MP4:
        return 0.0
    try:
        indexes = [start for name, start in _boxes(file, size_bytes) if name == b"moov"]
        return sum(_movie_s(file, start) for start in indexes[1:])
    except struct.error:
        return 0.0
    finally:
        file.seek(0)


def stray_share(file: BinaryIO, size_bytes: int, kind: FileKind) -> float:
    """Bytes that belong to no frame, as a share of those that do, where a file is nothing but frames and tags."""
    length_of = _FRAMES.get(kind)
    if length_of is None:
        return 0.0
    start, end = _between_tags(file, size_bytes)
    framed = 0
    at: int | None = start
    while at is not None and at < end:
        file.seek(at)
        length = length_of(file.read(_FRAME_HEAD_BYTES))
        framed += min(length, end - at)
        at = at + length if length else _next_sync(file, at + 1)
    return (end - start - framed) / framed if framed else 0.0


def _next_sync(file: BinaryIO, start: int) -> int | None:
    """The place of the next byte that may begin a frame."""
    file.seek(start)
    while block := file.read(_BLOCK_BYTES):
        found = block.find(0xFF)
        if found >= 0:
            return start + found
        start += len(block)
    return None


def _between_tags(file: BinaryIO, size_bytes: int) -> tuple[int, int]:
    """Where ID3 and APE tags before the frames end, and those behind them begin."""
    file.seek(0)
    before = id3_bytes(file.read(10))
    behind = _ID3V1_BYTES if _tail(file, size_bytes, _ID3V1_BYTES).startswith(b"TAG") else 0
    footer = _tail(file, size_bytes - behind, _APE_FOOTER_BYTES)
    if footer.startswith(b"APETAGEX"):
        behind += struct.unpack("<I", footer[12:16])[0] + _APE_FOOTER_BYTES
    return before, size_bytes - behind


def _boxes(file: BinaryIO, size_bytes: int) -> Iterator[tuple[bytes, int]]:
    """Name and start of each box of an MP4 (ISO/IEC 14496-12)."""
    start = 0
    for _ in range(_MAX_BOXES):
        file.seek(start)
        head = file.read(16)
        if len(head) < 8 or start >= size_bytes:
            return
        size, name = struct.unpack(">I4s", head[:8])
        yield name, start
        if size == 0:
            return
        if size == 1 and len(head) == 16:
            size = struct.unpack(">Q", head[8:])[0]
        start += max(size, 8)


def _movie_s(file: BinaryIO, start: int) -> float:
    """Seconds that the header of a movie box at ``start`` declares; it comes first in the box."""
    file.seek(start + 8)
    head = file.read(40)
    if head[4:8] != b"mvhd":
        return 0.0
    scale, length = struct.unpack(">IQ" if head[8] else ">II", head[28:40] if head[8] else head[20:28])
    return length / scale if scale else 0.0


def _tail(file: BinaryIO, end: int, count: int) -> bytes:
    file.seek(max(0, end - count))
    return file.read(count)
