"""Finds questions by their question marks, and by how they begin where punctuation does not show them.

Recognisers often leave out punctuation, so each turn uses the way that fits. One question mark may end several
questions ("when did it start, do you take anything and have you been here before?"): each clause with the order of
words of a question counts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from callgrade.model.record import Role
from callgrade.norms.call import Call, once
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.phrases.turns import Spoken
from callgrade.text import QUESTION_MARKS, SENTENCE_ENDS

QUESTION = "question"
"""The list of a language that holds how questions begin ("what is", "do you")."""

MORE = "question_more"
"""The list of beginnings that count only after another question of the turn: verb first, as in "hebt u", "har du"."""

NO_QUESTION = "no_question"
"""The list of phrases that only look like the beginning of one ("I see what is", "which is")."""

TAG = "question_tag"
"""The list of phrases with a question mark that ask nothing new ("right?", "are you there?")."""

INDIRECT = "indirect_question"
"""The list of questions in the form of a statement ("I wanted to know if")."""

CLAUSE = "clause_question"
"""The list of orders of words that show a question at the start of a clause that ends in a question mark."""

NO_CLAUSE = "no_clause_question"
"""The list of phrases that only look like one of them ("dat u")."""

QUESTION_WORD = "question_word"
"""The list of question words: where a sentence begins with one, each of its clauses that does is a question."""

JOINT = "joint"
"""The list of words that join two clauses ("and")."""


LEAST = 3
"""Words of a clause that is a question of its own. [conv]"""


class Question(NamedTuple):
    """A question: tokens ``start`` up to ``end`` of the speaker's text, in turn number ``turn``.

    Without punctuation its end is unknown; then ``end`` is the end of the words that begin it.
    """

    turn: int
    start: int
    end: int

    @property
    def hit(self) -> Hit:
        """The question as a place in the text."""
        return Hit(self.start, self.end, self.end)


@dataclass(frozen=True, slots=True)
class _Begins:
    """Where questions begin: anywhere, in statements, after another question, with a clause; and where clauses join.

    ``words``: where question words are.
    """

    anywhere: Sequence[Hit]
    indirect: Sequence[Hit]
    more: Sequence[Hit]
    clauses: frozenset[int]
    words: frozenset[int]
    joints: frozenset[int]


def spoken_turns(call: Call, role: Role) -> Iterable[Spoken]:
    """The turns of ``role`` in its text, in order."""
    return call.text(role).spoken.values()


def ends_as_question(call: Call, role: Role, hit: Hit) -> bool:
    """Whether ``hit`` is in a sentence with a question mark."""
    tokens = call.text(role).tokens[hit.end - 1 :]
    marks = (token.mark if token else "." for token in tokens)
    return next((mark for mark in marks if mark in SENTENCE_ENDS), "") in QUESTION_MARKS


@once
def questions(call: Call, role: Role) -> tuple[Question, ...]:
    """All questions of ``role`` that ask something new, in order."""
    if call.language is None:
        return ()
    begins = _begins(call, role)
    tags = call.hits(role, call.language.list(TAG))
    found: list[Question] = []
    for spoken in spoken_turns(call, role):
        found.extend(_by_marks(call, role, spoken, begins) if spoken.marked else _by_words(call, spoken, begins))
    asking = clear_of([Question(0, hit.start, hit.end) for hit in begins.anywhere], tags)
    new = {(one.turn, one.start) for one in clear_of(found, tags)}
    return tuple(one for one in found if (one.turn, one.start) in new or _within_question(one, asking))


def may_ask(call: Call, role: Role, hit: Hit) -> bool:
    """Whether the words may be in a question: their sentence ends as one, or their turn has no punctuation."""
    spoken = call.text(role).spoken[call.turn_of(role, hit)]
    marks = (token.mark for token in call.text(role).tokens[hit.end - 1 : spoken.end] if token)
    return not spoken.marked or next((mark for mark in marks if mark and mark in SENTENCE_ENDS), "?") in QUESTION_MARKS


def clear_of(asked: Sequence[Question], hits: Sequence[Hit]) -> list[Question]:
    """The questions that share no word with ``hits``; both in order."""
    ends = [hit.end for hit in hits]
    starts = [hit.start for hit in hits]
    return [one for one in asked if bisect_left(starts, one.end) <= bisect_right(ends, one.start)]


def _within_question(question: Question, asking: Sequence[Question]) -> bool:
    """Whether a question that ends in a tag ("…, right?") has the words of a question beside it."""
    return any(question.start <= one.start < question.end for one in asking)


def _begins(call: Call, role: Role) -> _Begins:
    def listed(name: str) -> tuple[Node, ...]:
        return call.listed(name)

    def starts(name: str) -> frozenset[int]:
        return frozenset(hit.start for hit in call.text(role).find(listed(name)))

    return _Begins(
        call.hits(role, listed(QUESTION), listed(NO_QUESTION)),
        call.hits(role, listed(INDIRECT)),
        call.hits(role, listed(MORE), listed(NO_QUESTION)),
        starts(CLAUSE) - starts(NO_CLAUSE),
        starts(QUESTION_WORD),
        starts(JOINT),
    )


def _by_marks(call: Call, role: Role, spoken: Spoken, begins: _Begins) -> Iterator[Question]:
    """The sentences that end in a question mark; of a sentence with several questions, each that begins in it."""
    start = spoken.start
    for place in range(spoken.start, spoken.end):
        token = call.text(role).tokens[place]
        if token and token.mark in SENTENCE_ENDS and token.mark:
            if token.mark == "?":
                inside = _inside(call, role, Spoken(spoken.turn, start, place + 1, marked=True), begins)
                yield from inside if len(inside) > 1 else [Question(spoken.turn, start, place + 1)]
            else:
                stated = _within(Spoken(spoken.turn, start, place + 1, marked=True), begins.indirect)
                yield from (Question(spoken.turn, hit.start, place + 1) for hit in stated[:1])
            start = place + 1


def _inside(call: Call, role: Role, sentence: Spoken, begins: _Begins) -> list[Question]:
    """The questions of a sentence: one a clause, more in a long clause."""
    long, asks = call.settings.questions.long, _begins_with_word(sentence, begins)
    found: list[Question] = []
    for clause in _clauses(call, role, sentence, begins.joints):
        asked = list(_by_words(call, clause, begins))
        if not asked and (clause.start in begins.clauses or (asks and _begins_with_word(clause, begins))):
            asked = [Question(clause.turn, clause.start, clause.end)]
        found.extend(asked if clause.end - clause.start >= long else asked[:1])
    return found


def _begins_with_word(said: Spoken, begins: _Begins) -> bool:
    """Whether a question word begins what is ``said``, or stands after a small word: "with how many"."""
    return said.end - said.start >= LEAST and not begins.words.isdisjoint((said.start, said.start + 1))


def _clauses(call: Call, role: Role, sentence: Spoken, joints: frozenset[int]) -> Iterator[Spoken]:
    """The sentence, cut after commas and before words that join clauses, which belong to none."""
    tokens, start = call.text(role).tokens, sentence.start
    for place in range(sentence.start, sentence.end):
        token = tokens[place]
        if place in joints:
            if start < place:
                yield Spoken(sentence.turn, start, place, sentence.marked)
            start = place + 1
        elif token and (token.mark or place + 1 == sentence.end):
            yield Spoken(sentence.turn, start, place + 1, sentence.marked)
            start = place + 1


def _by_words(call: Call, spoken: Spoken, begins: _Begins) -> Iterator[Question]:
    """The beginnings of questions that are far enough from the one before."""
    apart = call.settings.questions.apart
    sure = frozenset(_within(spoken, begins.anywhere))
    last, asked = spoken.start - apart, False
    for hit in sorted(sure.union(_within(spoken, begins.more))):
        if hit.start - last >= apart and (hit in sure or asked):
            yield Question(spoken.turn, hit.start, hit.end)
            last, asked = hit.start, True


def _within(spoken: Spoken, hits: Sequence[Hit]) -> Sequence[Hit]:
    return hits[bisect_left(hits, (spoken.start,), key=_place) : bisect_left(hits, (spoken.end,), key=_place)]


def _place(hit: Hit) -> tuple[int]:
    return (hit.start,)
