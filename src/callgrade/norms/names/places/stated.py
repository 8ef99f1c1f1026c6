"""Names in the slots of phrases that somebody said."""

from collections.abc import Container, Mapping, Sequence
from itertools import islice

from callgrade.model.record import Role
from callgrade.norms.names.finder import NameFinder
from callgrade.norms.names.known import Name
from callgrade.norms.pack.language import Language
from callgrade.norms.phrases.matcher import Hit, SpokenText, apart
from callgrade.norms.phrases.tokens import NOT_KNOWN

MOST_GIVEN = 5
"""Names of one person that are used at most, so that no conversation makes the search slow."""

Texts = Mapping[Role, SpokenText]
"""What each role said."""


def stated_names(
    text: SpokenText,
    language: Language,
    phrases: str,
    finder: NameFinder,
    apart_from: Sequence[Hit] = (),
    linked: bool = False,
    turns: Container[int] | None = None,
) -> tuple[Name, ...]:
    """The names of persons in the slot of a list of phrases in ``text``, only in ``turns`` if they are given.

    ``linked``: with particles, only for customers: an agent who says "Lisa van Jansen" is Lisa of the company Jansen.
    """
    hits = apart(text.find(language.list(phrases)), apart_from)
    names = names_in_hits(
        text, [hit for hit in hits if turns is None or text.turns[hit.start] in turns], finder, linked
    )
    persons = (name for name in names if not any(map(language.names.is_company_word, name)))
    persons = (name for name in persons if not language.names.is_place(name[-1]))
    return tuple(name for name in persons if not finder.is_known("company", name))


def names_in_hits(text: SpokenText, hits: Sequence[Hit], finder: NameFinder, linked: bool = False) -> tuple[Name, ...]:
    """The first name in each of ``hits``; ``linked``: with particles and the name after them."""
    ends = [(hit, finder.candidates.linked_end(text.tokens, hit.end) if linked else hit.end) for hit in hits]
    found = (finder.candidates.names_in(text.tokens, hit.start, end, linked) for hit, end in ends)
    known = (names[0] for names in found if names and NOT_KNOWN.isdisjoint(names[0]))
    return tuple(islice(dict.fromkeys(known), MOST_GIVEN))
