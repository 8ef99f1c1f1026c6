"""The agent's own name in the opening where no phrase and no part of the sentence shows it: "fien luistert".

Among the first words that nothing explains, which are no greeting, no offer, no company's, customer's or place's name,
a word that no list of everyday words holds may be it. Another name or the company's before it, or a frame ("you have
… here") make that likely; the customer who greets with the same word makes it certain.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import takewhile

from callgrade.model.record import Direction, Role
from callgrade.norms.call import Call
from callgrade.norms.names.answering import first_spans, greeted_places
from callgrade.norms.names.leading import ANY_BUSINESS, leading_company
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import Slot
from callgrade.norms.phrases.parser import SLOTS
from callgrade.norms.phrases.tokens import Token
from callgrade.norms.questions import questions
from callgrade.norms.signs.explained import places, places_of
from callgrade.text import is_han

BESIDE = ("greeting.salutation", "greeting.offer_of_help", "opening.convenient")
"""Norms whose words are no name."""

OWN_FRAME, OPENER, COMPANY_NAME, ADDRESS = "own_frame", "opener", "company_name", "address"
"""The lists of a language that hold how names are framed, what opens a turn, how companies are named, and how people
are addressed."""

FAMILIAR = frozenset("小老阿")
"""Chinese characters before a surname among people who know each other."""

SURNAME = "surname"
"""The list of Chinese surnames."""

OF_PERSON = 2
"""Words of a person's name at most [conv]."""

ANSWERS = 2
"""Turns of the customer in which they greet [conv]."""

_COMPANY = Slot("company", SLOTS["company"])


def framed(call: Call) -> Iterator[Hit]:
    """Names in a frame that only one's own name has: "er det ingvild som tar telefonen"."""
    frames = call.listed(OWN_FRAME)
    turns = call.turns(Role.AGENT)[: 2 if call.record.direction is Direction.OUTBOUND else 1]
    first = {turn for turn, _ in turns}
    for hit in call.text(Role.AGENT).find(frames):
        names = call.finder.candidates.names_in(call.text(Role.AGENT).tokens, hit.start, hit.end)
        if call.turn_of(Role.AGENT, hit) in first and any(_may_be_own(call, name) for name in names):
            yield hit


def titled(call: Call) -> Iterator[Hit]:
    """A title and a name inside a clause of an answer's first turn that addresses nobody: "you have Mr Vale here"."""
    tokens, words = call.text(Role.AGENT).tokens, call.finder.words
    addressed = places(call, call.language.list(ADDRESS)) if call.language else frozenset()
    taken = addressed | greeted_places(call) | _company_places(call) | _asked(call)
    for first, last in first_spans(call):
        for place in range(first + 1, last - 1):
            before, title, name = tokens[place - 1 : place + 2]
            if before and title and name and not before.mark and title.text in words.titles and not title.mark:
                business = any(words.is_of_business(token.text) for token in _in_clause(tokens, first, place))
                named = name.capital if call.finder.cased else call.finder.candidates.may_be_name(name)
                plain = before.text in words.never and not business and taken.isdisjoint((place - 1, place, place + 1))
                if plain and named and not is_han(name.text) and not _is_other(call, name.text):
                    yield Hit(place, place + 2, place + 2)


def familiar(call: Call) -> Iterator[Hit]:
    """A clause of an answer's first turn in Chinese that ends in a familiar name, after what one is: "前台上老佟"."""
    tokens, language = call.text(Role.AGENT).tokens, call.language
    surnames = places(call, language.list(SURNAME)) if language else frozenset()
    other = greeted_places(call) | _company_places(call) | _asked(call)
    for first, last in first_spans(call):
        start = first
        for place in range(first, last):
            token, before = tokens[place], tokens[place - 1]
            if token and before and (token.mark or place == last - 1):
                named = before.text in FAMILIAR and place in surnames and place - 1 - start >= OF_PERSON
                if named and other.isdisjoint((place - 1, place)):
                    yield Hit(place - 1, place + 1, place + 1)
                start = place + 1


def _in_clause(tokens: Sequence[Token | None], first: int, place: int) -> Iterator[Token]:
    """The words from ``first``, or from the last mark after it, up to ``place``."""
    said = (token for token in reversed(tokens[first:place]) if token)
    return takewhile(lambda token: not token.mark, said)


