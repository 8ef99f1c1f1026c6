"""A question is not answered with a question.

A question after a customer's question often has a good reason: the answer needs a detail, or the agent checks what was
meant. So only the retorts that a language lists ("why do you ask?") count, and only if they are the whole answer.
"""

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Evidence, Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import Question, Spoken, questions, spoken_turns
from callgrade.text import SENTENCE_ENDS


class CounterQuestionParameters(Section):
    """``words_before``, ``words_after``: words around a retort that are not an answer ("well, …", "… then")."""

    words_before: int = Field(ge=0)
    words_after: int = Field(ge=0)


def judge(parameters: CounterQuestionParameters, words: NormWords, call: Call) -> Outcome:
    """Fail on retorts, pass if there is none, not applicable if the customer asks nothing."""
    asked = {question.turn: question for question in questions(call, Role.CUSTOMER)}
    answers = [
        (asked[spoken.turn - 1], spoken) for spoken in spoken_turns(call, Role.AGENT) if spoken.turn - 1 in asked
    ]
    if not answers:
        return not_applicable(Reason.NO_TRIGGER)
    hits = call.hits(Role.AGENT, words.phrases, words.not_in)
    by_turn: dict[int, list[Hit]] = {}
    for hit in hits:
        by_turn.setdefault(call.turn_of(Role.AGENT, hit), []).append(hit)
    retorts = [
        (question, hit)
        for question, spoken in answers
        for hit in by_turn.get(spoken.turn, [])
        if _is_all(parameters, call, spoken, hit)
    ]
    sure = [(q, hit) for q, hit in retorts if not call.uncertain(call.words_of(Role.AGENT, hit))]
    if retorts and not sure:
        return cannot_tell(Reason.UNCERTAIN_WORDS, found=True)
    if sure:
        return Outcome(Verdict.FAIL, tuple(e for q, hit in sure for e in _both(call, q, hit)), found=True)
    return Outcome(Verdict.PASS, (*call.evidence(Role.CUSTOMER, [answers[0][0].hit]), _quote(call, answers[0][1])))


def _is_all(parameters: CounterQuestionParameters, call: Call, spoken: Spoken, hit: Hit) -> bool:
    """Whether the turn has only a few words beside ``hit``."""
    start, end = _sentence(call, spoken, hit)
    before = hit.start - spoken.start
    return (
        start - spoken.start <= 1 and before <= parameters.words_before and spoken.end - end <= parameters.words_after
    )


def _sentence(call: Call, spoken: Spoken, hit: Hit) -> tuple[int, int]:
    """The bounds of the sentence of ``hit``, as far as punctuation shows them."""
    ends = [i + 1 for i in range(spoken.start, spoken.end) if _ends_sentence(call, i)]
    start = max((end for end in ends if end <= hit.start), default=spoken.start)
    return start, min((end for end in ends if end >= hit.end), default=hit.end)


def _ends_sentence(call: Call, place: int) -> bool:
    token = call.text(Role.AGENT).tokens[place]
    return bool(token and token.mark and token.mark in SENTENCE_ENDS)


def _both(call: Call, question: Question, hit: Hit) -> tuple[Evidence, ...]:
    return (*call.evidence(Role.CUSTOMER, [question.hit]), *call.evidence(Role.AGENT, [hit]))


def _quote(call: Call, spoken: Spoken) -> Evidence:
    return call.quote(Role.AGENT, call.conversation.turns[spoken.turn].words)


KIND = NormKind(
    CounterQuestionParameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT, Need.CUSTOMER}),
    words=("phrases",),
    other_words=("not_in",),
)
