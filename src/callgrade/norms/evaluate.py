"""Evaluate the norms of a pack on a call: one finding for each norm, in the order of the pack."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain

from callgrade.measures.presence import why_speed_unsure
from callgrade.model.finding import Finding, Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.norms.attribution import attributed
from callgrade.norms.by_meaning import judged
from callgrade.norms.call import Call
from callgrade.norms.kinds import Need
from callgrade.norms.machines.message import is_asked, is_message, to_a_machine
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack.language import NormWords
from callgrade.norms.pack.norm import Norm, Pack, chosen_text
from callgrade.norms.unknown.elsewhere import why_elsewhere
from callgrade.norms.unknown.nothing_said import why_wordless

_ONLY = {Direction.INBOUND: Reason.INBOUND_ONLY, Direction.OUTBOUND: Reason.OUTBOUND_ONLY}


def evaluate(pack: Pack, call: Call) -> tuple[Finding, ...]:
    """The findings of all norms of ``pack``, in its order. Pure: the same call gives the same findings."""
    return tuple(finding_of(norm, pack, call) for norm in pack.norms)


def evaluate_changed(pack: Pack, call: Callable[[], Call], before: Iterable[Finding]) -> tuple[Finding, ...]:
    """As ``evaluate``, but norms that have not changed keep their finding of ``before``.

    ``before``: findings of the same call with a pack whose shared parts are those of ``pack``. ``call`` is only used if
    a norm has changed.
    """
    known = {(finding.norm, finding.rule): finding for finding in before}
    return tuple(
        known.get((norm.id, pack.fingerprint.norms[norm.id])) or finding_of(norm, pack, call()) for norm in pack.norms
    )


def outcome_of(norm: Norm, pack: Pack, call: Call) -> Outcome:
    """The outcome of ``norm`` on ``call``, if everything that it needs is known."""
    outcome = (
        _for_other_direction(norm, call.record.direction) or _missing(norm, pack, call) or judged(norm, pack, call)
    )
    if outcome.verdict is Verdict.CANNOT_TELL and outcome.reason is Reason.NO_CUSTOMER and is_message(call):
        return not_applicable(Reason.NO_CUSTOMER)
    return outcome


def certain_outcome(norm: Norm, pack: Pack, call: Call) -> Outcome:
    """As ``outcome_of``; ``cannot_tell`` if the verdict depends on unknown speakers or unknown words."""
    outcome = outcome_of(norm, pack, call)
    if outcome.verdict is Verdict.CANNOT_TELL:
        return replace(outcome, reason=_why(outcome.reason, call))
    if reason := why_elsewhere(outcome, call):
        return cannot_tell(reason, found=outcome.found)
    if any(outcome_of(norm, pack, other).verdict is not outcome.verdict for other in call.by_speaker):
        return cannot_tell(Reason.SPEAKER_NOT_KNOWN)
    if outcome.verdict is not Verdict.PASS:
        if any(_is_other(outcome_of(norm, pack, guess), outcome) for guess in call.with_names):
            return cannot_tell(Reason.NAMES_REMOVED)
        if outcome.verdict.judged and any(_is_better(outcome_of(norm, pack, one), outcome) for one in call.with_words):
            return cannot_tell(Reason.WORDS_NOT_READ)
    return outcome


def _is_better(guessed: Outcome, outcome: Outcome) -> bool:
    return guessed.verdict not in (outcome.verdict, Verdict.FAIL, Verdict.CANNOT_TELL)


def _is_other(guessed: Outcome, outcome: Outcome) -> bool:
    """Whether the names change the verdict, or what it rests on: also too many of them would be another fail."""
    return (guessed.verdict, guessed.value) != (outcome.verdict, outcome.value)


def _why(reason: Reason | None, call: Call) -> Reason | None:
    """``reason``; a name that was taken out is not unknown by chance."""
    return Reason.NAMES_REMOVED if reason is Reason.NO_CUSTOMER_NAME and call.with_names else reason


def finding_of(norm: Norm, pack: Pack, call: Call) -> Finding:
    """The finding of ``norm`` on ``call``, with the norm's texts."""
    sure = attributed(certain_outcome(norm, pack, call), norm, pack, call)
    outcome = sure.outcome
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
        advice=_advice(pack.words_of(norm), outcome),
        attribution=sure.confidence,
        rule=pack.fingerprint.norms[norm.id],
        effect=norm.effect,
        by_meaning=outcome.by_meaning,
        fault=norm.fault_of(outcome),
    )


def _advice(words: NormWords, outcome: Outcome) -> str | None:
    """The advice that fits the outcome: not "use it once or twice" for a name that was used too often."""
    return chosen_text(words.advice_if, outcome.fault) or words.advice


def _for_other_direction(norm: Norm, direction: Direction | None) -> Outcome | None:
    if norm.directions == frozenset(Direction) or direction in norm.directions:
        return None
    if direction is None:
        return cannot_tell(Reason.NO_DIRECTION)
    return not_applicable(_ONLY[next(iter(norm.directions))])


def _missing(norm: Norm, pack: Pack, call: Call) -> Outcome | None:
    """``cannot_tell`` with the first thing that is not known; ``None`` if everything is known."""
    if (unsure := why_speed_unsure(call.conversation)) is not None:
        return cannot_tell(unsure)
    reasons = chain.from_iterable(_reasons(need, norm, pack, call) for need in norm.kind.needed(norm.parameters))
    reason = next(reasons, None)
    return cannot_tell(reason) if reason else None


def _reasons(need: Need, norm: Norm, pack: Pack, call: Call) -> Iterable[Reason]:
    if need is Need.AGENT:
        return filter(None, [why_wordless(call.conversation, Role.AGENT)])
    if need is Need.CUSTOMER:
        return filter(None, [why_wordless(call.conversation, Role.CUSTOMER)])
    if call.conversation.language is None:
        return (Reason.NO_LANGUAGE,)
    if to_a_machine(call) and not is_asked(norm.id, call):
        return (Reason.NO_CUSTOMER,)
    return () if pack.language and norm.id in pack.language.norms else (Reason.NO_WORDS,)
