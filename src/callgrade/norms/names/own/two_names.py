"""Two names with which the agent introduces themselves: the company's and their own, "Acme here, Dana on the phone".

Nobody has two names that share no word, so that one is the company's, whatever it looks like.
"""

from collections.abc import Iterator
from itertools import pairwise

from callgrade.model.record import Direction, Role
from callgrade.norms.call import Call
from callgrade.norms.names.given import INTRODUCES
from callgrade.norms.names.known import Name
from callgrade.norms.names.places.parts import named_parts
from callgrade.norms.phrases.matcher import Hit
from callgrade.text import is_han


def two_names(call: Call) -> Iterator[tuple[Hit, Hit]]:
    """Two introductions in the agent's first turn, or one that a bare name follows: "Acme here, Voss."."""
    text = call.text(Role.AGENT)
    turns = {turn for turn, _ in call.turns(Role.AGENT)[: 2 if call.record.direction is Direction.OUTBOUND else 1]}
    for turn, start, end, _ in text.spoken.values():
        if turn not in turns:
            continue
        named = [(hit, name) for hit in _introductions(call, start, end) if (name := _name(call, hit))]
        for (one, name), (other, after) in pairwise(sorted(named)):
            if set(name).isdisjoint(after):
                yield one, other


def _introductions(call: Call, start: int, end: int) -> Iterator[Hit]:
    """The introductions of a turn, each once, and after the first the parts that are only a name."""
    text, phrases = call.text(Role.AGENT), [phrase for name in INTRODUCES for phrase in call.listed(name)]
    hits = [hit for hit in text.find(phrases) if start <= hit.start and hit.end <= end]
    yield from hits
    last = text.tokens[hits[0].end - 1] if hits else None
    if last and last.mark:
        for part in named_parts(text.tokens, hits[0].end, end, call.finder.candidates):
            yield Hit(part.start, part.end, part.end)


def _name(call: Call, hit: Hit) -> Name:
    """The name in ``hit``, if it is not Chinese or the customer's."""
    names = call.finder.candidates.names_in(call.text(Role.AGENT).tokens, hit.start, hit.end)
    name = names[0] if names else ()
    other = not name or is_han(name[0]) or call.finder.is_known("customer", name)
    return () if other else name
