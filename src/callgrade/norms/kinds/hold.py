"""A hold is announced, with an estimate or a reason, and the agent comes back politely.

The holds are the measured ones (``hold.count``), and the silences after which the agent thanks for the wait: then the
customer has waited, announced or not. If none could be measured, they are the announced ones; then a hold without
announcement, and what follows a hold, cannot be judged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Literal

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.conversation import Turn
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.model.span import Span, Spans, intersect, merge
from callgrade.norms.announcements import agreed_waits, perhaps_agreed_waits
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import spoken_turns

MOST_TURNS = 2
"""The agent's turns before or after a hold that belong to it."""

TALKS_ON = 3
"""Words after an announcement from which it was a figure of speech ("one moment, it comes on Friday") [conv]."""


THANKS = "wording.thanks"
"""The norm whose phrases are thanks."""

FIRST_WORDS = 8
"""Words, or Chinese characters, after a hold in which thanks are for the wait [conv]."""


class HoldParameters(Section):
    """``seconds``: how long before or after a heard hold the agent's turns belong to it.

    ``edge_s``: seconds that words may reach into a hold or begin before its end, as its bounds are not exact.
    ``wait_s``: shortest silence that is a hold if the agent thanks or apologises for it.
    """

    part: Literal["announced", "estimate", "return"]
    seconds: float = Field(gt=0)
    edge_s: float = Field(default=1.0, ge=0)
    wait_s: float = Field(default=10.0, ge=3)


@dataclass(frozen=True)
class Hold:
    """A hold. ``span``: of the hold if it was ``heard``, else of the words that announce it.

    ``words_after``: words of the turn after those that announce it; after many the agent just talks on.
    """

    span: Span
    heard: bool
    words_after: int = 0


def judge(parameters: HoldParameters, words: NormWords, call: Call) -> Outcome:
    """Fail on holds without the part, pass if every hold has it."""
    holds = _holds(parameters, call)
    if holds is None:
        return cannot_tell(_why_unknown(call))
    if not holds:
        return not_applicable(Reason.NO_HOLD)
    agreed = agreed_waits(call) if parameters.part == "announced" else []
    hits = sorted({*call.hits(Role.AGENT, words.phrases, words.not_in), *agreed})
    belonging = [(hold, _belonging(parameters, call, hold, hits) or _thanks(parameters, call, hold)) for hold in holds]
    lacking = [hold for hold, found in belonging if not found]
    waits = [hold for hold in lacking if hold.heard or hold.words_after < TALKS_ON]
    if waits:
        return _perhaps_agreed(parameters, call, waits) or _lacking(parameters, call, waits)
    if lacking:
        return not_applicable(Reason.NO_HOLD)
    return Outcome(Verdict.PASS, call.evidence(Role.AGENT, [found[0] for _, found in belonging]), found=True)


def _holds(parameters: HoldParameters, call: Call) -> list[Hold] | None:
    """All holds in order: the heard ones, without audio the announced ones; ``None`` if unknown."""
    measured = call.measurements.get("hold.count")
    if measured and measured.value is not None:
        holds = tuple(span for span in measured.evidence.spans if span.end_s > _answered_s(call))
        return [Hold(span, True) for span in merge((*holds, *_thanked_for(parameters, call, holds)))]
    if call.conversation.has_audio:
        return None
    phrases = call.listed("hold_announcement")
    found = call.hits(Role.AGENT, phrases)
    last = {call.turn_of(Role.AGENT, hit): hit for hit in found}
    holds_said = [
        _announced(call, hit, last[turn])
        for turn, hit in {call.turn_of(Role.AGENT, hit): hit for hit in reversed(found)}.items()
    ]
    return sorted(holds_said, key=lambda hold: hold.span) or None


def _answered_s(call: Call) -> float:
    """When the customer first speaks, if the agent calls and a machine answers: nobody waits before that."""
    by_machine = call.record.direction is Direction.OUTBOUND and call.conversation.turns[0].role is Role.PROMPT
    return min((turn.start_s for _, turn in call.turns(Role.CUSTOMER)), default=0.0) if by_machine else 0.0


def _thanked_for(parameters: HoldParameters, call: Call, holds: Spans) -> Iterator[Span]:
    """Long silences outside ``holds`` after which the agent thanks or apologises for the wait."""
    silences = call.measurements.get("dead_air.total")
    phrases = call.listed("hold_return")
    back_s = [call.words_of(Role.AGENT, hit)[0].start_s for hit in call.hits(Role.AGENT, phrases)]
    for span in silences.evidence.spans if silences else ():
        long = span.duration_s >= parameters.wait_s and not intersect((span,), holds)
        if long and any(0 <= start_s - span.end_s + parameters.edge_s <= parameters.seconds for start_s in back_s):
            yield span


