"""Lay a pack on a call: one finding a norm, in the order of the pack."""

from collections.abc import Callable, Iterable
from itertools import chain

from callgrade.model.finding import Finding
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.norms.attribution import attributed
from callgrade.norms.call import Call
from callgrade.norms.kinds import Need
from callgrade.norms.language import NormWords
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack import Norm, Pack

_ONLY = {Direction.INBOUND: Reason.INBOUND_ONLY, Direction.OUTBOUND: Reason.OUTBOUND_ONLY}


def evaluate(pack: Pack, call: Call) -> tuple[Finding, ...]:
    """The findings of all norms of ``pack``, in its order. Pure: the same call gives the same findings."""
    return tuple(finding_of(norm, pack, call) for norm in pack.norms)


def evaluate_again(pack: Pack, call: Callable[[], Call], before: Iterable[Finding]) -> tuple[Finding, ...]:
    """As ``evaluate``; ``before``: findings that the same call gave when all that norms share was as it is in ``pack``.

    Those of norms that are as they were are taken over. ``call`` is asked for only where there are others.
    """
    known = {(finding.norm, finding.rule): finding for finding in before}
    return tuple(
        known.get((norm.id, pack.fingerprint.norms[norm.id])) or finding_of(norm, pack, call()) for norm in pack.norms
    )


def outcome_of(norm: Norm, pack: Pack, call: Call) -> Outcome:
    """What ``norm`` says of ``call``, after what it needs to know is there."""
    return (
        _wrong_direction(norm, call.record.direction)
        or _missing(norm, pack, call)
        or norm.kind.judge(norm.parameters, _words(norm, pack), call)
    )


def settled_outcome(norm: Norm, pack: Pack, call: Call) -> Outcome:
    """What ``norm`` says of ``call`` whoever of the two said the words of which that is not known."""
    outcome = outcome_of(norm, pack, call)
    if outcome.verdict.judged and any(
        outcome_of(norm, pack, reading).verdict is not outcome.verdict for reading in call.readings
    ):
        return cannot_tell(Reason.SPEAKER_NOT_KNOWN)
    return outcome


def finding_of(norm: Norm, pack: Pack, call: Call) -> Finding:
    """What ``norm`` says of ``call`` with its texts, as far as it is known who spoke."""
    judged = attributed(settled_outcome(norm, pack, call), norm, pack, call)
    outcome = judged.outcome
    return Finding(
        norm=norm.id,
        section=norm.section,
        title=norm.title,
        verdict=outcome.verdict,
        severity=norm.severity,
        expected=norm.expected,
        value=outcome.value,
        unit=outcome.unit,
        evidence=outcome.evidence,
        reason=outcome.reason,
        advice=_words(norm, pack).advice,
        attribution=judged.confidence,
        rule=pack.fingerprint.norms[norm.id],
    )


def _words(norm: Norm, pack: Pack) -> NormWords:
    return pack.language.norms.get(norm.id, NormWords()) if pack.language else NormWords()


def _wrong_direction(norm: Norm, direction: Direction | None) -> Outcome | None:
    if norm.directions == frozenset(Direction) or direction in norm.directions:
        return None
    if direction is None:
        return cannot_tell(Reason.NO_DIRECTION)
    return not_applicable(_ONLY[next(iter(norm.directions))])


def _missing(norm: Norm, pack: Pack, call: Call) -> Outcome | None:
    """``cannot_tell`` with the first thing that is not known, ``None`` when everything is there."""
    reasons = chain.from_iterable(_reasons(need, norm, pack, call) for need in norm.kind.needed(norm.parameters))
    reason = next(reasons, None)
    return cannot_tell(reason) if reason else None


def _reasons(need: Need, norm: Norm, pack: Pack, call: Call) -> Iterable[Reason]:
    if need is Need.AGENT:
        return _absent(call, Role.AGENT, Reason.NO_AGENT)
    if need is Need.CUSTOMER:
        return _absent(call, Role.CUSTOMER, Reason.NO_CUSTOMER)
    if call.conversation.language is None:
        return (Reason.NO_LANGUAGE,)
    if _to_a_machine(call):
        return (Reason.NO_CUSTOMER,)
    return () if pack.language and norm.id in pack.language.norms else (Reason.NO_WORDS,)


def _to_a_machine(call: Call) -> bool:
    """Whether the agent has only a machine to talk to, so that nothing of a conversation can be asked of the words."""
    spoken = {turn.role for turn in call.conversation.turns if turn.words}
    return spoken == {Role.AGENT, Role.PROMPT}


def _absent(call: Call, role: Role, reason: Reason) -> Iterable[Reason]:
    """Why words of ``role`` are not there: nobody spoke, the voices were not told apart, or this one is silent."""
    spoken = {turn.role for turn in call.conversation.turns if turn.words}
    if role in spoken:
        return ()
    if spoken == {Role.PROMPT}:
        return (Reason.ONLY_PROMPTS,)
    if not spoken:
        return (Reason.NO_SPEECH,)
    return (call.conversation.why_unknown,) if Role.UNKNOWN in spoken else (reason,)
