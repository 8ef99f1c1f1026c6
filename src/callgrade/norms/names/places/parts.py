"""The parts of the agent's first words that name a company or a person without a phrase: "Elbkasse, Voss, guten Tag."

The first named part is the company's, if a person's follows, or if it holds a kind of business, or small words as no
person's name does ("Legevakta på Strandby", "The Copper Kettle").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from callgrade.norms.names.candidates import NameCandidates
from callgrade.norms.phrases.tokens import Token
from callgrade.text import QUESTION_MARKS

MOST_WORDS = 6
"""Words of a part that is only a name."""

MOST_SMALL = 2
"""Everyday words without a capital inside such a part."""

LEAST_PLACED = 2
"""Words that a name with a place has at least more than: "Max at reception"."""

MOST_OF_PERSON = 3
"""Words of a part that names a person."""

Tokens = Sequence[Token | None]


@dataclass(frozen=True)
class NamedPart:
    """A part from ``start`` to ``end``.

    ``business``: has a kind of business; ``small``: has small words inside; ``placed``: a name and only small words
    after it ("Max at the front desk"), so a person.
    """

    start: int
    end: int
    business: bool
    small: bool
    placed: bool


def company_part(parts: Sequence[NamedPart]) -> NamedPart | None:
    """The part that names the company."""
    business = next((part for part in parts if part.business), None)
    first = parts[0] if parts and not parts[0].placed and (len(parts) > 1 or parts[0].small) else None
    return business or first


def person_part(parts: Sequence[NamedPart]) -> NamedPart | None:
    """The part that names a person: the last one after the company's."""
    if placed := next((part for part in parts if part.placed), None):
        return placed
    company = company_part(parts)
    others = [part for part in parts if part != company and not part.business and not part.small]
    short = [part for part in others if part.end - part.start <= MOST_OF_PERSON]
    return short[-1] if company and short else None


def named_parts(tokens: Tokens, start: int, end: int, candidates: NameCandidates) -> Iterator[NamedPart]:
    """The parts of a turn from ``start`` to ``end`` that are only a name.

    After a sentence with a name in it only those with a place count; one with a title addresses the customer, so that
    others may follow. Without capitals there are none.
    """
    begin, only = start, True
    for place in range(start, end):
        token = tokens[place]
        if token and ((token.mark and len(token.text) > 1) or place == end - 1):
            part = _part(tokens, begin, place + 1, candidates)
            if part and (only or part.placed):
                yield part
            elif _holds_name(tokens[begin : place + 1], candidates):
                only = False
            begin = place + 1


def _holds_name(tokens: Tokens, candidates: NameCandidates) -> bool:
    """Whether a name stands in a part that is not only one, and no title before it."""
    titled = any(token.text in candidates.words.titles for token in tokens[:1] if token)
    return not titled and any(map(candidates.may_be_name, tokens))


def _part(tokens: Tokens, start: int, end: int, candidates: NameCandidates) -> NamedPart | None:
    said = [token for token in tokens[start:end] if token]
    words = candidates.words
    capitals = [token for token in said if token.capital and len(token.text) > 1]
    rare = [token for token in capitals if candidates.may_be_name(token) and token.text not in words.titles]
    small = [token for token in said if not token.capital]
    titled = any(token.text in words.titles for token in said)
    if not candidates.cased or not rare or len(said) > MOST_WORDS or titled or not said[0].capital:
        return None
    placed = said[0] in rare and len(said) > LEAST_PLACED and not any(token.capital for token in said[1:])
    placed = placed and said[1].text in words.never and not words.is_company_word(said[0].text)
    placed = placed and said[-1].mark not in QUESTION_MARKS  # "Does it suit?"
    business = not placed and any(words.is_company_word(token.text) for token in said)
    if not said[-1].capital and not business and not placed:
        return None
    strange = [token for token in small if token.text not in words.never and not words.is_company_word(token.text)]
    everyday = [token for token in small if token.text not in words.particles]
    if (strange or len(everyday) > MOST_SMALL) and not placed:
        return None
    kinds = words.particles | words.business
    opens = said[0].text in words.never - kinds and said[0].capital and len(said) > 1
    if opens and everyday:
        return None
    return NamedPart(start, end, business, bool(everyday) or opens, placed)
