"""The agent does not press for a quick yes, and accepts a refusal.

``phrases`` always count as pressure; ``insists`` only after the customer has refused (``triggers``).
"""

from bisect import bisect_right

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit


class PressureParameters(Section):
    """``turns``: number of the agent's turns after a refusal in which insisting counts."""

    turns: int = Field(ge=1)


def judge(parameters: PressureParameters, words: NormWords, call: Call) -> Outcome:
    """Fail on pressure and on refusals that are not accepted, else pass."""
    pressing = [(None, hit) for hit in call.hits(Role.AGENT, words.phrases, words.not_in)]
    refusals = call.hits(Role.CUSTOMER, words.triggers, words.triggers_not_in)
    found = [*pressing, *_insisting(parameters, words, call, refusals)]
    sure = [(refusal, hit) for refusal, hit in found if not call.uncertain(call.words_of(Role.AGENT, hit))]
    if found and not sure:
        return cannot_tell(Reason.UNCERTAIN_WORDS, found=True)
    if sure:
        quotes = [
            (*call.evidence(Role.CUSTOMER, filter(None, [refusal])), *call.evidence(Role.AGENT, [hit]))
            for refusal, hit in sure
        ]
        return Outcome(Verdict.FAIL, tuple(evidence for pair in quotes for evidence in pair), found=True)
    if refusals:
        return Outcome(Verdict.PASS, call.evidence(Role.CUSTOMER, refusals[:1]))
    return Outcome(Verdict.PASS, (call.searched(Role.AGENT, call.window("whole", Role.AGENT)),))


def _insisting(
    parameters: PressureParameters, words: NormWords, call: Call, refusals: list[Hit]
) -> list[tuple[Hit | None, Hit]]:
    """Each phrase that insists, with the last refusal before it."""
    own = [index for index, _ in call.turns(Role.AGENT)]
    refused: dict[int, Hit] = {}
    for refusal in refusals:
        after = bisect_right(own, call.turn_of(Role.CUSTOMER, refusal))
        refused.update(dict.fromkeys(own[after : after + parameters.turns], refusal))
    hits = call.hits(Role.AGENT, words.insists, words.not_in)
    turns = [(call.turn_of(Role.AGENT, hit), hit) for hit in hits]
    return [(refused[turn], hit) for turn, hit in turns if turn in refused]


KIND = NormKind(
    PressureParameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT}),
    words=("phrases", "triggers", "insists"),
    other_words=("not_in", "triggers_not_in"),
)
