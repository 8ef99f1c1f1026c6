"""A question is not answered with a question.

A question after a customer's question often has a good reason: the answer needs a detail, or the agent checks what
was meant. So a reply that is only a question counts in two cases: if it is a retort ("why do you ask?", "couldn't you
have called before?", ``phrases``), or if the customer's next turn takes it amiss. They insist ("I asked when"),
justify themselves ("because it hurts") or refuse to answer (``insists``), they ask the same again, they do what
``amiss`` names, they take offence, or hang up. A reply that only ends in a retort counts if the customer takes it
amiss. If the customer insists on what they had asked about ("I asked whether you have that size"), a reply that begins
with a question counts, whatever follows. The question who calls has no answer either if the reply names nobody and
asks something. A yes before the question ("Sure. Which card?") answers what a yes can answer, unless the customer
insists on it. A customer who insists one turn later, as nothing answered them, takes the question amiss, too.
"""

from collections.abc import Iterator

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Evidence, Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.details import ASKS
from callgrade.norms.kinds.asked_again import turns_asked_again
from callgrade.norms.kinds.asked_twice import asked_about, asked_twice
from callgrade.norms.kinds.company_asked import company_withheld
from callgrade.norms.kinds.granted import grants
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.names.misnaming import NO
from callgrade.norms.outcome import Outcome, cannot_tell
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.questions import CLAUSE, MORE, QUESTION, Question, questions, spoken_turns
from callgrade.norms.signs.affront import AFFRONT
from callgrade.norms.unknown.last_words import HANGS_UP
from callgrade.text import SENTENCE_ENDS

NUMBER_SOURCE = "number_source"
"""The list of a language that holds how people ask where a caller has their number from."""

MOST_WORDS = 14
"""Words of a turn that takes something amiss; a longer one explains. [conv]"""

LEAST_WORDS = 4
"""Words of a turn that asks something; a shorter one may be just "really?" or "hello?". [conv]"""


class CounterQuestionParameters(Section):
    """``words_before``, ``words_after``: words around a retort that are not an answer ("well, …", "… then").

    ``amiss``: norms whose triggers, as all that the customer says next, show that the reply was no clarifying
    question: they ask for a superior, or protest that they said it before. ``again``: the norm that tells which
    questions ask for what was given; they clarify nothing, either. ``reproach``: the norms of what answers nothing
    after a retort, however long it is.
    """

    words_before: int = Field(ge=0)
    words_after: int = Field(ge=0)
    amiss: tuple[str, ...] = ()
    again: str = ""
    reproach: tuple[str, ...] = ()


Reply = tuple[Question, Spoken]
"""A customer's question and the agent's turn after it."""


def judge(parameters: CounterQuestionParameters, words: NormWords, call: Call) -> Outcome:
    """Fail on questions in place of an answer, pass if there is none."""
    asked = {question.turn: question for question in (*_loose(words, call), *questions(call, Role.CUSTOMER))}
    replies = [
        (asked[spoken.turn - 1], spoken) for spoken in spoken_turns(call, Role.AGENT) if spoken.turn - 1 in asked
    ]
    if not replies:
        return Outcome(Verdict.PASS, (call.whole(Role.AGENT),))
    evading = [
        *_retorts(parameters, words, call, replies),
        *_insisted(parameters, words, call, replies),
        *company_withheld(call),
    ]
    sure = [(q, hit) for q, hit in evading if not call.uncertain(call.words_of(Role.AGENT, hit))]
    if evading and not sure:
        return cannot_tell(Reason.UNCERTAIN_WORDS, found=True)
    if sure:
        in_order = sorted(sure, key=lambda pair: (pair[0].turn, pair[0].start))
        shown = {q.turn: (q, hit) for q, hit in in_order}.values()
        return Outcome(Verdict.FAIL, tuple(e for q, hit in shown for e in _both(call, q, hit)), found=True)
    return Outcome(Verdict.PASS, (*call.evidence(Role.CUSTOMER, [replies[0][0].hit]), _quote(call, replies[0][1])))


