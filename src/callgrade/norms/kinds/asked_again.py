"""The agent does not ask for what the customer already gave.

Words by topics: ``asks`` (the agent asks for it), ``gives`` (the customer says it in so many words, "my order number
is 4711") and ``answers`` (what an answer to such a question looks like: a number, say).
"""

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Kind, Need
from callgrade.norms.language import NormWords, Topic
from callgrade.norms.matching import Hit
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable


class Parameters(Section):
    """``turns``: turns that must lie between an answer and the second question; a first one often asks for the rest."""

    turns: int = Field(ge=1)


def judge(parameters: Parameters, words: NormWords, call: Call) -> Outcome:
    """Fail on what is asked for again, pass when everything given was kept, not applicable when nothing was."""
    given = [(topic, hit) for topic in words.topics for hit in _given(topic, words, call)]
    if not given:
        return not_applicable(Reason.NO_TRIGGER)
    again = [(hit, ask) for topic, hit in given for ask in _again(parameters, topic, words, call, hit)[:1]]
    sure = [
        (hit, ask)
        for hit, ask in again
        if not call.uncertain((*call.words_of(Role.CUSTOMER, hit), *call.words_of(Role.AGENT, ask)))
    ]
    if again and not sure:
        return cannot_tell(Reason.UNCERTAIN_WORDS, found=True)
    if sure:
        hit, ask = sure[0]
        return Outcome(
            Verdict.FAIL, (*call.evidence(Role.CUSTOMER, [hit]), *call.evidence(Role.AGENT, [ask])), found=True
        )
    return Outcome(Verdict.PASS, call.evidence(Role.CUSTOMER, [given[0][1]]))


def _given(topic: Topic, words: NormWords, call: Call) -> list[Hit]:
    """Where the customer gives it: in so many words, or in answer to the agent's question."""
    told = call.hits(Role.CUSTOMER, topic.gives)
    asked = {call.turn_of(Role.AGENT, hit) for hit in call.hits(Role.AGENT, topic.asks, words.not_in)}
    answers = [hit for hit in call.hits(Role.CUSTOMER, topic.answers) if call.turn_of(Role.CUSTOMER, hit) - 1 in asked]
    return sorted((*told, *answers))


def _again(parameters: Parameters, topic: Topic, words: NormWords, call: Call, given: Hit) -> list[Hit]:
    """Where the agent asks for it after that."""
    earliest = call.turn_of(Role.CUSTOMER, given) + 1 + parameters.turns
    asks = call.hits(Role.AGENT, topic.asks, words.not_in)
    return [hit for hit in asks if call.turn_of(Role.AGENT, hit) >= earliest]


KIND = Kind(
    Parameters, judge, frozenset({Need.WORDS, Need.AGENT, Need.CUSTOMER}), words=("topics",), other_words=("not_in",)
)
