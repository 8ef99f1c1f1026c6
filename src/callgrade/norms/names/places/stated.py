"""Names in the slots of phrases that somebody said."""

from collections.abc import Callable, Container, Mapping, Sequence
from itertools import islice, takewhile

from callgrade.model.record import Role
from callgrade.norms.names.finder import NameFinder
from callgrade.norms.names.known import Name
from callgrade.norms.pack.language import Language
from callgrade.norms.phrases.matcher import Hit, SpokenText, apart
from callgrade.norms.phrases.tokens import NOT_KNOWN
from callgrade.text import is_han

MOST_GIVEN = 5
"""Names of one person that are used at most, so that no conversation makes the search slow."""

DENIALS = frozenset({"不", "非"})
"""Characters before a Chinese introduction that deny it."""

SURNAME, YOU = "姓", frozenset("您你")
"""What says of a Chinese character after it that it is a surname, and whom it is then asked of: "您姓常还是姓孟"."""

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
    placed: Callable[[Hit], bool] = lambda _: True,
) -> tuple[Name, ...]:
    """The names of persons in the slot of a list of phrases in ``text``, only in ``turns`` if they are given.

    ``placed``: whether a hit is in a place where a name is given.

    ``linked``: with particles, only for customers: an agent who says "Lisa van Jansen" is Lisa of the company Jansen.
    """
    found = apart(text.find(language.list(phrases)), apart_from)
    hits = [hit for hit in found if not _is_denied(text, hit) and not _is_yours(text, hit) and placed(hit)]
    names = names_in_hits(
        text, [hit for hit in hits if turns is None or text.turns[hit.start] in turns], finder, linked
    )
    persons = (_person(name, language.names.surnames) for name in names)
    persons = (name for name in persons if not any(map(language.names.is_company_word, name)))
    persons = (name for name in persons if name[0] != SURNAME and not language.names.is_place(name[-1]))
    return tuple(name for name in persons if not finder.begins_company(name))


def _is_denied(text: SpokenText, hit: Hit) -> bool:
    """Whether Chinese words of ``hit`` are denied: "不姓张"."""
    before = text.tokens[hit.start - 1] if hit.start else None
    return before is not None and before.text in DENIALS and not before.mark


def _is_yours(text: SpokenText, hit: Hit) -> bool:
    """Whether a Chinese surname is the other's: "you" is said before it in its part of the sentence."""
    first = text.tokens[hit.start]
    if first is None or first.text != SURNAME:
        return False
    before = takewhile(lambda token: token and not token.mark, reversed(text.tokens[: hit.start]))
    return any(token is not None and token.text in YOU for token in before)


def _person(name: Name, surnames: Container[str]) -> Name:
    """A Chinese ``name`` without what follows it: "安静安静的安", "丁桂兰受理号是"."""
    if not is_han(name[0]):
        return name
    half = len(name) // 2
    if half > 1 and name[:half] == name[half:]:
        return name[:half]
    return name[: 4 if "".join(name[:2]) in surnames else 3]


def names_in_hits(text: SpokenText, hits: Sequence[Hit], finder: NameFinder, linked: bool = False) -> tuple[Name, ...]:
    """The first name in each of ``hits``; ``linked``: with particles and the name after them."""
    ends = [(hit, finder.candidates.linked_end(text.tokens, hit.end) if linked else hit.end) for hit in hits]
    found = (finder.candidates.names_in(text.tokens, hit.start, end, linked) for hit, end in ends)
    known = (names[0] for names in found if names and NOT_KNOWN.isdisjoint(names[0]))
    return tuple(islice(dict.fromkeys(known), MOST_GIVEN))
