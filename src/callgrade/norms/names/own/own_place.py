"""The agent's own name in places of an answering turn that only it has: after the greeting that ends the turn.

"stadtwerke guten tag huber" and "Mei Ling speaking" in Chinese, where "我是" and a short name are a part of a sentence.
"""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.names.answering import first_spans, greeted_places
from callgrade.norms.names.answering_han import ANY_BUSINESS, TALK
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.signs.explained import businesses, clauses, places
from callgrade.norms.signs.sign import turns_by_number
from callgrade.text import is_han

OF_PERSON = 2
"""Words of a person's name at most, and Chinese characters at least [conv]."""

MOST_HAN = 3
"""Chinese characters of a person's name at most."""

SELF = ("我", "是")
"""What comes before one's own name in Chinese."""


def after_greeting(call: Call) -> Iterator[Hit]:
    """Without capitals, the one or two rare words that end the turn after a greeting, with a business before that."""
    tokens, greeted, business = call.text(Role.AGENT).tokens, greeted_places(call), businesses(call)
    for first, last in first_spans(call):
        start = max((place + 1 for place in greeted if first < place < last), default=last)
        said = [token for token in tokens[start:last] if token]
        rare = all(call.finder.candidates.may_be_name(token) and not is_han(token.text) for token in said)
        named = not business.isdisjoint(range(first, start)) and business.isdisjoint(range(start, last))
        if not call.finder.cased and 0 < len(said) <= OF_PERSON and rare and named:
            yield Hit(start, last, last)


def han_self(call: Call) -> Iterator[Hit]:
    """The part "我是美玲" of the turn, if the name is no word of talk and none that any business has."""
    tokens = call.text(Role.AGENT).tokens
    other = businesses(call) | places(call, [phrase for name in (TALK, ANY_BUSINESS) for phrase in call.listed(name)])
    spoken = turns_by_number(call, Role.AGENT)
    answering = [turn for turn in spoken.values() if any(turn.start == start for start, _ in first_spans(call))]
    for part in (clause for turn in answering if turn.marked for clause in clauses(call, turn)):
        name = range(part.start + len(SELF), part.stop)
        begins = tuple(token.text for token in tokens[part.start : name.start] if token) == SELF
        if begins and OF_PERSON <= len(name) <= MOST_HAN and other.isdisjoint(name):
            yield Hit(part.start, part.stop, part.stop)
