"""A hold is announced, with an estimate or a reason, and the agent comes back politely.

The holds are the measured ones (``hold.count``). If none could be measured, they are the announced ones; then a hold
without announcement, and what follows a hold, cannot be judged.
"""

from dataclasses import dataclass
from math import inf
from typing import Literal

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.conversation import Turn
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit

MOST_TURNS = 2
"""The agent's turns before or after a hold that belong to it."""


class HoldParameters(Section):
    """``seconds``: how long before or after a heard hold the agent's turns belong to it.

    ``edge_s``: seconds that words may reach into a hold or begin before its end, as its bounds are not exact.
    """

    part: Literal["announced", "estimate", "return"]
    seconds: float = Field(gt=0)
    edge_s: float = Field(default=1.0, ge=0)


@dataclass(frozen=True)
class Hold:
    """A hold. ``span``: of the hold if it was ``heard``, else of the words that announce it."""

    span: Span
    heard: bool


def judge(parameters: HoldParameters, words: NormWords, call: Call) -> Outcome:
    """Fail on holds without the part, pass if every hold has it."""
    holds = _holds(call)
    if holds is None:
        return cannot_tell(_why_unknown(call))
    if not holds:
        return not_applicable(Reason.NO_HOLD)
    hits = call.hits(Role.AGENT, words.phrases, words.not_in)
    belonging = [(hold, _belonging(parameters, call, hold, hits)) for hold in holds]
    lacking = [hold for hold, found in belonging if not found]
    if lacking:
        return _lacking(parameters, call, lacking)
    return Outcome(Verdict.PASS, call.evidence(Role.AGENT, [found[0] for _, found in belonging]), found=True)


def _holds(call: Call) -> list[Hold] | None:
    """All holds in order: the heard ones, without audio the announced ones; ``None`` if unknown."""
    measured = call.measurements.get("hold.count")
    if measured and measured.value is not None:
        return [Hold(span, True) for span in measured.evidence.spans]
    if call.conversation.has_audio:
        return None
    phrases = call.language.list("hold_announcement") if call.language else ()
    first = {call.turn_of(Role.AGENT, hit): hit for hit in reversed(call.hits(Role.AGENT, phrases))}
    spans = [(call.words_of(Role.AGENT, hit)[0], call.words_of(Role.AGENT, hit)[-1]) for hit in first.values()]
    return sorted((Hold(Span(a.start_s, b.end_s), False) for a, b in spans), key=lambda hold: hold.span) or None


def _why_unknown(call: Call) -> Reason:
    measured = call.measurements.get("hold.count")
    return (measured.reason if measured else None) or Reason.NO_AUDIO


def _lacking(parameters: HoldParameters, call: Call, lacking: list[Hold]) -> Outcome:
    """Fail if the hold and the words around it are certain; an announced hold may not have taken place."""
    if parameters.part == "return" and not any(hold.heard for hold in lacking):
        return cannot_tell(_why_unknown(call))
    known = [hold for hold in lacking if not _why_unknown_around(parameters, call, hold)]
    if not known:
        return cannot_tell(_why_unknown_around(parameters, call, lacking[0]) or Reason.UNCERTAIN_WORDS)
    turns = [turn for hold in known for _, turn in _turns(parameters, call, hold)]
    where = [call.at(None, hold.span.start_s, hold.span.end_s) for hold in known]
    return Outcome(Verdict.FAIL, (*where, *(call.quote(Role.AGENT, turn.words) for turn in turns)))


def _why_unknown_around(parameters: HoldParameters, call: Call, hold: Hold) -> Reason | None:
    """Why the part may have been said all the same; ``None`` if all around ``hold`` is known."""
    start_s, end_s = hold.span.start_s, hold.span.end_s
    if parameters.part == "return":
        reach = Span(end_s - parameters.edge_s, end_s + parameters.seconds)
    else:
        reach = Span(start_s - parameters.seconds, start_s + parameters.edge_s)
    return call.why_unknown(Role.AGENT, call.turns_window(_turns(parameters, call, hold), reach))


def _belonging(parameters: HoldParameters, call: Call, hold: Hold, hits: list[Hit]) -> list[Hit]:
    """The hits in the turns that belong to ``hold``; for a return only those after it."""
    turns = {index for index, _ in _turns(parameters, call, hold)}
    found = [hit for hit in hits if call.turn_of(Role.AGENT, hit) in turns]
    if parameters.part != "return":
        return found
    return [hit for hit in found if call.words_of(Role.AGENT, hit)[0].start_s >= hold.span.end_s - parameters.edge_s]


def _turns(parameters: HoldParameters, call: Call, hold: Hold) -> list[tuple[int, Turn]]:
    """The agent's turns before ``hold`` (for a return: after it)."""
    turns = call.turns(Role.AGENT)
    if parameters.part == "return":
        latest_s = hold.span.end_s + parameters.seconds if hold.heard else inf
        return [(i, t) for i, t in turns if t.end_s >= hold.span.end_s and t.start_s <= latest_s][: MOST_TURNS + 1]
    earliest_s = hold.span.start_s - parameters.seconds
    latest_s = hold.span.start_s + parameters.edge_s if hold.heard else hold.span.end_s
    return [(i, t) for i, t in turns if t.end_s >= earliest_s and t.start_s <= latest_s][-MOST_TURNS:]


KIND = NormKind(HoldParameters, judge, frozenset({Need.WORDS, Need.AGENT}), words=("phrases",), other_words=("not_in",))