def _loose(words: NormWords, call: Call) -> Iterator[Question]:
    """The customer's turns that may ask something: by a question mark at their end, be it only that of "…, okay?".

    Without punctuation a question word or the order of words shows it.
    """
    lists = [phrase for name in (ASKS, MORE, QUESTION) for phrase in call.listed(name)]
    hits = call.hits(Role.CUSTOMER, [*lists, *words.insists])
    clauses = call.hits(Role.CUSTOMER, call.listed(CLAUSE))
    for spoken in spoken_turns(call, Role.CUSTOMER):
        inside = _within(spoken, hits) or [hit for hit in clauses if hit.start == spoken.start]
        if inside and not spoken.marked:
            yield Question(spoken.turn, inside[0].start, inside[0].end)
        elif _mark(call, spoken.end - 1, Role.CUSTOMER) == "?" and spoken.end - spoken.start >= LEAST_WORDS:
            yield Question(spoken.turn, spoken.start, spoken.end)


def _retorts(
    parameters: CounterQuestionParameters, words: NormWords, call: Call, replies: list[Reply]
) -> Iterator[tuple[Question, Hit]]:
    """Retorts that are the whole reply."""
    hits = call.hits(Role.AGENT, words.phrases, words.not_in)
    reproach = [known for norm in parameters.reproach if (known := _norm(call, norm))]
    blame = [hit for norm in reproach for hit in call.hits(Role.AGENT, norm.phrases, norm.not_in)]
    for question, spoken in replies:
        for hit in _within(spoken, hits):
            _, end = _sentence(call, spoken, hit)
            only = spoken.end - end <= parameters.words_after or any(end <= one.start for one in _within(spoken, blame))
            if _opens(parameters, call, spoken, hit) and only:
                yield question, hit


def _insisted(
    parameters: CounterQuestionParameters, words: NormWords, call: Call, replies: list[Reply]
) -> Iterator[tuple[Question, Hit]]:
    """Replies of nothing but a question, or that begin with a retort, which the customer takes amiss."""
    insisting = {call.turn_of(Role.CUSTOMER, hit) for hit in _taken_amiss(parameters, words, call)}
    insisting |= asked_twice(call, [question for question, _ in replies])
    if known := _norm(call, parameters.again):
        insisting |= {turn + 1 for turn in turns_asked_again(known, call)}
    insisting |= {question.turn + 2 for question, _ in replies if _asks_source(call, question)}
    insists = call.hits(Role.CUSTOMER, words.insists)
    insisting |= _insisted_later(parameters, call, insists)
    pressed = asked_about(call, [question for question, _ in replies], insists)
    replies = [(question, spoken) for question, spoken in replies if spoken.turn + 1 in insisting]
    retorts = call.hits(Role.AGENT, words.phrases, words.not_in) if replies else []
    asked = [question.hit for question in questions(call, Role.AGENT)] if replies else []
    asked += _verb_first(call, [spoken for _, spoken in replies])
    for question, spoken in replies:
        own = _within(spoken, retorts)
        opening = [hit for hit in own if _opens(parameters, call, spoken, hit) or _closes(call, spoken, hit)]
        alone = [hit for hit in _within(spoken, asked) if hit.start - spoken.start <= parameters.words_before]
        evades = _only_asks(call, spoken, alone[0]) and not grants(call, question, spoken) if alone else False
        if opening or evades or (alone and spoken.turn + 1 in pressed):
            yield question, (opening or alone)[0]


def _insisted_later(parameters: CounterQuestionParameters, call: Call, insists: list[Hit]) -> set[int]:
    """The customer's turns before those in which they insist, if the agent's turn between begins with no question."""
    starts = {spoken.turn: spoken.start for spoken in spoken_turns(call, Role.AGENT)}
    asked = questions(call, Role.AGENT)
    asks = {one.turn for one in asked if one.start - starts[one.turn] <= parameters.words_before}
    turns = {call.turn_of(Role.CUSTOMER, hit) for hit in insists}
    return {turn - 2 for turn in turns if turn - 1 not in asks}


