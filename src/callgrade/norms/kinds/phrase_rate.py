"""Words that a speaker should use sparingly: hits per 100 words have an upper limit."""

from typing import Literal

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell
from callgrade.norms.pack.language import NormWords

UNIT = "per 100 words"
MOST_SHOWN = 10


class PhraseRateParameters(Section):
    """``upper`` and ``tolerance`` in hits per 100 words; not judged below ``least_words`` words."""

    speaker: Literal[Role.AGENT, Role.CUSTOMER]
    upper: float = Field(ge=0)
    tolerance: float = Field(ge=0)
    least_words: int = Field(ge=1)


def judge(parameters: PhraseRateParameters, words: NormWords, call: Call) -> Outcome:
    """Pass up to the limit, partial within the tolerance above it, else fail."""
    role = parameters.speaker
    count = call.text(role).count_words()
    hits = call.hits(role, words.phrases, words.not_in)
    rate = 100 * len(hits) / max(count, 1)
    over = rate - parameters.upper
    if count < parameters.least_words:
        return cannot_tell(Reason.TOO_LITTLE_SPEECH, found=over > 0)
    part = call.edges.missing
    if part and over > 0:
        return cannot_tell(part, found=True)
    verdict = Verdict.PASS if over <= 0 else Verdict.PARTIAL if over <= parameters.tolerance else Verdict.FAIL
    return Outcome(verdict, call.evidence(role, hits[:MOST_SHOWN]), over > 0, round(rate, 2), UNIT)


KIND = NormKind(PhraseRateParameters, judge, frozenset({Need.WORDS}), words=("phrases",), other_words=("not_in",))
