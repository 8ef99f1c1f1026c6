"""Finds questions by their question marks, or by how they begin if a turn has no punctuation.

Recognisers often leave out punctuation, so each turn uses the way that fits.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.tokens import Token
from callgrade.text import SENTENCE_ENDS

QUESTION = "question"
"""The list of a language that holds how questions begin ("what is", "do you")."""

NO_QUESTION = "no_question"
"""The list of phrases that only look like the beginning of one ("I see what is", "which is")."""

TAG = "question_tag"
"""The list of phrases with a question mark that ask nothing new ("right?", "are you there?")."""


@dataclass(frozen=True, slots=True)
class Question:
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
class Spoken:
    """One turn in its speaker's text: tokens ``start`` up to ``end``; ``marked``: whether it has punctuation."""

    turn: int
    start: int
    end: int
    marked: bool


def spoken_turns(call: Call, role: Role) -> Iterator[Spoken]:
    """The turns of ``role`` in its text, in order."""
    text, start = call.text(role), 0
    for end, token in enumerate(text.tokens):
        if token is None:
            if end > start:
                yield Spoken(text.turns[start], start, end, _marked(text.tokens[start:end]))
            start = end + 1


def questions(call: Call, role: Role) -> list[Question]:
    """All questions of ``role`` that ask something new, in order."""
    if call.language is None:
        return []
    begins = call.hits(role, call.language.list(QUESTION), call.language.list(NO_QUESTION))
    tags = call.hits(role, call.language.list(TAG))
    apart = call.settings.questions.apart
    found: list[Question] = []
    for spoken in spoken_turns(call, role):
        found.extend(_by_marks(call, role, spoken, begins) if spoken.marked else _by_words(spoken, begins, apart))
    return clear_of(found, tags)


def clear_of(asked: Sequence[Question], hits: Sequence[Hit]) -> list[Question]:
    """The questions that share no word with ``hits``; both in order."""
    ends = [hit.end for hit in hits]
    starts = [hit.start for hit in hits]
    return [one for one in asked if bisect_left(starts, one.end) <= bisect_right(ends, one.start)]


def _marked(tokens: Sequence[Token | None]) -> bool:
    return any(token.mark in SENTENCE_ENDS for token in tokens if token and token.mark)


def _by_marks(call: Call, role: Role, spoken: Spoken, begins: Sequence[Hit]) -> Iterator[Question]:
    """The sentences that end in a question mark; of a long sentence, each question that begins in it."""
    start, limits = spoken.start, call.settings.questions
    for place in range(spoken.start, spoken.end):
        token = call.text(role).tokens[place]
        if token and token.mark in SENTENCE_ENDS and token.mark:
            if token.mark == "?":
                sentence = Spoken(spoken.turn, start, place + 1, marked=True)
                inside = list(_by_words(sentence, begins, limits.apart)) if place - start >= limits.long else []
                yield from inside if len(inside) > 1 else [Question(spoken.turn, start, place + 1)]
            start = place + 1


def _by_words(spoken: Spoken, begins: Sequence[Hit], apart: int) -> Iterator[Question]:
    """The beginnings of questions that are at least ``apart`` words from the one before."""
    last = spoken.start - apart
    for hit in begins:
        if spoken.start <= hit.start < spoken.end and hit.start - last >= apart:
            yield Question(spoken.turn, hit.start, hit.end)
            last = hit.start
