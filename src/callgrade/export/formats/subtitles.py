"""What was said, with speakers, as SubRip (SRT), WebVTT (W3C) or plain text: the redacted turns of a scorecard."""

from collections.abc import Iterator
from enum import StrEnum
from html import escape

from callgrade.errors import InputError
from callgrade.export.clock import clock
from callgrade.export.for_people.terms import party_term
from callgrade.intake.refusal import Refusal
from callgrade.model.conversation import Turn
from callgrade.model.scorecard import Scorecard
from callgrade.text import plain

LEAST_S = 0.001  # both formats need a cue to end after it begins


class TranscriptFormat(StrEnum):
    """The format, which is the ending of its files."""

    SRT = "srt"
    VTT = "vtt"
    TXT = "txt"


def transcript_text(card: Scorecard, form: TranscriptFormat) -> str:
    """The turns of ``card``; raises ``InputError`` (``no_transcript``) for subtitles of a transcript without times."""
    if form is TranscriptFormat.TXT:
        return "".join(f"{line}\n" for line in _lines(card))
    if not card.conversation.timed:
        raise _untimed(card)
    return _subtitles(card) if form is TranscriptFormat.SRT else _webvtt(card)


def _lines(card: Scorecard) -> Iterator[str]:
    timed = card.conversation.timed
    for turn in card.conversation.turns:
        at = f"{clock(turn.start_s)} " if timed else ""
        yield f"{at}{party_term(turn.role)}: {plain(turn.text)}"


def _subtitles(card: Scorecard) -> str:
    cues = [
        f"{number}\n{_times(turn, ',')}\n{party_term(turn.role)}: {plain(turn.text)}\n"
        for number, turn in enumerate(card.conversation.turns, start=1)
    ]
    return "\n".join(cues)


def _webvtt(card: Scorecard) -> str:
    cues = [
        f"{_times(turn, '.')}\n<v {party_term(turn.role)}>{escape(plain(turn.text), quote=False)}\n"
        for turn in card.conversation.turns
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _times(turn: Turn, decimal: str) -> str:
    end_s = max(turn.end_s, turn.start_s + LEAST_S)
    return f"{_time(turn.start_s, decimal)} --> {_time(end_s, decimal)}"


def _time(seconds: float, decimal: str) -> str:
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}{decimal}{milliseconds:03}"


def _untimed(card: Scorecard) -> InputError:
    what = f"{card.file.name} is a transcript without times, so there are no subtitles of it."
    return InputError(Refusal.NO_TRANSCRIPT, what, "Use --format txt.")
