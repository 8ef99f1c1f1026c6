"""Mends the lines of times in subtitles, so that no cue is lost or swallowed by the one before it.

A library passes over a cue whose line of times is damaged, or takes it for text of the cue before. Here every such line
is written as the formats want it. A time that cannot be read becomes a sentinel beyond all calls; a cue without a line
of times gets one of sentinels.
"""

import re
from collections.abc import Iterator

UNKNOWN_TIME = "999:00:00.000"
"""Stands for a time that cannot be read; seven days are the longest that is taken for a time of a call."""

_ARROW = r"-{1,3}\s?(?:>|&gt;)|=>|→|⇒|—>|–>"
_CLOCK = re.compile(r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}[.,]\d{1,3}")
_LINE = re.compile(rf"^\s*(?P<start>[\d:.,xX?]{{3,15}}|\S*\d\S*:\S*)\s*(?:{_ARROW})\s*(?P<end>\S*)(?P<rest>.*)$")
_NO_ARROW = re.compile(rf"^\s*(?P<start>{_CLOCK.pattern})[\s-]+(?P<end>{_CLOCK.pattern})(?P<rest>)\s*$")
_NO_CUE = ("NOTE", "STYLE", "REGION", "WEBVTT")


def with_times(text: str) -> str:
    """``text`` with a whole line of times above each cue."""
    lines = [_mended(line) for line in text.removeprefix("\ufeff").splitlines()]
    blocks = list(_blocks(lines))
    first = 1 if text.removeprefix("\ufeff").startswith("WEBVTT") else 0
    named = any("-->" in block[1] for block in blocks if len(block) > 1)
    blocks = [*blocks[:first], *(_timed(block, named, is_srt=first == 0) for block in blocks[first:])]
    return "\n".join(line for block in blocks for line in (*block, ""))


def _mended(line: str) -> str:
    """``line``; a line of times as the formats want it."""
    match = _LINE.match(line) or _NO_ARROW.match(line)
    if match is None:
        return line
    start, end = (_clock(match[name]) for name in ("start", "end"))
    return f"{start} --> {end}{match['rest']}"


def _clock(text: str) -> str:
    """A time with hours and a full stop; ``UNKNOWN_TIME`` if it is none."""
    if not _CLOCK.fullmatch(text):
        return UNKNOWN_TIME
    whole = text.replace(",", ".")
    clock, _, fraction = (whole if whole.count(":") == 2 else f"00:{whole}").partition(".")
    hours, minutes, seconds = clock.split(":")
    return f"{hours:0>2}:{minutes:0>2}:{seconds:0>2}.{fraction:0<3}"


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Runs of lines without an empty one between them."""
    block: list[str] = []
    for line in (*lines, ""):
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []


def _timed(block: list[str], named: bool, is_srt: bool) -> list[str]:
    """``block`` with a line of times; in SRT a block without a number goes on with the text before it.

    ``named``: whether cues have a name, or a number, above their times.
    """
    if block[0].startswith(_NO_CUE) or any("-->" in line for line in block):
        return block
    has_name = len(block) > 1 and (block[0].strip().isdigit() or (named and not is_srt))
    if is_srt and not has_name:
        return block
    times = f"{UNKNOWN_TIME} --> {UNKNOWN_TIME}"
    return [block[0], times, *block[1:]] if has_name else [times, *block]
