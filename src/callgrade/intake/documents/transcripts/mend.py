"""Parts of a transcript as written → turns that the rest of callgrade can trust.

One bad part does not spoil the call: a fault is mended if the words or the other parts show how, else the value is
unknown, and a warning names the part.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from callgrade.config.intake import MarkerWords
from callgrade.intake.documents.transcripts.markers import readable, readable_words
from callgrade.intake.documents.transcripts.notes import Notes
from callgrade.intake.documents.transcripts.reader import FoundTranscript, PartWord, TranscriptPart
from callgrade.intake.documents.transcripts.speaker_runs import are_text, by_speaker, in_order
from callgrade.intake.documents.transcripts.units import Timed, is_no_time, unit_of
from callgrade.intake.documents.transcripts.values import label, most_common, number
from callgrade.intake.documents.transcripts.word_times import timed_words
from callgrade.intake.documents.turns import WrittenTurn
from callgrade.intake.refusal import Refusal, refuse
from callgrade.model.redaction import REMOVED, UNREAD
from callgrade.text import split_words

ESTIMATED_ENDS = "transcript: it gives no end times; the ends of turns are estimates"
FEW_STARTS = "transcript: its times were left out: half of its parts or more have no start"
IMPOSSIBLE_TIMES = "transcript: its times were left out: they are not those of a call"
_MAX_TIME_S = 7 * 24 * 3600.0

_NO_SPEECH = "only a mark of a sound, no speech; left out"
_UNREAD = "words that cannot be read; no verdict that they could change is given"
_REMOVED = "words taken out before it came here; whether a name was among them is not known"
_OTHER_WORDS = "its words are not those of its text; the text was read, and the times of its words left out"
_NO_SPEAKER = "no speaker; it is not known who says it"
_SPEAKER_OF_WORDS = "no speaker; taken from its words"
_NO_TIME = "a time that is impossible or cannot be read; left out"
_NO_START = "no start; placed after the part before it"
_BACKWARDS = "it ends before it begins; the end is an estimate"
_IMPOSSIBLE = "its words cannot take so much or so little time; the end is an estimate"
_NO_END = "no end; it is an estimate"
_UNORDERED = "it begins before the part in front of it; the parts were put in the order of their times"


@dataclass(frozen=True)
class Mended:
    """Turns that say something, in the order of their times or as written, and what was mended."""

    turns: tuple[WrittenTurn, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Draft:
    """A part that says something; times as written until their unit is known, then in seconds."""

    part: int
    speaker: str | None
    text: str
    start: float | None
    end: float | None
    words: Sequence[PartWord]

    @property
    def is_unread(self) -> bool:
        """Whether none of its words can be read."""
        return self.text == UNREAD

    @property
    def count(self) -> int:
        return len(split_words(self.text))


def mended(found: FoundTranscript, name: str, markers: MarkerWords) -> Mended:
    """The turns of ``found``; raises ``InputError`` where it holds no words at all."""
    notes = Notes()
    spoken = [(n, one) for n, part in enumerate(found.parts, start=1) for one in by_speaker(part)]
    drafts = [draft for n, part in spoken if (draft := _draft(part, n, notes, markers))]
    read = [draft for draft in drafts if not draft.is_unread]
    if not read:
        raise refuse(Refusal.BAD_TRANSCRIPT, f"{name} holds no words.")
    unit = unit_of([Timed(draft.count, draft.start, draft.end) for draft in read], found.unit_s)
    told = (f"transcript: {unit.note}",) if unit.note else ()
    if unit.unit_s is None:
        return _without_times(drafts, (*found.warnings, *told, *notes.warnings()))
    if 2 * sum(draft.start is None for draft in drafts) >= len(drafts):
        some = any(time is not None for draft in drafts for time in (draft.start, draft.end))
        return _without_times(drafts, (*found.warnings, *((FEW_STARTS,) if some else ()), *notes.warnings()))
    if not _are_of_a_call([draft.start for draft in drafts], unit.unit_s):
        return _without_times(drafts, (*found.warnings, IMPOSSIBLE_TIMES, *notes.warnings()))
    ends_given = any(draft.end is not None for draft in drafts)
    timed = [_in_seconds(draft, unit.unit_s, ends_given, notes) for draft in drafts]
    turns = tuple(_turn(draft, unit.unit_s) for draft in _placed(timed, notes))
    ends = () if ends_given else (ESTIMATED_ENDS,)
    return Mended(turns, (*found.warnings, *told, *ends, *notes.warnings()))


def _without_times(drafts: Sequence["_Draft"], warnings: tuple[str, ...]) -> Mended:
    return Mended(tuple(WrittenTurn(draft.speaker, draft.text, None, None, ()) for draft in drafts), warnings)


def _are_of_a_call(starts: Sequence[float | None], unit_s: float) -> bool:
    """Whether most of the known ``starts`` lie inside a call, and not all at one moment."""
    known = [start * unit_s for start in starts if start is not None]
    inside = sum(start_s <= _MAX_TIME_S for start_s in known)
    return 2 * inside > len(known) and (len(known) < 2 or len(set(known)) > 1)


def _draft(part: TranscriptPart, n: int, notes: Notes, markers: MarkerWords) -> _Draft | None:
    text = readable(part.text, markers)
    if text is None:
        notes.add(n, _NO_SPEECH)
        return None
    if UNREAD in text:
        notes.add(n, _UNREAD)
    if REMOVED in text:
        notes.add(n, _REMOVED)
    start, end = (_time(value, n, notes) for value in (part.start, part.end))
    words = readable_words(part.words, markers)
    if words and not are_text(in_order(words), text):
        notes.add(n, _OTHER_WORDS)
        words = []
    return _Draft(n, _speaker(part, n, notes), text, *_of_words(part.words, start, end), words)


def _speaker(part: TranscriptPart, n: int, notes: Notes) -> str | None:
    own = label(part.speaker)
    if own is not None:
        return own
    of_words = most_common([speaker for word in part.words if (speaker := label(word.speaker))])
    notes.add(n, _SPEAKER_OF_WORDS if of_words else _NO_SPEAKER)
    return of_words


def _time(value: object, n: int, notes: Notes) -> float | None:
    time = number(value)
    if value is not None and (time is None or time < 0):
        notes.add(n, _NO_TIME)
        return None
    return time


def _of_words(words: Sequence[PartWord], start: float | None, end: float | None) -> tuple[float | None, float | None]:
    """A start and an end that the part itself does not give, by its words."""
    starts = [time for word in words if (time := number(word.start)) is not None and time >= 0]
    ends = [time for word in words if (time := number(word.end)) is not None and time >= 0]
    return min(starts, default=None) if start is None else start, max(ends, default=None) if end is None else end


def _in_seconds(draft: _Draft, unit_s: float, ends_given: bool, notes: Notes) -> _Draft:
    """``ends_given``: whether the transcript has ends at all; if so, a missing end is noted."""
    if draft.end is None and ends_given and not draft.is_unread:
        notes.add(draft.part, _NO_END)
    times = [None if time is None else time * unit_s for time in (draft.start, draft.end)]
    if any(time is not None and time > _MAX_TIME_S for time in times):
        notes.add(draft.part, _NO_TIME)
    start, end = (time if time is not None and time <= _MAX_TIME_S else None for time in times)
    if start is not None and end is not None and end < start:
        notes.add(draft.part, _BACKWARDS)
        end = None
    elif start is not None and end is not None and not draft.is_unread and is_no_time(draft.count, end - start):
        notes.add(draft.part, _IMPOSSIBLE)
        end = None
    return replace(draft, start=start, end=end)


def _placed(drafts: Sequence[_Draft], notes: Notes) -> list[_Draft]:
    """``drafts`` in the order of their starts; one without a start comes behind the part before it."""
    placed, clock = list[_Draft](), 0.0
    for draft in drafts:
        if draft.start is None:
            notes.add(draft.part, _NO_START)
        placed.append(replace(draft, start=clock, end=None) if draft.start is None else draft)
        clock = max(placed[-1].start or 0.0, draft.end or 0.0)
    for before, after in pairwise(placed):
        if (after.start or 0.0) < (before.start or 0.0):
            notes.add(after.part, _UNORDERED)
    return sorted(placed, key=lambda draft: draft.start or 0.0)


def _turn(draft: _Draft, unit_s: float) -> WrittenTurn:
    words = timed_words(draft.words, unit_s, draft.start, draft.end)
    return WrittenTurn(draft.speaker, draft.text, draft.start, draft.end, words)
