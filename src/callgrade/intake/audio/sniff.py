"""Recognise a file by its content; raw GSM, µ-law and A-law have no header and are recognised by name.

Formats: RIFF/RF64 (Microsoft, EBU Tech 3306), ID3v2 (id3.org), MPEG audio frames (ISO/IEC 11172-3, 13818-3),
ADTS (ISO/IEC 13818-7), Ogg (RFC 3533), FLAC (RFC 9639), MP4 (ISO/IEC 14496-12), AMR (RFC 4867), GSM 06.10 (RFC 3551),
Sun audio (.au), Matroska and WebM (RFC 8794, RFC 9559), raw µ-law and A-law (ITU-T G.711, 8 kHz, as Asterisk writes).
"""

import codecs
import re
from enum import Enum
from pathlib import PurePath
from typing import BinaryIO

from callgrade.intake.audio.wav import RIFFS

_HEAD_BYTES = 4096
_JUNK_BYTES = 2048
GSM_FRAME_BYTES = 33
_KBITS_V1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_V2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES_V1 = (44100, 48000, 32000)


class FileKind(Enum):
    """What a file holds. The value of a recording's kind is the name of the one demuxer that may read it."""

    WAV = "wav"
    MP3 = "mp3"
    AAC = "aac"
    OGG = "ogg"
    FLAC = "flac"
    MP4 = "mov,mp4,m4a,3gp,3g2,mj2"
    AMR = "amr"
    GSM = "gsm"
    AU = "au"
    WEBM = "matroska,webm"
    MULAW = "mulaw"
    ALAW = "alaw"
    JSON = "a document"
    CAPTIONS = "subtitles"
    ENCRYPTED = "an encrypted file"


_ENCRYPTED = (b"Salted__", b"-----BEGIN PGP MESSAGE", b"age-encryption.org/")
_CAPTIONS = re.compile(
    rb"WEBVTT(?:[ \t\r\n]|$)|(?:[^\r\n]{1,80}\r?\n)?\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]*(?:[-=]{1,3}>|\xe2\x86\x92)"
    rb"|\d+[ \t]*\r?\n\d[^\r\n]{0,20}[-=]{1,3}>[ \t]*\d"
)
"""How WebVTT begins, and how SubRip does: a number or a name, and a line of times below it, even a damaged one."""
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_STARTS = {
    b"OggS": FileKind.OGG,
    b"fLaC": FileKind.FLAC,
    b"#!AMR": FileKind.AMR,
    b".snd": FileKind.AU,
    b"\x1a\x45\xdf\xa3": FileKind.WEBM,
} | dict.fromkeys(_ENCRYPTED, FileKind.ENCRYPTED)
_BY_NAME = (
    {".gsm": FileKind.GSM}
    | dict.fromkeys((".ulaw", ".ul"), FileKind.MULAW)
    | dict.fromkeys((".alaw", ".al"), FileKind.ALAW)
)
_MP4_BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")


def sniff(file: BinaryIO, name: str) -> FileKind | None:
    """The kind of ``file``, which is left at its start; ``None`` when it is nothing that callgrade reads."""
    try:
        return _sniff(file, name)
    finally:
        file.seek(0)


def _sniff(file: BinaryIO, name: str) -> FileKind | None:
    head = _read_at(file, 0)
    if head.startswith(b"ID3"):
        head = _read_at(file, id3_bytes(head))
    return _by_magic(head) or _headerless(head, name) or _by_frames(head)


def _headerless(head: bytes, name: str) -> FileKind | None:
    """What the name says, where the content can be that."""
    kind = _BY_NAME.get(PurePath(name).suffix.lower())
    fits = _is_gsm(head) if kind is FileKind.GSM else not _is_text(head)
    return kind if fits else None


def _by_magic(head: bytes) -> FileKind | None:
    # Not RIFX, the big-endian form: its samples would be decoded in the wrong order, as noise.
    if head[:4] in RIFFS and head[8:12] == b"WAVE":
        return FileKind.WAV
    for start, kind in _STARTS.items():
        if head.startswith(start):
            return kind
    if head[4:8] in _MP4_BOXES:
        return FileKind.MP4
    if head.startswith(UTF_16):
        head = head.decode("utf-16", "replace").encode()
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _CAPTIONS.match(text):
        return FileKind.CAPTIONS
    return FileKind.JSON if text[:1] in (b"{", b"[") else None


def _by_frames(head: bytes) -> FileKind | None:
    """MP3 or AAC by two frames that follow each other, after a little junk at most."""
    for start in range(min(len(head), _JUNK_BYTES)):
        if head[start] == 0xFF:
            for kind, length_of in ((FileKind.MP3, mp3_frame_bytes), (FileKind.AAC, adts_frame_bytes)):
                length = length_of(head[start : start + 7])
                following = head[start + length : start + length + 7] if length else b""
                if length and (length_of(following) or (start == 0 and len(head) <= length < _HEAD_BYTES)):
                    return kind
    return None


def id3_bytes(head: bytes) -> int:
    """Length in bytes of the ID3v2 tag at the start of ``head``, its header included; 0 without one."""
    if len(head) < 10 or not head.startswith(b"ID3"):
        return 0
    size = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    return 10 + size + (10 if head[5] & 0x10 else 0)


def mp3_frame_bytes(header: bytes) -> int:
    """Length in bytes of the MPEG layer III frame that begins with ``header``; 0 if there is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, bitrate, rate = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or bitrate in (0, 15) or rate == 3:
        return 0
    first = version == 3
    rate_hz = _RATES_V1[rate] // {3: 1, 2: 2, 0: 4}[version]
    kbits = (_KBITS_V1 if first else _KBITS_V2)[bitrate]
    return (144 if first else 72) * kbits * 1000 // rate_hz + (header[2] >> 1 & 1)


def adts_frame_bytes(header: bytes) -> int:
    """Length in bytes of the ADTS frame that begins with ``header``; 0 if there is none."""
    if len(header) < 7 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0:
        return 0
    length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    return length if length > 7 else 0


def _is_gsm(head: bytes) -> bool:
    """Every frame begins with the nibble 0xD; random bytes pass once in 16 to the number of frames."""
    return len(head) >= GSM_FRAME_BYTES and all(byte >> 4 == 0xD for byte in head[::GSM_FRAME_BYTES])


def _is_text(head: bytes) -> bool:
    """Whether it is plain text: sound has bytes above 127 within its first few samples."""
    return head.isascii()


def _read_at(file: BinaryIO, offset: int) -> bytes:
    file.seek(offset)
    return file.read(_HEAD_BYTES)
