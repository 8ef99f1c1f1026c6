"""A greeting or wish that names a time of day fits the local time."""

from datetime import datetime, timedelta

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack.language import DayPart, NormWords
from callgrade.norms.phrases.matcher import Hit, apart
from callgrade.norms.signs.greetings.day_greeting import day_greetings
from callgrade.text import is_han


class TimeOfDayParameters(Section):
    """``tolerance_min``: minutes outside its hours in which a greeting still fits."""

    tolerance_min: float = Field(ge=0, le=180)


def judge(parameters: TimeOfDayParameters, words: NormWords, call: Call) -> Outcome:
    """Pass if every named time of day fits, else fail."""
    named = _named(words, call)
    if not named:
        return not_applicable(Reason.NO_TRIGGER)
    started = call.record.started
    if started is None:
        return cannot_tell(Reason.NO_LOCAL_TIME, found=True)
    wrong = [hit for hit, part in named if not _fits(part, _said_at(started, call, hit), parameters.tolerance_min)]
    if wrong and all(call.uncertain(call.words_of(Role.AGENT, hit)) for hit in wrong):
        return cannot_tell(Reason.UNCERTAIN_WORDS, found=True)
    shown = wrong or [hit for hit, _ in named]
    return Outcome(Verdict.FAIL if wrong else Verdict.PASS, call.evidence(Role.AGENT, shown), found=True)


def _named(words: NormWords, call: Call) -> list[tuple[Hit, DayPart]]:
    """Each time of day that the agent names; of overlapping phrases the longer."""
    not_in = [hit for hit in call.hits(Role.AGENT, words.not_in) if not _is_parted(call, hit)]
    said = (
        (part, [hit for hit in call.hits(Role.AGENT, part.phrases) if not _is_talk(call, hit)]) for part in words.parts
    )
    found = [(hit, part) for part, hits in said for hit in apart(hits, not_in)]
    found += day_greetings(call)
    longest = sorted(found, key=lambda pair: (pair[0].start - pair[0].end, pair[0].start, pair[1].name))
    kept: list[tuple[Hit, DayPart]] = []
    for hit, part in longest:
        if not any(hit.start < other.end and other.start < hit.end for other, _ in kept):
            kept.append((hit, part))
    return sorted(kept, key=lambda pair: pair[0])


def _is_talk(call: Call, hit: Hit) -> bool:
    """Whether ``hit`` is a word that begins a later turn, with no mark after it: "evening's fine" greets nobody."""
    tokens = call.text(Role.AGENT).tokens
    token, before, after = tokens[hit.start], tokens[hit.start - 1], tokens[hit.start + 1]
    begins = token is not None and not token.mark and not is_han(token.text) and before is None and after is not None
    return begins and hit.end - hit.start == 1 and call.turn_of(Role.AGENT, hit) != call.turns(Role.AGENT)[0][0]


def _is_parted(call: Call, hit: Hit) -> bool:
    """Whether a mark stands inside ``hit``: "您早，市民热线" is a greeting and then a company's name."""
    tokens = call.text(Role.AGENT).tokens[hit.start : hit.end - 1]
    return any(token and token.mark and is_han(token.text) for token in tokens)


def _said_at(started: datetime, call: Call, hit: Hit) -> datetime:
    """The local time of ``hit``; the start of the call for a transcript without times."""
    offset_s = call.words_of(Role.AGENT, hit)[0].start_s if call.conversation.timed else 0.0
    return started + timedelta(seconds=offset_s)


def _fits(part: DayPart, at: datetime, tolerance_min: float) -> bool:
    """Whether ``at`` is on the days and in the hours of ``part``."""
    return _fits_day(part, at) and _fits_hour(part, at, tolerance_min)


def _fits_day(part: DayPart, at: datetime) -> bool:
    if part.dates is not None:
        return any(first <= at.date() <= last for first, last in part.dates)
    if part.yearly is None:
        return True
    first_day, last_day = part.yearly
    day = f"{at:%m-%d}"
    if first_day <= last_day:
        return first_day <= day <= last_day
    return day >= first_day or day <= last_day


def _fits_hour(part: DayPart, at: datetime, tolerance_min: float) -> bool:
    """On a clock of 24 hours."""
    begin_h, end_h = part.hours
    length_h = (end_h - begin_h) % 24 or 24
    tolerance_h = tolerance_min / 60
    hour = at.hour + at.minute / 60 + at.second / 3600
    return (hour - begin_h + tolerance_h) % 24 < length_h + 2 * tolerance_h


KIND = NormKind(
    TimeOfDayParameters, judge, frozenset({Need.WORDS, Need.AGENT}), words=("parts",), other_words=("not_in",)
)