def _verb_first(call: Call, replies: list[Spoken]) -> list[Hit]:
    """The beginnings of unmarked replies with the order of words of a question."""
    no = {hit.start for hit in call.hits(Role.AGENT, call.listed(NO))}
    starts = {spoken.start for spoken in replies if not spoken.marked} - no
    hits = call.hits(Role.AGENT, (*call.listed(MORE), *call.listed(CLAUSE))) if starts else []
    return [hit for hit in hits if hit.start in starts]


def _norm(call: Call, norm: str) -> NormWords | None:
    return call.language.norms.get(norm) if call.language else None


def _asks_source(call: Call, question: Question) -> bool:
    """Whether the customer asks where their number comes from: no answer to that needs a question."""
    return question.turn in call.turns_with(Role.CUSTOMER, call.listed(NUMBER_SOURCE))


def _taken_amiss(parameters: CounterQuestionParameters, words: NormWords, call: Call) -> Iterator[Hit]:
    yield from call.hits(Role.CUSTOMER, words.insists)
    if call.language:
        yield from call.hits(Role.CUSTOMER, (*call.language.list(HANGS_UP), *call.language.list(AFFRONT)))
        short = {one.turn for one in spoken_turns(call, Role.CUSTOMER) if one.end - one.start <= MOST_WORDS}
        for norm in (call.language.norms[name] for name in parameters.amiss if name in call.language.norms):
            found = call.hits(Role.CUSTOMER, norm.triggers, norm.triggers_not_in)
            yield from (hit for hit in found if call.turn_of(Role.CUSTOMER, hit) in short)


def _within(spoken: Spoken, hits: list[Hit]) -> list[Hit]:
    return [hit for hit in hits if spoken.start <= hit.start < spoken.end]


def _opens(parameters: CounterQuestionParameters, call: Call, spoken: Spoken, hit: Hit) -> bool:
    """Whether the turn begins with ``hit``, or with a few words before it."""
    start, _ = _sentence(call, spoken, hit)
    return start - spoken.start <= 1 and hit.start - spoken.start <= parameters.words_before


def _closes(call: Call, spoken: Spoken, hit: Hit) -> bool:
    """Whether the sentence of ``hit`` is a question that ends the turn."""
    return spoken.marked and _sentence(call, spoken, hit)[1] == spoken.end and _mark(call, spoken.end - 1) == "?"


def _only_asks(call: Call, spoken: Spoken, asked: Hit) -> bool:
    """Whether no sentence that ends otherwise follows the question; without punctuation that is not known."""
    after = range(max(asked.end - 1, spoken.start), spoken.end)
    return not spoken.marked or all(_mark(call, place) in ("?", ",", "") for place in after)


def _mark(call: Call, place: int, role: Role = Role.AGENT) -> str:
    token = call.text(role).tokens[place]
    return token.mark if token else ""


def _sentence(call: Call, spoken: Spoken, hit: Hit) -> tuple[int, int]:
    """The bounds of the sentence of ``hit``, as far as punctuation shows them."""
    ends = [i + 1 for i in range(spoken.start, spoken.end) if _mark(call, i) in SENTENCE_ENDS]
    start = max((end for end in ends if end <= hit.start), default=spoken.start)
    return start, min((end for end in ends if end >= hit.end), default=hit.end)


def _both(call: Call, question: Question, hit: Hit) -> tuple[Evidence, ...]:
    return (*call.evidence(Role.CUSTOMER, [question.hit]), *call.evidence(Role.AGENT, [hit]))


def _quote(call: Call, spoken: Spoken) -> Evidence:
    return call.quote(Role.AGENT, call.conversation.turns[spoken.turn].words)


KIND = NormKind(
    CounterQuestionParameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT, Need.CUSTOMER}),
    words=("phrases",),
    other_words=("not_in", "insists"),
    reads=lambda parameters: tuple(filter(None, (*parameters.amiss, parameters.again, *parameters.reproach))),
)
