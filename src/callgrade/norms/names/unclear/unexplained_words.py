"""Words in an answered call's first turn that may be a name, though no place shows one: "joinery behnke jens behnke".

Nobody can say whether they are the agent's name, so somebody listens.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.names.answering import first_spans, greeted_places
from callgrade.norms.names.candidates import NameCandidates
from callgrade.norms.names.leading import ANY_BUSINESS
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.tokens import Token
from callgrade.norms.signs.explained import explained, places
from callgrade.text import is_han

BESIDE = ("greeting.salutation", "greeting.offer_of_help")
"""Norms whose words are no name."""

COMPANY_NAME, JOINS = "company_name", "of_company"
"""The lists of a language that hold how companies are named, and the small words between a person and a company."""

OF_COMPANY, OF_PERSON = 2, 2
"""Words of a company's name, one of them the kind of business, and of a person's name [conv]."""


def left_over(call: Call) -> Iterator[Hit]:
    """The last two rare words in a row that nothing explains, with as many before them as a company's name has."""
    if call.finder.cased:
        yield from _written(call)
        return
    words, tokens = call.finder.words, call.text(Role.AGENT).tokens
    departments = call.listed(ANY_BUSINESS)
    beyond = _beyond_company(call)
    known = (explained(call, BESIDE) | places(call, departments) | greeted_places(call)) - beyond
    for start, end in first_spans(call):
        run: list[int] = []
        for place in range(start, end + 1):
            token = tokens[place] if place < end else None
            rare = token is not None and not is_han(token.text) and call.finder.candidates.may_be_name(token)
            if token and rare and place not in known and not words.is_company_word(token.text):
                run.append(place)
                continue
            before = tokens[run[0] - 1] if run else None
            kind = before is not None and words.is_company_word(before.text)
            least = OF_PERSON if run and run[0] in beyond else OF_PERSON + OF_COMPANY - kind
            if len(run) >= least or (run and run[0] in beyond and _is_after_surname(call, run[0])):
                yield Hit(run[-OF_PERSON:][0], run[-1] + 1, run[-1] + 1)
            run = []


def _is_after_surname(call: Call, place: int) -> bool:
    """Whether a title and one name come before ``place``: a surname is complete, "doktor obermeier |hofbauer|"."""
    title = call.text(Role.AGENT).tokens[place - 2]
    return title is not None and title.text in call.finder.words.titles


def _beyond_company(call: Call) -> frozenset[int]:
    """The places of words that a company which is not recorded may be named without: "joinery behnke |jens behnke|"."""
    if call.language is None or call.record.company is not None:
        return frozenset()
    hits = call.hits(Role.AGENT, call.language.list(COMPANY_NAME))
    return frozenset(place for hit in hits for place in range(hit.least_end, hit.end))


def _written(call: Call) -> Iterator[Hit]:
    """Two words with capitals or more that nothing explains, after those of the company: "you have Jens Behnke"."""
    words, tokens = call.finder.words, call.text(Role.AGENT).tokens
    departments = call.listed(ANY_BUSINESS)
    known = explained(call, BESIDE) | places(call, departments) | greeted_places(call)
    named = call.finder.candidates.written_names(tokens, OF_PERSON)
    for first, last in first_spans(call):
        runs = [range(*run) for run in named if first <= run[0] < last]
        for run in runs[1:]:
            kinds = [token for place in run if (token := tokens[place]) and words.is_company_word(token.text)]
            if known.isdisjoint(run) and not kinds:
                yield Hit(run.start, run.stop, run.stop)


def without_capitals(call: Call) -> Iterator[Hit]:
    """Rare words after the small word that joins a person to a company: "my name is Ann, I am with prestige footwear".

    Recognisers write some names without their capitals.
    """
    if not call.finder.cased:
        return
    tokens, candidates = call.text(Role.AGENT).tokens, replace(call.finder.candidates, cased=False)
    joins, departments = places(call, call.listed(JOINS)), places(call, call.listed(ANY_BUSINESS))
    for first, last in first_spans(call):
        named = [place for place in range(first, last) if call.finder.candidates.may_be_name(tokens[place])]
        for join in range(named[0] + 1, last) if named else ():
            after = range(join + 1, last) if join in joins else range(0)
            company = list(takewhile(lambda place: _is_small_name(tokens[place], candidates), after))
            if company and departments.isdisjoint(company):
                yield Hit(company[0], company[-1] + 1, company[-1] + 1)


def _is_small_name(token: Token | None, candidates: NameCandidates) -> bool:
    """Whether a rare word without a capital may be a name; an e-mail address is none."""
    return token is not None and not token.capital and "@" not in token.text and candidates.may_be_name(token)
