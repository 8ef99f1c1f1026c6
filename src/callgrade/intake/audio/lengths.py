"""What a file itself says about its length, so that a recording cut short is noticed.

A decoder reads a truncated file as a short one, without a warning. WAV declares its bytes of sound, MP3 may carry a
frame count (the Xing/Info header), MP4 boxes and Matroska segments their sizes; an Ogg stream marks its last page.
Raw AMR and GSM end with a whole frame. Raw AAC, and MP3 without a count, declare nothing: a cut there cannot be seen.
"""

import struct
from typing import BinaryIO

from callgrade.intake.audio.sniff import GSM_FRAME_BYTES, FileKind, id3_bytes, mp3_frame_bytes

_OGG_TAIL_BYTES = 2**17
_OGG_LAST_PAGE = 0x04
_OGG_PAGE_HEAD = 27
_MP4_HEAD_BYTES = 2**22
_MAX_BOXES = 100_000
# Bytes of a frame by its type, the byte of the type included; types that are reserved have no more (RFC 4867, 5.3).
_AMR_NB_BYTES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1)
_AMR_WB_BYTES = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1)
_SEGMENT = b"\x18\x53\x80\x67"


def missing_end(file: BinaryIO, size_bytes: int, kind: FileKind) -> str | None:
    """Why the end of ``file`` (left at its start) is missing, ``None`` where nothing shows that it is."""
    try:
        if kind is FileKind.OGG:
            return None if _ogg_ends(file, size_bytes) else "the stream has no end mark"
        if kind is FileKind.MP4:
            return None if _boxes_fit(file, size_bytes) else "the file is shorter than its boxes declare"
        if kind in (FileKind.GSM, FileKind.AMR):
            return None if _whole_frames(file, size_bytes, kind) else "the last frame is cut"
        if kind is FileKind.WEBM:
            return None if _segment_fits(file, size_bytes) else "the file is shorter than its segment declares"
        return None
    finally:
        file.seek(0)


def counted_s(file: BinaryIO, kind: FileKind) -> float | None:
    """Seconds by the frame count of an MP3 (``file`` is left at its start); ``None`` where there is none."""
    if kind is not FileKind.MP3:
        return None
    try:
        file.seek(id3_bytes(file.read(10)))
        return _xing_s(file.read(256))
    finally:
        file.seek(0)


def last_granule(file: BinaryIO, size_bytes: int) -> int:
    """The sample count that the last page of an Ogg stream declares (``file`` is left at its start), 0 without one.

    The demuxer passes over a page whose checksum is wrong, and then takes the page before it for the end.
    """
    page = _last_ogg_page(file, size_bytes)
    file.seek(0)
    return max(0, struct.unpack("<q", page[6:14])[0]) if len(page) >= _OGG_PAGE_HEAD else 0


def is_encrypted_mp4(file: BinaryIO) -> bool:
    """Whether an MP4 declares common encryption (ISO/IEC 23001-7); ``file`` is left at its start."""
    head = file.read(_MP4_HEAD_BYTES)
    file.seek(0)
    return b"sinf" in head and b"schm" in head and (b"enca" in head or b"encv" in head)


def _ogg_ends(file: BinaryIO, size_bytes: int) -> bool:
    page = _last_ogg_page(file, size_bytes)
    if len(page) < _OGG_PAGE_HEAD or not page[5] & _OGG_LAST_PAGE:
        return False
    segments = page[_OGG_PAGE_HEAD : _OGG_PAGE_HEAD + page[26]]
    return len(page) >= _OGG_PAGE_HEAD + page[26] + sum(segments)


def _last_ogg_page(file: BinaryIO, size_bytes: int) -> bytes:
    file.seek(max(0, size_bytes - _OGG_TAIL_BYTES))
    _, capture, page = file.read(_OGG_TAIL_BYTES).rpartition(b"OggS\x00")
    return capture + page if capture else b""


def _boxes_fit(file: BinaryIO, size_bytes: int) -> bool:
    start = 0
    for _ in range(_MAX_BOXES):
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            return start >= size_bytes
        size = struct.unpack(">I", head[:4])[0]
        if size == 0:
            return True
        if size == 1 and len(head) == 16:
            size = struct.unpack(">Q", head[8:])[0]
        start += max(size, 8)
        if start > size_bytes:
            return False
    return True


def _whole_frames(file: BinaryIO, size_bytes: int, kind: FileKind) -> bool:
    """Whether the last frame is whole; the decoder finds damage before the end."""
    if kind is FileKind.GSM:
        return size_bytes % GSM_FRAME_BYTES == 0
    magic = file.read(9)
    at = 9 if magic.startswith(b"#!AMR-WB\n") else 6
    sizes = _AMR_WB_BYTES if at == 9 else _AMR_NB_BYTES
    while at < size_bytes:
        file.seek(at)
        at += sizes[file.read(1)[0] >> 3 & 15]
    return at == size_bytes


def _segment_fits(file: BinaryIO, size_bytes: int) -> bool:
    """Whether the segment of a Matroska file is as long as it declares; those written to a pipe leave it open."""
    head = file.read(4096)
    start = head.find(_SEGMENT)
    if start < 0 or start + 4 >= len(head):
        return True
    start += len(_SEGMENT)
    length = 9 - head[start].bit_length()  # bytes of the size, by its leading zeros (RFC 8794, 4)
    declared = int.from_bytes(head[start : start + length]) & ((1 << 7 * length) - 1)
    return declared == (1 << 7 * length) - 1 or start + length + declared <= size_bytes


def _xing_s(frame: bytes) -> float | None:
    if not mp3_frame_bytes(frame[:4]):
        return None
    first, mono = frame[1] >> 3 & 3 == 3, frame[3] >> 6 == 3
    side_bytes = (17 if mono else 32) if first else (9 if mono else 17)
    tag = frame[4 + side_bytes : 16 + side_bytes]
    if len(tag) < 12 or tag[:4] not in (b"Xing", b"Info"):
        return None
    flags, frames = struct.unpack(">II", tag[4:])
    rate_hz = (44100, 48000, 32000)[frame[2] >> 2 & 3] // {3: 1, 2: 2, 0: 4}[frame[1] >> 3 & 3]
    return float(frames * (1152 if first else 576) / rate_hz) if flags & 1 and frames else None
