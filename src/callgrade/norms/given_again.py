"""Answers that only tell what the customer had told before the agent asked, in whatever words.

No list of details is needed. A clause with which the answer begins has no content word that the customer had not said
before, and one of them is a name, a number or a long word; or the answer ends in a row of words, with a number, that
they had said before. What the agent had said up to then is only confirmed, or chosen, and who is spoken to by a wrong
name may only mend it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.details import ASKS
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import Spoken
from callgrade.norms.signs.explained import titles
from callgrade.norms.signs.sign import turns_by_number
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


def given_again(call: Call) -> Iterator[tuple[Hit, Hit, int]]:
    """What the customer had said before, where they say it again, and the agent's turn that asked for it."""
    to_name = {call.text(Role.AGENT).turns[place] for place in titles(call)}
    asking = {call.turn_of(Role.AGENT, hit) for hit in call.hits(Role.AGENT, call.listed(ASKS))} - to_name
    answers = turns_by_number(call, Role.CUSTOMER) if asking else {}
    said = _said(call)
    for turn in sorted(asking & {number - 1 for number in answers}):
        before = [one for one in answers.values() if one.turn < turn]
        agent = call.text(Role.AGENT)
        own = {token.text for place, token in enumerate(agent.tokens) if token and agent.turns[place] <= turn}
        if again := _clause(call, said, before, answers[turn + 1], own) or _row(said, before, answers[turn + 1], own):
            yield (*again, turn)


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
    return _Said(tuple(token.text if token else "" for token in tokens), content, frozenset(telling), numbers)


def _clause(call: Call, said: _Said, before: list[Spoken], answer: Spoken, own: set[str]) -> tuple[Hit, Hit] | None:
    """The clause at the beginning of ``answer`` that only repeats, with the word that was said before."""
    places = {said.texts[place]: place for one in before for place in range(one.start, one.end)}
    for clause in _opening(call, answer):
        content = [place for place in clause if place in said.content]
        short = [place for place in content if len(clause) <= SHORT and len(said.texts[place]) >= LONG]
        if told := [place for place in content if place in said.telling] or short:
            known = all(said.texts[place] in places and said.texts[place] not in own for place in content)
            first = places.get(said.texts[told[0]], 0)
            return (Hit(first, first + 1, first + 1), Hit(clause.start, clause.stop, clause.stop)) if known else None
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


def _row(said: _Said, before: list[Spoken], answer: Spoken, own: set[str]) -> tuple[Hit, Hit] | None:
    """The row of words in which ``answer`` ends and that was said before; in Chinese all of the answer."""
    han = is_han(said.texts[answer.start])
    length = answer.end - answer.start if han else ROW
    start = answer.end - length
    row = said.texts[start : answer.end]
    if start < answer.start or length < (HAN_ROW if han else ROW) or said.numbers.isdisjoint(range(start, answer.end)):
        return None
    if han and length > CLAUSE:
        return None
    spans = (range(one.start, one.end - length + 1) for one in before)
    first = next((place for span in spans for place in span if said.texts[place : place + length] == row), None)
    if first is None or own.issuperset(row):
        return None
    return Hit(first, first + length, first + length), Hit(start, answer.end, answer.end)
