"""The agent's own name in Chinese at the end of what they say of themselves: "我小孙", "我是值班的于洋", "鄙人姓沈".

A part of a sentence ends at a mark, at the end of the turn, or where the agent turns to the other ("你是…"). In the
first turn of an answered call nobody else is known yet, so that a surname there is the agent's.
"""

from collections.abc import Iterator, Sequence

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.names.answering import first_spans
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.tokens import Token

SELF, IS, OF, CALLED = "我", "是", "的", "姓"
"""Characters for oneself, for "is", for what somebody belongs to, and for a surname."""

OF_YOU, TITLE, SURE_SURNAME = "of_you", "title", "sure_surname"
"""The lists of a language that hold how people are spoken to, titles, and surnames that begin no other word."""

MAY_I_ASK = ("请", "问")
"""Characters with which the agent turns to the other, too."""

FAMILIAR, NICKNAME = frozenset("小老阿"), "阿"
"""Characters before a surname among people who know each other; the last is said before any character of a name."""

LENGTHS = (2, 3)
"""Characters of a name with a surname [conv]."""

MOST_BEFORE = 8
"""Characters between "我" and the name at most: "是前台值班的" [conv]."""


def own_han(call: Call) -> Iterator[Hit]:
    """Names with a surname that end a part of the answering turn which begins with "我", and "姓" with a surname."""
    sure = _starts(call, SURE_SURNAME)
    for start, place, end in _ends(call):
        said = _texts(call, start, place)
        belongs = place in sure and (said == [SELF] or _belongs(said, end - place))
        if belongs or _is_called(call, start, place, end) or _is_familiar(call, said, place, end):
            yield Hit(place, end, end)


def perhaps_han(call: Call) -> Iterator[Hit]:
    """The same after what one belongs to, with a surname that may begin a word, too: "我是值班的于洋"."""
    surnames = call.finder.words.surnames
    for start, place, end in _ends(call):
        if _texts(call, place, place + 1)[0] in surnames and _belongs(_texts(call, start, place), end - place):
            yield Hit(place, end, end)


def _ends(call: Call) -> Iterator[tuple[int, int, int]]:
    """The start of each part of the answering turn, where a name at its end may begin, and its end."""
    you = _starts(call, OF_YOU) | _asks(call)
    for first, last in first_spans(call):
        for start, end in _parts(call.text(Role.AGENT).tokens, first, last, you):
            for place in range(max(end - max(LENGTHS), start + 1), end):
                if place - start <= MOST_BEFORE + 1:
                    yield start, place, end


def _belongs(said: list[str], length: int) -> bool:
    """Whether ``said`` tells what somebody belongs to, and a name of ``length`` characters may follow."""
    return said[:1] == [SELF] and said[-1:] == [OF] and IS in said and length in LENGTHS


def _parts(tokens: Sequence[Token | None], first: int, last: int, you: frozenset[int]) -> Iterator[tuple[int, int]]:
    """The parts of a turn from ``first`` to ``last``; each begins again with "我" in it."""
    start = first
    for place in range(first, last):
        token, after = tokens[place], tokens[place + 1] if place + 1 < last else None
        if token is None:
            continue
        if token.text == SELF:
            start = place
        if after is None or token.mark or place + 1 in you:
            yield start, place + 1
            start = place + 1


def _is_called(call: Call, start: int, place: int, end: int) -> bool:
    """Whether "姓" and a surname end a part of a sentence that does not speak to the other."""
    called = _texts(call, place - 1, place) == [CALLED] and "".join(_texts(call, place, end))
    return called in call.finder.words.surnames and _starts(call, OF_YOU).isdisjoint(range(start, place))


def _is_familiar(call: Call, said: list[str], place: int, end: int) -> bool:
    """Whether a name is "小" or the like and a surname, after "我" and what one is."""
    name = _texts(call, place, end)
    titled = not _starts(call, TITLE).isdisjoint(range(place, end))
    short = len(name) == min(LENGTHS) and name[0] in FAMILIAR
    called = short and (name[0] == NICKNAME or name[1] in call.finder.words.surnames)
    return said[:1] == [SELF] and called and not titled


def _asks(call: Call) -> frozenset[int]:
    tokens = call.text(Role.AGENT).tokens
    return frozenset(place for place in range(len(tokens)) if tuple(_texts(call, place, place + 2)) == MAY_I_ASK)


def _starts(call: Call, name: str) -> frozenset[int]:
    return frozenset(hit.start for hit in call.hits(Role.AGENT, call.listed(name)))


def _texts(call: Call, start: int, end: int) -> list[str]:
    return [token.text for token in call.text(Role.AGENT).tokens[start:end] if token]
