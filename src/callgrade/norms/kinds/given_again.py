"""Answers that only tell what the customer had told before the agent asked, in whatever words.

No list of details is needed. A clause with which the answer begins has no content word that the customer had not said
before, and one of them is a name, a number or a long word; or the answer ends in a row of words, with a number, that
they had said before. What the agent had said up to then is only confirmed, or chosen, and who is spoken to by a wrong
name may only mend it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from callgrade.model.record import Role
from callgrade.norms.call import Call, once
from callgrade.norms.details import ASKS
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.signs.explained import titles
from callgrade.norms.signs.sign import texts, turns_by_number
from callgrade.text import is_han

NUMBER = "number"
"""The list of a language that holds numbers in words."""

CONTENT, LONG = 4, 6
"""Characters from which a word that is no everyday one tells something, and tells it without a capital [conv]."""

OPENING, CLAUSE = 6, 10
"""Words of an answer before the clause that repeats ("I have just told you, …"), and words of that clause [conv]."""

SHORT = 3
"""Words of a clause that is nothing but an answer ("the twelfth") [conv]."""

ROW = 4
"""Words in a row that an answer repeats at its end ("I can't believe it, four four two nine") [conv]."""

HAN_ROW = 3
"""Characters of a Chinese answer that only repeats [conv]."""


@dataclass(frozen=True)
class _Said:
    """The customer's words: their texts, those with content and those that tell something by themselves, by place."""

    texts: tuple[str, ...]
    content: frozenset[int]
    telling: frozenset[int]
    numbers: frozenset[int]


@dataclass
class _Known:
    """What was said so far: the customer's words and rows of words with their first places, and the agent's words."""

    words: dict[str, int] = field(default_factory=dict)
    rows: dict[tuple[str, ...], int] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)

    def add(self, said: _Said, spoken: Spoken) -> None:
        """Adds what the customer says in ``spoken``."""
        for place in range(spoken.start, spoken.end):
            self.words.setdefault(said.texts[place], place)
        for length in (HAN_ROW, ROW):
            for place in range(spoken.start, spoken.end - length + 1):
                self.rows.setdefault(said.texts[place : place + length], place)


@once
def given_again(call: Call) -> tuple[tuple[Hit, Hit, int], ...]:
    """What the customer had said before, where they say it again, and the agent's turn that asked for it."""
    return tuple(_given_again(call))


def _given_again(call: Call) -> Iterator[tuple[Hit, Hit, int]]:
    to_name = {call.text(Role.AGENT).turns[place] for place in titles(call)}
    asking = call.turns_with(Role.AGENT, call.listed(ASKS)) - to_name
    if not asking:
        return
    agent, customer = turns_by_number(call, Role.AGENT), turns_by_number(call, Role.CUSTOMER)
    said, known = _said(call), _Known()
    for turn in sorted({*agent, *customer}):
        if turn in agent:
            known.own.update(texts(call, Role.AGENT, agent[turn].start, agent[turn].end))
            continue
        answer = customer[turn]
        if turn - 1 in asking and (again := _clause(call, said, known, answer) or _row(said, known, answer)):
            yield (*again, turn - 1)
        known.add(said, answer)


def _said(call: Call) -> _Said:
    tokens = call.text(Role.CUSTOMER).tokens
    everyday = call.language.names.never if call.language else frozenset()
    numbers = frozenset(hit.start for hit in call.hits(Role.CUSTOMER, call.listed(NUMBER)))
    names = {token.text for token in tokens if token and token.capital and not token.opens}
    words = [(place, token.text) for place, token in enumerate(tokens) if token and len(token.text) >= CONTENT]
    content = frozenset(place for place, text in words if place in numbers or text not in everyday)
    plain = not any(token and token.mark for token in tokens)
    telling = (
        place
        for place, text in words
        if place in content and (place in numbers or text in names or (plain and len(text) >= LONG))
    )
    return _Said(call.text(Role.CUSTOMER).words, content, frozenset(telling), numbers)


def _clause(call: Call, said: _Said, known: _Known, answer: Spoken) -> tuple[Hit, Hit] | None:
    """The clause at the beginning of ``answer`` that only repeats, with the word that was said before."""
    for clause in _opening(call, answer):
        content = [place for place in clause if place in said.content]
        short = [place for place in content if len(clause) <= SHORT and len(said.texts[place]) >= LONG]
        if told := [place for place in content if place in said.telling] or short:
            words = {said.texts[place] for place in content}
            if not known.words.keys() >= words or not known.own.isdisjoint(words):
                return None
            return _hit(known.words[said.texts[told[0]]], 1), _hit(clause.start, len(clause))
    return None


def _opening(call: Call, answer: Spoken) -> Iterator[range]:
    """The short clauses with which ``answer`` begins."""
    tokens, start = call.text(Role.CUSTOMER).tokens, answer.start
    for end in range(answer.start + 1, answer.end + 1):
        token = tokens[end - 1]
        if end == answer.end or (token and token.mark):
            if start - answer.start <= OPENING and end - start <= CLAUSE:
                yield range(start, end)
            start = end


def _row(said: _Said, known: _Known, answer: Spoken) -> tuple[Hit, Hit] | None:
    """The row of words in which ``answer`` ends and that was said before; in Chinese all of the short answer."""
    han = is_han(said.texts[answer.start])
    length = HAN_ROW if han else ROW
    start = answer.start if han else max(answer.start, answer.end - ROW)
    rows = [said.texts[place : place + length] for place in range(start, answer.end - length + 1)]
    new = not rows or not all(row in known.rows for row in rows) or (han and answer.end - start > CLAUSE)
    if new or said.numbers.isdisjoint(range(start, answer.end)):
        return None
    if known.own.issuperset(said.texts[start : answer.end]):
        return None
    return _hit(known.rows[rows[0]], length), _hit(start, answer.end - start)


def _hit(start: int, length: int) -> Hit:
    return Hit(start, start + length, start + length)
