"""The agent's own name before the company they call from, whatever joins the two to the sentence.

"is de uwe von elektro backes", "du snakke me jørn are på senja sjøtransport": without capitals, the rare words at the
start of the opening that only a small word parts from the company's name.
"""

from collections.abc import Iterator

from callgrade.model.record import Direction, Role
from callgrade.norms.call import Call
from callgrade.norms.names.answering import greeted_places
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import Slot
from callgrade.norms.phrases.parser import SLOTS
from callgrade.norms.questions import questions
from callgrade.norms.signs.explained import businesses, places
from callgrade.text import is_han

OF_COMPANY, SOUGHT = "of_company", "name_sought"
"""The lists of a language that hold the small words between a person and a company, and how a person is asked for."""

OF_PERSON = 2
"""Words of a person's name at most [conv]."""

BEFORE = 4
"""Words of the turn before the name, beside greetings, at most: after more the matter comes [conv]."""

REACH = 2
"""Words of the company's name that may come before its kind of business: "på senja sjøtransport" [conv]."""

_CUSTOMER = Slot("customer", SLOTS["customer"])


def before_company(call: Call) -> Iterator[Hit]:
    """The one or two rare words before "from" and the company in the agent's opening turns."""
    if call.finder.cased:
        return
    turns = call.turns(Role.AGENT)[: 2 if call.record.direction is Direction.OUTBOUND else 1]
    opening = {turn for turn, _ in turns}
    joins, business = places(call, call.listed(OF_COMPANY)), businesses(call)
    asked = {place for one in questions(call, Role.AGENT) for place in range(one.start, one.end)}
    taken = places(call, (_CUSTOMER, *call.listed(SOUGHT))) | greeted_places(call) | business | joins
    for turn, first, last, _ in call.text(Role.AGENT).spoken.values():
        for place in range(first, last) if turn in opening else ():
            near = range(place + 1, min(place + 2 + REACH, last))
            if place in joins and not business.isdisjoint(near) and (name := _name(call, first, place, taken | asked)):
                yield Hit(name.start, name.stop, name.stop)
                break


def _name(call: Call, first: int, end: int, taken: frozenset[int]) -> range | None:
    """The rare words before ``end``, if only a few words come before them in the turn."""
    tokens, words = call.text(Role.AGENT).tokens, call.finder.words
    start = end
    while start > max(first, end - OF_PERSON) and start - 1 not in taken:
        token = tokens[start - 1]
        if token is None or is_han(token.text) or not call.finder.candidates.may_be_name(token):
            break
        if words.is_place(token.text) or words.is_company_word(token.text) or token.text in words.titles:
            break
        start -= 1
    before = [place for place in range(first, start) if place not in taken]
    return range(start, end) if start < end and len(before) <= BEFORE else None
