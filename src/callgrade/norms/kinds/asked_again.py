"""The agent does not ask again for what the customer has already given.

Three things show it. The customer says so in answer to a question (``triggers``, "I just told you"). The customer's
answer is a detail that they had given before. Or the agent asks for a topic that the customer has given: ``asks`` (the
agent asks for it), ``gives`` (the customer gives it unasked, "my order number is 4711") and ``answers`` (how an answer
to such a question looks). Questions with a reason ("sorry, the line is bad …", ``not_in``) and questions that name the
detail themselves ("4711, right?") are fine.
"""

from collections.abc import Iterable, Iterator

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Evidence, Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.details import ASKS, details, repeated
from callgrade.norms.details import words as words_of
from callgrade.norms.kinds.given_again import given_again
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.names.addressing import CUSTOMER
from callgrade.norms.outcome import Outcome, cannot_tell
from callgrade.norms.pack.language import NormWords, Topic
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import questions
from callgrade.norms.same_again import said_again

NUMBER_KIND = "number_kind"
"""The list of a language that holds kinds of numbers: an order number is no customer number."""

SAME_LETTERS = 4
"""First letters in which two forms of one word are equal ("order", "orders") [conv]."""


WAIT = 2
"""Turns between an answer and a second question, for other norms [conv]."""


class AskedAgainParameters(Section):
    """``turns``: least number of turns between an answer and the second question; a closer one asks for the rest."""

    turns: int = Field(ge=1)


Again = tuple[Hit, Hit | None, int]
"""The customer's words that show it, where the agent asks (``None``: the whole turn), and the agent's turn."""


def judge(parameters: AskedAgainParameters, words: NormWords, call: Call) -> Outcome:
    """Fail on a question for what is known, pass if there is none."""
    given = sorted([*details(call), *_given_topics(words, call)])
    again = [*_protests(words, call), *_echoes(words, call), *_topics(parameters, words, call)]
    sure = [one for one in again if not _uncertain(call, one)]
    if again and not sure:
        return cannot_tell(Reason.UNCERTAIN_WORDS, found=True)
    if sure:
        return Outcome(Verdict.FAIL, _evidence(call, sure[0]), found=True)
    return Outcome(Verdict.PASS, call.evidence(Role.CUSTOMER, given[:1]) or (call.whole(Role.AGENT),))


def turns_asked_again(words: NormWords, call: Call) -> frozenset[int]:
    """The agent's turns that ask again for what the customer has given."""
    topics = _topics(AskedAgainParameters(turns=WAIT), words, call)
    return frozenset(turn for _, _, turn in (*_protests(words, call), *_echoes(words, call), *topics))


def _evidence(call: Call, again: Again) -> tuple[Evidence, ...]:
    shown, asked, turn = again
    said = call.conversation.turns[turn].words
    question = call.evidence(Role.AGENT, [asked]) if asked else (call.quote(Role.AGENT, said),)
    return (*call.evidence(Role.CUSTOMER, [shown]), *question)


def _uncertain(call: Call, again: Again) -> bool:
    shown, asked, turn = again
    question = call.words_of(Role.AGENT, asked) if asked else call.conversation.turns[turn].words
    return call.uncertain((*call.words_of(Role.CUSTOMER, shown), *question))


def _protests(words: NormWords, call: Call) -> Iterator[Again]:
    """The customer's protests in answer to a question of the agent's that has no reason.

    Who protests and gives a detail for the second time was asked for it, whatever the question looks like.
    """
    asking, excused = _asking(words, call), _turns(call, call.hits(Role.AGENT, words.not_in))
    first = next((index for index, _ in call.turns(Role.CUSTOMER)), 0)
    known = {asked for _, _, asked in given_again(call)}
    for hit in call.hits(Role.CUSTOMER, words.triggers, words.triggers_not_in):
        turn = call.turn_of(Role.CUSTOMER, hit)
        asked = turn - 1
        wanted = asked in (asking - excused) | known or _gives_again(call, turn)
        if turn > first and wanted and not _confirms(call, turn, asked):
            yield hit, None, asked


