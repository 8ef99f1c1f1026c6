"""The agent does not ask again for what the customer has already given.

Words by topics: ``asks`` (the agent asks for it), ``gives`` (the customer gives it unasked, "my order number is
4711") and ``answers`` (how an answer to such a question looks, for instance a number).
"""

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack.language import NormWords, Topic
from callgrade.norms.phrases.matcher import Hit


class AskedAgainParameters(Section):
    """``turns``: least number of turns between an answer and the second question; a closer one asks for the rest."""

    turns: int = Field(ge=1)


def judge(parameters: AskedAgainParameters, words: NormWords, call: Call) -> Outcome:
    """Fail on a repeated question, pass if there is none, not applicable if the customer gave nothing."""
    asks = {topic.name: call.hits(Role.AGENT, topic.asks, words.not_in) for topic in words.topics}
    given = {topic.name: first for topic in words.topics if (first := _first_given(topic, asks[topic.name], call))}
    if not given:
        return not_applicable(Reason.NO_TRIGGER)
    again = [(hit, ask) for name, hit in given.items() if (ask := _again(parameters, asks[name], call, hit))]
    sure = [pair for pair in again if not _uncertain(call, *pair)]
    if again and not sure:
        return cannot_tell(Reason.UNCERTAIN_WORDS, found=True)
    if sure:
        given_hit, asked = sure[0]
        evidence = (*call.evidence(Role.CUSTOMER, [given_hit]), *call.evidence(Role.AGENT, [asked]))
        return Outcome(Verdict.FAIL, evidence, found=True)
    return Outcome(Verdict.PASS, call.evidence(Role.CUSTOMER, sorted(given.values())[:1]))


def _first_given(topic: Topic, asks: list[Hit], call: Call) -> Hit | None:
    """Where the customer first gives it, unasked or in answer to the agent's question."""
    unasked = call.hits(Role.CUSTOMER, topic.gives)
    asked = {call.turn_of(Role.AGENT, hit) for hit in asks}
    answers = [hit for hit in call.hits(Role.CUSTOMER, topic.answers) if call.turn_of(Role.CUSTOMER, hit) - 1 in asked]
    return min((*unasked[:1], *answers[:1]), default=None)


def _again(parameters: AskedAgainParameters, asks: list[Hit], call: Call, given: Hit) -> Hit | None:
    """Where the agent asks for it after that."""
    earliest = call.turn_of(Role.CUSTOMER, given) + 1 + parameters.turns
    return next((hit for hit in asks if call.turn_of(Role.AGENT, hit) >= earliest), None)


def _uncertain(call: Call, given: Hit, asked: Hit) -> bool:
    return call.uncertain((*call.words_of(Role.CUSTOMER, given), *call.words_of(Role.AGENT, asked)))


KIND = NormKind(
    AskedAgainParameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT, Need.CUSTOMER}),
    words=("topics",),
    other_words=("not_in",),
)
