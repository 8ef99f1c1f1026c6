"""How long a call in one row of call detail records lasted and rang, and whether it was answered."""

from datetime import datetime

from callgrade.config.batch import CdrField, CdrSettings
from callgrade.intake.cdr.call_ends import direction_words
from callgrade.intake.cdr.layout import CdrValues
from callgrade.intake.cdr.party import party
from callgrade.intake.cdr.times import seconds_of, time_of

LONGEST_RING_S = 3600


def lasts_s(values: CdrValues) -> float:
    """How long the whole call lasted, ringing included; 0 if unknown."""
    whole_s, ring_s, talk_s = (
        seconds_of(values.get(field, "")) or 0.0 for field in (CdrField.DURATION, CdrField.RING, CdrField.TALK)
    )
    return max(whole_s, ring_s + talk_s)


def was_answered(values: CdrValues, settings: CdrSettings) -> bool | None:
    """Whether somebody answered; ``None`` if the row says nothing of it."""
    if CdrField.DISPOSITION in values:
        return values[CdrField.DISPOSITION].casefold() in settings.answered
    if CdrField.TALK in values:
        return bool(seconds_of(values[CdrField.TALK]))
    return time_of(values[CdrField.ANSWERED], settings) is not None if CdrField.ANSWERED in values else None


def rang_s(values: CdrValues, started: datetime, settings: CdrSettings) -> float | None:
    """``None`` where a queue or a menu answered before a person did."""
    final, destination = party(values.get(CdrField.FINAL, "")), party(values.get(CdrField.DESTINATION, ""))
    if values.get(CdrField.LAST_APP, "").casefold() not in ("", *settings.ringing_apps):
        return None
    if (final.number and final.number != destination.number) or "queue" in direction_words(values):
        return None
    ring_s = _counted_ring_s(values, started, settings)
    return ring_s if ring_s is not None and 0 <= ring_s <= LONGEST_RING_S else None


def _counted_ring_s(values: CdrValues, started: datetime, settings: CdrSettings) -> float | None:
    if CdrField.RING in values:
        return seconds_of(values[CdrField.RING])
    answered = time_of(values.get(CdrField.ANSWERED, ""), settings)
    if answered is not None and (answered.tzinfo is None) == (started.tzinfo is None):
        return (answered - started).total_seconds()
    whole_s, talk_s = seconds_of(values.get(CdrField.DURATION, "")), seconds_of(values.get(CdrField.TALK, ""))
    return whole_s - talk_s if whole_s is not None and talk_s is not None else None