def _gives_again(call: Call, turn: int) -> bool:
    """Whether the customer names in ``turn`` a detail that they named before it."""
    named = [(call.turn_of(Role.CUSTOMER, hit), words_of(call, hit)) for hit in details(call)]
    before = {words for at, words in named if at < turn}
    return any(at == turn and words in before for at, words in named)


def _asking(words: NormWords, call: Call) -> set[int]:
    """The agent's turns that ask for something."""
    asked = {question.turn for question in questions(call, Role.AGENT)}
    topics = (hit for topic in words.topics for hit in call.hits(Role.AGENT, topic.asks))
    named = call.hits(Role.AGENT, call.listed(ASKS))
    return asked | _turns(call, topics) | _turns(call, named)


def _confirms(call: Call, turn: int, asked: int) -> bool:
    """Whether the agent's turn names a detail that the customer's answer, or what they said before, has.

    A name with which the agent only speaks to the customer is none.
    """
    said = {words_of(call, hit) for hit in details(call) if call.turn_of(Role.CUSTOMER, hit) <= turn}
    spoken_to = set(call.hits(Role.AGENT, (CUSTOMER,)))
    named = (hit for hit in details(call, Role.AGENT) if call.turn_of(Role.AGENT, hit) == asked)
    return not said.isdisjoint(words_of(call, hit, Role.AGENT) for hit in named if hit not in spoken_to)


def _echoes(words: NormWords, call: Call) -> Iterator[Again]:
    """Answers that repeat a detail that was given before."""
    excused = _turns(call, call.hits(Role.AGENT, words.not_in))
    again = (*repeated(call), *said_again(call), *given_again(call))
    return ((first, None, asked) for first, _, asked in again if asked not in excused)


def _topics(parameters: AskedAgainParameters, words: NormWords, call: Call) -> Iterator[Again]:
    """Questions for a topic that the customer has given."""
    for topic in words.topics:
        asks = call.hits(Role.AGENT, topic.asks, words.not_in)
        unasked, answered = _unasked(topic, call), _answers(topic, asks, call)
        for given, wait in [*((hit, 0) for hit in unasked[:1]), *((hit, parameters.turns) for hit in answered[:1])]:
            earliest = call.turn_of(Role.CUSTOMER, given) + 1 + wait
            late = (ask for ask in asks if call.turn_of(Role.AGENT, ask) >= earliest)
            yield from ((given, ask, call.turn_of(Role.AGENT, ask)) for ask in late if _same_kind(call, given, ask))


def _unasked(topic: Topic, call: Call) -> list[Hit]:
    return call.hits(Role.CUSTOMER, topic.gives)


def _answers(topic: Topic, asks: list[Hit], call: Call) -> list[Hit]:
    """What the customer answers to the agent's questions for ``topic``."""
    asked = _turns(call, asks)
    return [hit for hit in call.hits(Role.CUSTOMER, topic.answers) if call.turn_of(Role.CUSTOMER, hit) - 1 in asked]


def _given_topics(words: NormWords, call: Call) -> Iterator[Hit]:
    for topic in words.topics:
        asks = call.hits(Role.AGENT, topic.asks, words.not_in)
        yield from (*_unasked(topic, call)[:1], *_answers(topic, asks, call)[:1])


def _same_kind(call: Call, given: Hit, asked: Hit) -> bool:
    """Whether both name the same kind of number, or one of them names none."""
    one, other = _kinds(call, Role.CUSTOMER, given), _kinds(call, Role.AGENT, asked)
    return not one or not other or bool(one & other)


def _kinds(call: Call, role: Role, hit: Hit) -> set[str]:
    kinds = call.hits(role, call.listed(NUMBER_KIND))
    inside = (kind for kind in kinds if hit.start <= kind.start < hit.end)
    return {word[:SAME_LETTERS] for kind in inside for word in words_of(call, kind, role)}


def _turns(call: Call, hits: Iterable[Hit]) -> set[int]:
    return {call.turn_of(Role.AGENT, hit) for hit in hits}


KIND = NormKind(
    AskedAgainParameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT, Need.CUSTOMER}),
    words=("topics",),
    other_words=("not_in", "triggers", "triggers_not_in"),
)
