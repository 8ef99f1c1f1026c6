"""Finds names in the tokens of one speaker: known ones, and words that may be a name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from callgrade.norms.names.candidates import NameCandidates, Places
from callgrade.norms.names.forms import NameForm, NameWords, letters, similarity
from callgrade.norms.names.spoken import SpokenNames
from callgrade.norms.pack.pack_file import NameSettings
from callgrade.norms.phrases.tokens import NOT_KNOWN, Token


@dataclass(frozen=True)
class NameFinder:
    """Finds names. ``known``: slot → forms of the known names; ``cased``: whether capitals mean something here.

    ``guessed``: tokens of unknown words that count as the name that is looked for.
    """

    known: Mapping[str, tuple[NameForm, ...]]
    words: NameWords
    cased: bool
    settings: NameSettings
    guessed: frozenset[str] = frozenset()

    @cached_property
    def candidates(self) -> NameCandidates:
        """Finds words that may be a name."""
        return NameCandidates(self.words, self.cased, self.guessed)

    def slots(self, tokens: Sequence[Token | None]) -> Callable[[str], dict[int, frozenset[int]]]:
        """A function that returns the places of a slot of phrases: length in tokens → starts."""
        spoken = SpokenNames(self.known, self.words, self.cased, self.settings)
        spellings = cache(lambda: spoken.spellings(tokens))

        @cache
        def places(slot: str) -> dict[int, frozenset[int]]:
            if slot == "name":
                return _by_length(self.candidates.name_like(tokens))
            if slot == "digits":
                return {1: frozenset(i for i, token in enumerate(tokens) if token and _has_digit(token.text))}
            known = spoken.places(tokens, spellings(), slot) if self.known[slot] else ()
            return _by_length([*known, *self._guessed(tokens)])

        return places

    def _guessed(self, tokens: Sequence[Token | None]) -> Places:
        return [(place, 1) for place, token in enumerate(tokens) if token and token.text in self.guessed]

    def is_known(self, slot: str, name: Sequence[str]) -> bool:
        """Whether ``name`` is a known name of ``slot`` ("agent", "company", "customer"), misheard or not.

        Words that are not known may be the customer's name.
        """
        if NOT_KNOWN.issuperset(name):
            return slot == "customer"
        said = letters("".join(name))
        return any(similarity(said, form, self.settings) for form in self.known[slot])

    def begins_company(self, name: Sequence[str]) -> bool:
        """Whether ``name`` is the company's, or begins with it: "Elbkasse Hamburg" is no person."""
        return any(self.is_known("company", name[:end]) for end in range(1, len(name) + 1))


def _by_length(places: Places) -> dict[int, frozenset[int]]:
    lengths: dict[int, set[int]] = {}
    for start, length in places:
        lengths.setdefault(length, set()).add(start)
    return {length: frozenset(starts) for length, starts in lengths.items()}


def _has_digit(text: str) -> bool:
    """Whether ``text`` is a number or a code such as "LS6"."""
    return any(character.isdigit() for character in text)
