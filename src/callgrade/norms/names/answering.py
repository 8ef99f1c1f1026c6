"""The words with which a business answers, if they are all that is said: "schlüsseldienst blitz", "hallo, milano".

Without capitals nothing else shows a name. What remains beside greetings is the company's name if it has two words or
three; a single word may also be a kind of business ("workshop") or a person. Chinese has other ways.
"""

from collections.abc import Iterator

from callgrade.model.record import Direction, Role
from callgrade.norms.call import Call, once
from callgrade.norms.phrases.matcher import Hit
from callgrade.text import is_han

WORDS = range(2, 4)
"""Words that remain [conv]."""

SHORTEST = 4
"""Letters of a single word that may be a name [conv]."""

GREETING = "greeting.salutation"


def answers(call: Call) -> Iterator[Hit]:
    """What the agent says beside greetings in the first turn of an answered call, if it may only be a name."""
    if call.finder.cased:
        return
    greeted = greeted_places(call)
    for start, end in first_spans(call):
        rest = [place for place in range(start, end) if place not in greeted]
        if len(rest) in WORDS and rest[-1] - rest[0] == len(rest) - 1 and _may_be_company(call, rest):
            yield Hit(rest[0], rest[-1] + 1, rest[-1] + 1)


def is_lone_word(call: Call) -> bool:
    """Whether the agent answers with one word, of which nobody can say whether it is a name."""
    tokens, words = call.text(Role.AGENT).tokens, call.finder.words
    said = [tokens[start] for start, end in first_spans(call) if end - start == 1]
    return any(
        len(token.text) >= SHORTEST
        and not is_han(token.text)
        and token.text not in words.never
        and not words.is_kind_of_business(token.text)
        for token in said
        if token
    )


def _may_be_company(call: Call, places: list[int]) -> bool:
    words = call.finder.words
    said = [token for place in places if (token := call.text(Role.AGENT).tokens[place])]
    plain = any(token.text in words.never or token.mark == "?" or is_han(token.text) for token in said)
    named = call.finder.candidates.names_in(call.text(Role.AGENT).tokens, places[0], places[-1] + 1)
    agents = any(call.finder.is_known("agent", name) for name in named)
    return not plain and not agents and not all(words.is_kind_of_business(token.text) for token in said)


@once
def greeted_places(call: Call) -> frozenset[int]:
    """The places of greetings."""
    if call.language is None:
        return frozenset()
    salutation = call.language.norms.get(GREETING)
    phrases = [*call.language.list("opener"), *(salutation.phrases if salutation else ())]
    said = {place for hit in call.text(Role.AGENT).find(phrases) for place in range(hit.start, hit.end)}
    return frozenset(said | _joins(call, said))


def _joins(call: Call, greeted: set[int]) -> set[int]:
    """The places of an everyday word between two greetings: "grüezi und guten Abend"."""
    tokens, never = call.text(Role.AGENT).tokens, call.finder.words.never
    between = (place for place in range(1, len(tokens) - 1) if {place - 1, place + 1} <= greeted)
    return {place for place in between if (token := tokens[place]) and token.text in never}


def first_spans(call: Call) -> Iterator[tuple[int, int]]:
    """The agent's first turn, if it answers a call."""
    turns, customer = call.turns(Role.AGENT), call.turns(Role.CUSTOMER)
    late = bool(turns and customer) and customer[0][0] < turns[0][0]
    if turns and not late and call.record.direction is not Direction.OUTBOUND:
        first = call.text(Role.AGENT).spoken.get(turns[0][0])
        yield from [(first.start, first.end)] if first else []
