"""The links of a chained Ogg file (RFC 3533, section 4): recordings one behind the other.

A decoder goes on with links that are like the first one. It passes over others without a word: another codec, another
number of channels, another rate. Headers: Vorbis I (section 4.2.2), Opus (RFC 7845, section 5.1).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_HEAD_BYTES = 27
_IDENTITY_BYTES = 19
_FIRST_PAGE = 2
_OPUS_HZ = 48_000
_MAX_PAGES = 1_000_000


@dataclass
class Link:
    """One recording. ``layout``: codec, channels and rate; ``rate_hz``: of its count of samples, 0 if unknown."""

    layout: tuple[str, int, int]
    rate_hz: int
    samples: int = 0

    @property
    def duration_s(self) -> float:
        """How long it lasts; 0 if unknown."""
        return self.samples / self.rate_hz if self.rate_hz else 0.0


def links_of(file: BinaryIO) -> list[Link]:
    """The links in order; of streams side by side only the first counts. ``file`` is left at its start."""
    links: dict[int, Link] = {}
    began = True
    for flags, granule, serial, identity in _pages(file):
        if flags & _FIRST_PAGE:
            if not links or not began:
                links[serial] = _link(identity)
            began = True
            continue
        began = False
        if serial in links and granule > 0:
            links[serial].samples = granule
    file.seek(0)
    return list(links.values())


def unlike_s(links: list[Link]) -> float:
    """Seconds of the links that are not like the first one."""
    return sum(link.duration_s for link in links[1:] if link.layout != links[0].layout)


def _pages(file: BinaryIO) -> Iterator[tuple[int, int, int, bytes]]:
    """Flags, count of samples, serial number and first bytes of each page, as far as they follow one another."""
    at = 0
    for _ in range(_MAX_PAGES):
        file.seek(at)
        head = file.read(_HEAD_BYTES)
        if len(head) < _HEAD_BYTES or not head.startswith(b"OggS"):
            return
        granule, serial = struct.unpack("<qI", head[6:18])
        lacing = file.read(head[26])
        yield head[5], granule, serial, file.read(_IDENTITY_BYTES)
        at += _HEAD_BYTES + len(lacing) + sum(lacing)


def _link(identity: bytes) -> Link:
    if len(identity) < _IDENTITY_BYTES:
        return Link(("", 0, 0), 0)
    if identity.startswith(b"\x01vorbis"):
        channels, rate_hz = struct.unpack("<BI", identity[11:16])
        return Link(("vorbis", channels, rate_hz), rate_hz)
    if identity.startswith(b"OpusHead"):
        return Link(("opus", identity[9], _OPUS_HZ), _OPUS_HZ)
    return Link((identity[:8].hex(), 0, 0), 0)
