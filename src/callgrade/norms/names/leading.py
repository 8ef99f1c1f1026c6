"""The company as what a business answers with: "Stadtbücherei Elmsbach, guten Morgen, hier Nowak."

A name that comes first in the answered turn, before the greeting and before the agent's own name, is the company's. It
may also have a kind of business, more words than a person's name has, or a department after it ("Modewerk, hallo,
Kundenbetreuung"). A name with nothing else beside it may be a person's, so it is no company's here.
"""

from collections.abc import Iterator
from itertools import takewhile

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.names.answering import first_spans, greeted_places
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.tokens import Token
from callgrade.text import is_han

MOST_WORDS, OF_PERSON = 6, 2
"""Words of such a name, and of a person's, at most [conv]."""

MOST_SMALL = 2
"""Everyday words without a capital in it [conv]."""

OWN_NAME, OFFER = "greeting.agent_name", "greeting.offer_of_help"
"""Norms whose words end it."""

AFTER_NAME, ANY_BUSINESS = "after_name", "any_business"
"""The lists of a language that hold what comes after one's own name, and departments."""


def leading_company(call: Call) -> Iterator[Hit]:
    """The company's name at the start of the agent's first turn of an answered call."""
    text, greeted = call.text(Role.AGENT), greeted_places(call)
    for start, end in first_spans(call):
        begin = next((place for place in range(start, end) if place not in greeted), end)
        introduced = [place for place in _starts(call, OWN_NAME) if begin < place < end]
        stops = (*introduced, *_starts(call, OFFER), *greeted)
        until = min((place for place in stops if begin < place < end), default=end)
        places = list(range(begin, until))
        marked = len(list(takewhile(lambda place: not _mark(text.tokens[place]), places)))
        name = places[: marked + 1]
        if name and _is_name(call, name) and _is_company(call, name, introduced, end):
            yield Hit(name[0], name[-1] + 1, name[-1] + 1)


def _starts(call: Call, norm: str) -> list[int]:
    """Where the agent's words of ``norm`` begin; an introduction must have a name."""
    words = call.language.norms.get(norm) if call.language else None
    text, candidates = call.text(Role.AGENT), call.finder.candidates
    hits = (hit for phrase in (words.phrases if words else ()) for hit in text.find((phrase,)))
    return [hit.start for hit in hits if norm == OFFER or candidates.names_in(text.tokens, hit.start, hit.end)]


def _is_name(call: Call, places: list[int]) -> bool:
    """Whether the words at ``places`` may be a name: few of them everyday words, none of talk."""
    finder, tokens = call.finder, _tokens(call, places)
    if len(tokens) > MOST_WORDS or any(is_han(token.text) or token.mark == "?" for token in tokens):
        return False
    everyday = [token for token in tokens if token.text in finder.words.never - finder.words.particles]
    small = [token for token in tokens if not token.capital]
    few = len(small) <= MOST_SMALL and tokens[0].capital if finder.cased else 2 * len(everyday) <= len(tokens)
    titled = any(token.text in finder.words.titles for token in tokens)
    rare = any(finder.candidates.may_be_name(token) or finder.words.is_company_word(token.text) for token in tokens)
    return few and rare and not titled and not _is_own_name(call, places)


def _is_own_name(call: Call, places: list[int]) -> bool:
    """Whether it is the name of agent or customer, or words after it say that it is one's own."""
    text = call.text(Role.AGENT)
    after = call.listed(AFTER_NAME)
    names = call.finder.candidates.names_in(text.tokens, places[0], places[-1] + 1)
    known = any(call.finder.is_known(slot, name) for slot in ("agent", "customer") for name in names[:1])
    own = known and call.record.agent is not None
    return own or any(hit.start == places[-1] + 1 or hit.start in places for hit in text.find(after))


def _is_company(call: Call, places: list[int], introduced: list[int], end: int) -> bool:
    """Whether something else shows that the name is the company's."""
    words, text = call.finder.words, call.text(Role.AGENT)
    departments = call.listed(ANY_BUSINESS)
    general = {place for hit in text.find(departments) for place in range(hit.start, hit.end)}
    own = [place for place in places if place not in general]
    said = [token.text for token in _tokens(call, own)]
    if words.business.issuperset(said):
        return False
    business = any(map(words.is_company_word, said)) and (len(said) > 1 or words.is_compound(said[0]))
    named = any(place > places[-1] for place in introduced)
    department = any(places[0] < place < end for place in general)
    return business or named or department or len(own) > OF_PERSON


def _tokens(call: Call, places: list[int]) -> list[Token]:
    found = (call.text(Role.AGENT).tokens[place] for place in places)
    return [token for token in found if token]


def _mark(token: Token | None) -> str:
    return token.mark if token and len(token.text) > 1 else ""
