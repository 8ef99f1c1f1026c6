"""What the legs of one call say together."""

from collections.abc import Sequence
from typing import Any

from callgrade.intake.cdr.leg import Leg
from callgrade.intake.cdr.ring_time import LONGEST_RING_S
from callgrade.intake.facts import record_of
from callgrade.model.provenance import Provenance
from callgrade.model.record import CallRecord


def record_of_legs(legs: Sequence[Leg]) -> CallRecord:
    """What all answered legs agree on (all legs where none was answered); silence is no disagreement.

    The call begins with its first leg, and rings until its one answered leg is answered.
    """
    taken = _distinct([leg for leg in legs if leg.answered] or legs)
    first = min(legs, key=lambda leg: leg.clock_s)
    facts: dict[str, Any] = {"started": first.started}
    for name in dict.fromkeys(name for leg in taken for name in leg.facts):
        values = {leg.facts[name] for leg in taken if name in leg.facts}
        if len(values) == 1:
            facts[name] = values.pop()
    if len(taken) == 1 and taken[0].ring_s is not None:
        ring_s = taken[0].clock_s - first.clock_s + taken[0].ring_s
        facts |= {"ring_to_answer_s": ring_s} if ring_s <= LONGEST_RING_S else {}
    return record_of(facts, Provenance.CDR, first.where)


def warnings_of_legs(legs: Sequence[Leg]) -> tuple[str, ...]:
    """What of the legs was not understood, as shown on the card."""
    words = dict.fromkeys(leg.unknown_direction for leg in legs if leg.unknown_direction)
    return tuple(f"{Provenance.CDR}: the word {word!r} for the direction is not understood" for word in words)


def follow_each_other(legs: Sequence[Leg], tolerance_s: float) -> bool:
    """Whether the legs can be one call's: each begins before those before it are over."""
    over_s = float("inf")
    for leg in sorted(legs, key=lambda leg: leg.clock_s):
        if leg.clock_s > over_s + tolerance_s:
            return False
        end_s = leg.clock_s + leg.lasts_s
        over_s = end_s if over_s == float("inf") else max(over_s, end_s)
    return True


def _distinct(legs: Sequence[Leg]) -> list[Leg]:
    """The legs without duplicates, which files that overlap contain."""
    return list({(leg.call, leg.clock_s, leg.lasts_s, leg.numbers): leg for leg in legs}.values())
