"""The agent does not press for a quick yes, and accepts a refusal.

``phrases`` always count as pressure; ``insists`` only after the customer has refused (``triggers``). Customers who must
say that they said no were pressed, whatever the words: what the agent said just before counts.
"""

from bisect import bisect_right
from collections.abc import Iterator

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
from callgrade.norms.signs.sign import turns_by_number
from callgrade.norms.unknown.nothing_said import why_wordless

SAID_NO = "said_no"
"""The list of a language that holds how people say that they have refused before ("I said no")."""

MOST_WORDS = 14
"""Words of a turn that only repeats a refusal; a longer one tells what happened elsewhere. [conv]"""


class PressureParameters(Section):
    """``turns``: number of the agent's turns after a refusal in which insisting counts."""

    turns: int = Field(ge=1)


def judge(parameters: PressureParameters, words: NormWords, call: Call) -> Outcome:
    """Fail on pressure and on refusals that are not accepted, else pass."""
    pressing = [(None, hit) for hit in call.hits(Role.AGENT, words.phrases, words.not_in)]
    refusals = call.hits(Role.CUSTOMER, words.triggers, words.triggers_not_in)
    found = [*pressing, *_insisting(parameters, words, call, refusals), *_refused_before(call)]
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
    unheard = why_wordless(call.conversation, Role.CUSTOMER)
    if unheard and call.hits(Role.AGENT, words.insists, words.not_in):
        return cannot_tell(unheard, found=True)  # it insists if the customer refused before
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


def _refused_before(call: Call) -> Iterator[tuple[Hit | None, Hit]]:
    """Where customers say that they said no, with the agent's turn just before."""
    hits = call.hits(Role.CUSTOMER, call.listed(SAID_NO))
    customer, agent = (turns_by_number(call, role) if hits else {} for role in (Role.CUSTOMER, Role.AGENT))
    for hit in hits:
        turn = call.turn_of(Role.CUSTOMER, hit)
        before = agent.get(turn - 1)
        if before and customer[turn].end - customer[turn].start <= MOST_WORDS:
            yield hit, Hit(before.start, before.end, before.end)


KIND = NormKind(
    PressureParameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT}),
    words=("phrases", "triggers", "insists"),
    other_words=("not_in", "triggers_not_in"),
)
