"""Names that the agent uses for the customer, and that the customer said before: then they are the customer's.

No phrase is needed on either side: "Strohmeier, in Kiel …" – "Mrs Strohmeier, …".
"""

from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import replace

from callgrade.norms.names.places.introductions import FIRST_TURNS, OPENING_WORDS, Claim, Name, stated
from callgrade.norms.names.places.name_reader import ReadName
from callgrade.norms.phrases.matcher import SpokenText
from callgrade.text import is_han

HAN_LENGTHS = range(6, 2, -1)
"""Characters of what a Chinese customer calls themself, the longest first: "承恩妈妈" [conv]."""

I_AM = ("我", "是")
"""The words before it."""


def echoed(
    agent: SpokenText,
    customer: SpokenText,
    called: Iterable[ReadName],
    answers: Collection[int],
    opening: Set[int],
    titles: frozenset[str],
) -> Iterator[Claim]:
    """Names that the agent uses, and whose last word the customer said before in a place for a name.

    Without a title it has a capital, and the customer said it after words that come before one's own name. ``answers``:
    turns that answer the question for the name; ``opening``: where such words end.
    """
    places = list(_said(customer, answers, opening, titles))
    said, own = ({text: turn for text, turn, is_own in places if is_own or not only} for only in (False, True))
    for read in called:
        turn, last = agent.turns[read.start], agent.tokens[read.end - 1]
        capital = last is not None and last.capital
        before = said if read.titled else own if capital else {}
        both = [word for word in read.name if before.get(word, turn) < turn]
        if read.rare and both and (both[0] == read.name[0] or capital):
            unsaid = len(read.name) - 1 - read.name.index(both[-1])
            shorter = replace(read, end=read.end - unsaid)
            yield Claim(stated(agent.tokens, shorter), said[both[0]], sure=True)


def _said(
    customer: SpokenText, answers: Collection[int], opening: Set[int], titles: frozenset[str]
) -> Iterator[tuple[str, int, bool]]:
    """Each word of the customer in a place for a name, its turn, and whether it is their own; the first comes last.

    It is their own after words of ``opening`` in the first turns. Such places are an answer, the start of the first
    turns, and the end of a part of a sentence in them or in the first words of any turn. A title there speaks of
    somebody else, except after words that come before one's own name.
    """
    for number, (turn, start, end, _) in reversed(list(enumerate(customer.spoken.values()))):
        early = number < FIRST_TURNS
        for place in range(start, end if early or turn in answers else min(end, start + 2)):
            token, before = customer.tokens[place], customer.tokens[place - 1]
            other = before is not None and before.text in titles and not _is_near(place, opening)
            ends = token is not None and bool(token.mark or place == end - 1)
            begins = turn in answers or (early and place < start + OPENING_WORDS)
            if token and not is_han(token.text) and (ends or (begins and not other)):
                yield token.text, turn, early and not opening.isdisjoint(range(max(start + 1, place - 1), place + 1))


def _is_near(place: int, ends: Collection[int]) -> bool:
    """Whether one of ``ends`` is before the title at ``place - 1``, with at most two words between."""
    return any(end in ends for end in range(place - 3, place))


def echoed_han(agent: SpokenText, customer: SpokenText, never: frozenset[str]) -> Iterator[Claim]:
    """What a Chinese customer says to be in the first turns, if the agent begins to speak with it: "我是承恩妈妈"."""
    starts = [place for place in range(1, len(agent.tokens)) if _begins(agent, place)]
    called = {_texts(agent, start, start + n): agent.turns[start] for start in starts for n in HAN_LENGTHS}
    for number, (turn, start, end, _) in enumerate(customer.spoken.values()):
        for place in range(start, end - 1 if number < FIRST_TURNS else start):
            begin = place + len(I_AM)
            if _texts(customer, place, begin) == I_AM:
                names = (_texts(customer, begin, min(begin + n, end)) for n in HAN_LENGTHS)
                yield from (Claim(name, turn, sure=True) for name in _longest(names, called, turn, never))


def _begins(text: SpokenText, place: int) -> bool:
    """Whether a turn, a sentence or a part of it begins at ``place``, also after a blank."""
    before, token = text.tokens[place - 1 : place + 1]
    return token is not None and (before is None or bool(before.mark) or before.word != token.word)


def _longest(names: Iterable[Name], called: dict[Name, int], turn: int, never: frozenset[str]) -> Iterator[Name]:
    """The first of ``names`` that the agent says later, if no everyday character is in it."""
    found = (name for name in names if called.get(name, -1) > turn and never.isdisjoint(name))
    yield from (name for name in list(found)[:1] if len(name) in HAN_LENGTHS and all(map(is_han, name)))


def _texts(text: SpokenText, start: int, end: int) -> Name:
    return tuple(token.text if token else "" for token in text.tokens[start:end])
