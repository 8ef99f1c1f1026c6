"""E-mail addresses, typed ("jan@example.com") or spoken ("jan at example dot com")."""

import re
from collections import deque
from collections.abc import Iterator
from itertools import groupby

from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label

_TYPED = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_BEFORE, _BEHIND = 12, 8
"""Items of the longest spoken address before and behind its "at"."""
_NEAR_DOT = 4


def address_items(talk: Talk) -> set[int]:
    """The items that tell e-mail addresses."""
    return {*_typed(talk), *_spoken(talk)}


def _typed(talk: Talk) -> Iterator[int]:
    items = enumerate(talk.items)
    for (turn, unit), written in groupby(items, lambda entry: (entry[1].turn, entry[1].unit)):
        spans = deque(found.span() for found in _TYPED.finditer(talk.speeches[turn].units[unit]))
        for index, item in written:
            while spans and spans[0][1] <= item.start:
                spans.popleft()
            if spans and spans[0][0] <= item.start and item.end <= spans[0][1]:
                yield index


def _spoken(talk: Talk) -> Iterator[int]:
    dots = {mark.first for mark in talk.marks_of(Label.DOT)}
    links = {
        item
        for label in (Label.LINK, Label.DOT)
        for mark in talk.marks_of(label)
        for item in range(mark.first, mark.end)
    }
    for at in talk.marks_of(Label.AT):
        turn = talk.turn(at.first)
        if not any(at.end < item <= at.end + _NEAR_DOT and talk.turn(item) == turn for item in dots):
            continue
        first = _first(talk, at.first, links)
        yield from range(first, _end(talk, at.end, links, dots))


def _first(talk: Talk, at: int, links: set[int]) -> int:
    """The first item of the part before "at": one word, and what a dot or dash links to it, or letters one by one."""
    first = at
    while first > 0 and at - first < _BEFORE and talk.turn(first - 1) == talk.turn(at):
        spelled = len(talk.items[first - 1].text) == 1
        if not (first == at or spelled or first - 1 in links or first in links or len(talk.items[first].text) == 1):
            break
        first -= 1
    return first


def _end(talk: Talk, start: int, links: set[int], dots: set[int]) -> int:
    """Behind the last item of the domain: up to the word after its last dot."""
    end = start
    for item in range(start, min(start + _BEHIND, len(talk.items))):
        if talk.turn(item) != talk.turn(start):
            break
        if item in dots:
            end = item + 2
        elif item >= end > start and item not in links:
            break
    return min(end, len(talk.items))