def _asked(call: Call) -> frozenset[int]:
    """The places of the agent's questions."""
    return frozenset(place for one in questions(call, Role.AGENT) for place in range(one.start, one.end))


def greeted_by_name(call: Call) -> Iterator[Hit]:
    """Words of the first turn with which the customer then greets: "… Fien luistert" – "Dag Fien"."""
    said = _greeted_with(call)
    for run in _runs(call):
        texts = {token.text for place in run if (token := call.text(Role.AGENT).tokens[place])}
        if texts & said:
            yield Hit(run.start, run.stop, run.stop)


def later_run(call: Call) -> Iterator[Hit]:
    """The last words that may be a name, if the company's name or other such words come before them."""
    company = _company_places(call)
    runs = list(_runs(call))
    for number, run in enumerate(runs):
        named = any(place < run.start for place in company)
        apart = number > 0 and _is_apart(call, runs[number - 1], run)
        if number == len(runs) - 1 and (named or apart):
            yield Hit(run.start, run.stop, run.stop)


def _is_apart(call: Call, before: range, run: range) -> bool:
    """Whether more than a small word joins two runs: "Delgado and Sons" is one name."""
    tokens = call.text(Role.AGENT).tokens
    marked = any(token and token.mark for token in tokens[before.stop - 1 : run.start])
    return marked or run.start - before.stop > 1


def _greeted_with(call: Call) -> frozenset[str]:
    """The first word after greetings in the customer's first turns; not their own name, as recorded."""
    text, language = call.text(Role.CUSTOMER), call.language
    if language is None:
        return frozenset()
    greeted = {place for hit in text.find(language.list(OPENER)) for place in range(hit.start, hit.end)}
    found: set[str] = set()
    for _, start, end, _ in list(text.spoken.values())[:ANSWERS]:
        place = next((one for one in range(start, end) if one not in greeted), end)
        token = text.tokens[place] if start < place < end else None
        if token and token.text not in call.names.customer:
            found.add(token.text)
    return frozenset(found)


def _runs(call: Call) -> Iterator[range]:
    """The runs of words of the answering turn that may be a person's name, in order."""
    tokens, candidates = call.text(Role.AGENT).tokens, call.finder.candidates
    departments = call.listed(ANY_BUSINESS)
    known = places_of(call, BESIDE) | places(call, departments) | greeted_places(call) | _company_places(call)
    for first, last in first_spans(call):
        start = first
        for place in range(first, last + 1):
            token = tokens[place] if place < last else None
            rare = token is not None and place not in known and candidates.may_be_name(token) and len(token.text) > 1
            if not rare or token is None or is_han(token.text) or _is_other(call, token.text):
                if 0 < place - start <= OF_PERSON:
                    yield range(start, place)
                start = place + 1
            elif token.mark and place + 1 - start <= OF_PERSON:
                yield range(start, place + 1)
                start = place + 1


def _is_other(call: Call, text: str) -> bool:
    words = call.finder.words
    recorded = text in call.names.customer  # any other customer's name is not known yet
    return recorded or words.is_company_word(text) or words.is_place(text) or text in words.titles


def _may_be_own(call: Call, name: tuple[str, ...]) -> bool:
    finder = call.finder
    other = finder.begins_company(name) or finder.is_known("customer", name)
    return not other and not any(map(finder.words.is_company_word, name))


def _company_places(call: Call) -> frozenset[int]:
    """The places of the company's name, in the record or with a kind of business."""
    named = call.listed(COMPANY_NAME)
    known = places(call, (*named, _COMPANY))
    leading = {place for hit in leading_company(call) for place in range(hit.start, hit.end)}
    return known if _has_one_more(call, leading, known) else known | leading


def _has_one_more(call: Call, leading: AbstractSet[int], known: AbstractSet[int]) -> bool:
    """Whether one word follows a company that is whole without it: "burnett tyres gavo", without capitals."""
    tokens, words = call.text(Role.AGENT).tokens, call.finder.words
    own = [token.text for place in sorted(leading & known) if (token := tokens[place])]
    whole = len(own) > 1 and any(map(words.is_company_word, own))
    return whole and not call.finder.cased and leading - known == {max(leading)}
