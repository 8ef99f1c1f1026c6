"""Subtitles, read by webvtt-py: WebVTT (W3C) and SubRip (SRT). The speaker is a voice tag, or comes before the text."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from io import StringIO
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from callgrade.intake.documents.transcripts.cue_times import UNKNOWN_TIME, with_times
from callgrade.intake.documents.transcripts.reader import Captions, FoundTranscript, TranscriptPart, TranscriptReader
from callgrade.intake.documents.transcripts.values import number

if TYPE_CHECKING:
    import webvtt

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>\n]{1,80})>")
_TAG = re.compile(r"</?[^<>\n]{0,200}>")
_BEFORE = re.compile(
    r"(?:\[([^\]\n:]{1,40})\](?::?\s+|：\s*)|\((speaker[^)\n]{1,20})\):?\s+|([^\s:：][^:：\n]{0,39})(?::\s+|：\s*))",
    re.IGNORECASE,
)
"""``Name:``, ``[Name]:`` or ``(speaker 1)``; the colon of Chinese is wide and has no blank behind it."""
_MOST_WORDS_OF_A_LABEL = 4
_MOST_WORDS_OF_A_NAME = 2
_ALMOST_ALL = 0.8
_TIMES = re.compile(r"^.*-->.*$", re.MULTILINE)
WEBVTT = "WEBVTT"


def is_webvtt(text: str) -> bool:
    """Whether ``text`` begins as WebVTT must."""
    return text.removeprefix("\ufeff").startswith(WEBVTT)


def _read(captions: Captions) -> FoundTranscript:
    import webvtt  # not for a call without subtitles

    numbered = captions.text.lstrip("\ufeff \r\n").partition("\n")[0].strip().isdigit()
    header = "" if is_webvtt(captions.text) or numbered else f"{WEBVTT}\n\n"
    form, text = "srt" if numbered else "vtt", with_times(header + captions.text)
    try:
        cues = webvtt.WebVTT.from_buffer(StringIO(text), format=form).captions
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError):
        cues = []
    voices = [_voices(cue.raw_text) for cue in cues]
    labels = _labels([text for pieces in voices for speaker, text in pieces if speaker is None])
    parts = [part for cue, pieces in zip(cues, voices, strict=True) for part in _parts(cue, pieces, labels)]
    untimed = sum(UNKNOWN_TIME in (cue.start, cue.end) for cue in cues)
    lost = len(_TIMES.findall(text)) - len(cues)
    return FoundTranscript(parts, warnings=tuple(_warnings(untimed, lost)))


def _parts(cue: "webvtt.Caption", pieces: list[tuple[str | None, str]], labels: frozenset[str]) -> list[TranscriptPart]:
    """A part for each voice of a cue. A cue does not say when its second voice begins: this is an estimate."""
    spoken = [one for speaker, text in pieces for one in _spoken(speaker, text, labels)]
    start_s, end_s = number(_time(cue.start)), number(_time(cue.end))
    if len(spoken) < 2 or start_s is None or end_s is None:
        return [TranscriptPart(speaker, said, start_s, end_s) for speaker, said in spoken]
    ends = list(accumulate(len(said) for _, said in spoken))
    begins = [start_s + (end_s - start_s) * before / max(ends[-1], 1) for before in (0, *ends[:-1])]
    last = len(spoken) - 1
    return [
        TranscriptPart(speaker, said, begins[n], end_s if n == last else None)
        for n, (speaker, said) in enumerate(spoken)
    ]


def _time(text: str) -> str | None:
    return None if text == UNKNOWN_TIME else text


def _warnings(untimed: int, lost: int) -> Iterator[str]:
    if untimed:
        yield f"transcript: cues whose times cannot be read: {untimed}; their words were kept"
    if lost > 0:
        yield f"transcript: cues that cannot be read: {lost}"


def _voices(text: str) -> list[tuple[str | None, str]]:
    """What each voice of a cue says, tags taken off; a cue without a voice tag is one piece."""
    before, *voices = _VOICE.split(text)
    pieces = [(None, before), *zip(voices[::2], voices[1::2], strict=True)]
    plain = [(speaker, unescape(_TAG.sub("", said)).strip()) for speaker, said in pieces]
    return [(speaker, said) for speaker, said in plain if said or (speaker is None and not voices)]


def _labels(texts: list[str]) -> frozenset[str]:
    """Names before a colon: those before several lines, or if almost all texts have one, all that look like a name."""
    found = Counter(name for text in texts if (name := _before(text)[0]))
    names = sum(found.values()) >= _ALMOST_ALL * len(texts)
    short = [name for name in found if names and len(name.split()) <= _MOST_WORDS_OF_A_NAME]
    of_lines = Counter(name for text in texts for line in text.splitlines() if (name := _before(line.strip())[0]))
    return frozenset(short) | {name for name, count in of_lines.items() if count > 1}


def _before(text: str) -> tuple[str | None, str]:
    match = _BEFORE.match(text)
    name = next((group for group in match.groups() if group), None) if match else None
    if match is None or name is None or len(name.split()) > _MOST_WORDS_OF_A_LABEL or name.strip().isdecimal():
        return None, text
    return name.strip(), text[match.end() :]


def _spoken(speaker: str | None, text: str, labels: frozenset[str]) -> list[tuple[str | None, str]]:
    """What is said in one piece of a cue, and by whom: a line that begins with a label is another voice."""
    if speaker is not None:
        return [(speaker, text)]
    spoken = list[tuple[str | None, str]]()
    for line in text.splitlines() or [text]:
        name, said = _before(line.strip())
        if name in labels:
            spoken.append((name, said))
        elif spoken:
            spoken[-1] = (spoken[-1][0], f"{spoken[-1][1]}\n{line}")
        else:
            spoken.append((None, line))
    return spoken


def _fits(content: Any) -> bool:
    return isinstance(content, Captions)


READER = TranscriptReader("WebVTT and SRT", _fits, _read)
