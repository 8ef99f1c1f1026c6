"""How certain it is that the words of a verdict are the judged person's.

The confidence of the roles, times the share of the verdict's words that are certainly that person's: the quoted words,
or all of that person's words if nothing is quoted. On one channel a verdict below the confidence that roles need is
withheld.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from callgrade.model.conversation import Layout, Word
from callgrade.model.finding import Evidence
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import NEED_OF
from callgrade.norms.outcome import Outcome, cannot_tell
from callgrade.norms.pack.norm import Norm, Pack


@dataclass(frozen=True)
class Attributed:
    """An outcome with its attribution, 0…1; ``None`` if no speaker matters or a transcript names them."""

    outcome: Outcome
    confidence: float | None = None


def attributed(outcome: Outcome, norm: Norm, pack: Pack, call: Call) -> Attributed:
    """``outcome``; ``cannot_tell`` if it is too uncertain who said its words."""
    attribution = call.conversation.attribution
    roles = _roles(outcome, norm)
    if not outcome.verdict.judged or not roles or attribution is None or attribution.confidence is None:
        return Attributed(outcome)
    confidence = attribution.confidence * _certain_share(outcome, roles, call)
    withheld = attribution.layout is Layout.TWO_VOICES and confidence < pack.settings.roles.confident
    return Attributed(cannot_tell(Reason.NOT_SEPARATED) if withheld else outcome, confidence)


def _roles(outcome: Outcome, norm: Norm) -> frozenset[Role]:
    """The persons whose words the verdict uses."""
    needed = norm.kind.needed(norm.parameters)
    quoted = {evidence.role for evidence in outcome.evidence}
    return frozenset(role for role, need in NEED_OF.items() if need in needed or role in quoted)


def _certain_share(outcome: Outcome, roles: frozenset[Role], call: Call) -> float:
    """Share of the verdict's words whose speaker is certain; 1 without words."""
    attribution = call.conversation.attribution
    if attribution is None or not attribution.doubtful:
        return 1.0
    quoted = [evidence for evidence in outcome.evidence if evidence.role in roles and evidence.quote]
    words = list(_quoted(quoted, call) if quoted else _said(roles, call))
    doubtful = sum(any(span.contains(word.span.middle_s) for span in attribution.doubtful) for word in words)
    return 1 - doubtful / len(words) if words else 1.0


def _said(roles: frozenset[Role], call: Call) -> Iterator[Word]:
    return (word for turn in call.conversation.turns if turn.role in roles for word in turn.words)


def _quoted(evidence: list[Evidence], call: Call) -> Iterator[Word]:
    """The words at the times of ``evidence``, each once."""
    for turn in call.conversation.turns:
        places = [(one.start_s or 0.0, one.end_s or 0.0) for one in evidence if one.role is turn.role]
        yield from (word for word in turn.words if any(start <= word.span.middle_s <= end for start, end in places))