def _announced(call: Call, first: Hit, last: Hit) -> Hold:
    said, tokens = call.words_of(Role.AGENT, first), call.text(Role.AGENT).tokens
    return Hold(Span(said[0].start_s, said[-1].end_s), False, tokens.index(None, last.end) - last.end)


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


def _perhaps_agreed(parameters: HoldParameters, call: Call, lacking: list[Hold]) -> Outcome | None:
    """What to listen to if the customer answered before each hold as people answer an announcement."""
    if parameters.part != "announced":
        return None
    found = [_belonging(parameters, call, hold, perhaps_agreed_waits(call)) for hold in lacking]
    if not all(found):
        return None
    evidence = call.evidence(Role.AGENT, [hits[-1] for hits in found])
    return Outcome(Verdict.CANNOT_TELL, evidence, reason=Reason.LISTEN)


def _why_unknown_around(parameters: HoldParameters, call: Call, hold: Hold) -> Reason | None:
    """Why the part may have been said all the same; ``None`` if all around ``hold`` is known."""
    start_s, end_s = hold.span.start_s, hold.span.end_s
    if parameters.part == "return":
        reach = Span(end_s - parameters.edge_s, end_s + parameters.seconds)
    else:
        reach = Span(start_s - parameters.seconds, start_s + parameters.edge_s)
    return call.why_unknown(Role.AGENT, call.turns_window(_turns(parameters, call, hold), reach))


def _belonging(parameters: HoldParameters, call: Call, hold: Hold, hits: list[Hit]) -> list[Hit]:
    """The hits in the turns that belong to ``hold``: for a return those after it, else those before a heard one.

    One turn may be on both sides of a wait in which nobody speaks.
    """
    turns = {index for index, _ in _turns(parameters, call, hold)}
    found = [hit for hit in hits if call.turn_of(Role.AGENT, hit) in turns]
    if parameters.part == "return":
        return [hit for hit in found if _start_s(call, hit) >= hold.span.end_s - parameters.edge_s]
    latest_s = hold.span.start_s + parameters.edge_s if hold.heard else inf
    return [hit for hit in found if _start_s(call, hit) <= latest_s]


def _start_s(call: Call, hit: Hit) -> float:
    return call.words_of(Role.AGENT, hit)[0].start_s


def _thanks(parameters: HoldParameters, call: Call, hold: Hold) -> list[Hit]:
    """Thanks in the first words after a heard ``hold``, whatever they name: they are for the wait."""
    words = call.language.norms.get(THANKS) if call.language else None
    back = _turns(parameters, call, hold)[:1] if hold.heard and parameters.part == "return" else []
    if not back or words is None:
        return []
    first = [one for one in spoken_turns(call, Role.AGENT) if one.turn == back[0][0]]
    said = call.hits(Role.AGENT, words.phrases, words.not_in)
    near = [hit for hit in said for one in first if one.start <= hit.start < one.start + FIRST_WORDS]
    return [hit for hit in near if _start_s(call, hit) >= hold.span.end_s - parameters.edge_s]


def _turns(parameters: HoldParameters, call: Call, hold: Hold) -> list[tuple[int, Turn]]:
    """The agent's turns before ``hold`` (for a return: after it)."""
    turns = call.turns(Role.AGENT)
    if parameters.part == "return":
        latest_s = hold.span.end_s + parameters.seconds if hold.heard else inf
        return [(i, t) for i, t in turns if t.end_s >= hold.span.end_s and t.start_s <= latest_s][: MOST_TURNS + 1]
    earliest_s = min(hold.span.start_s - parameters.seconds, _accepted_s(call, hold))
    latest_s = hold.span.start_s + parameters.edge_s if hold.heard else hold.span.end_s
    return [(i, t) for i, t in turns if t.end_s >= earliest_s and t.start_s <= latest_s][-MOST_TURNS:]


def _accepted_s(call: Call, hold: Hold) -> float:
    """Where the agent's words end to which the customer's last words before ``hold`` are the answer."""
    answered_s = max((t.start_s for _, t in call.turns(Role.CUSTOMER) if t.end_s <= hold.span.start_s), default=0.0)
    return max((t.end_s for _, t in call.turns(Role.AGENT) if t.start_s < answered_s), default=inf)


KIND = NormKind(
    HoldParameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT}),
    words=("phrases",),
    other_words=("not_in",),
    reads=lambda parameters: (THANKS,) if parameters.part == "return" else (),
)
