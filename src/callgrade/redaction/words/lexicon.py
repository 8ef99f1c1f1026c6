"""The words of the languages that a call may be in, ready to be asked of one item or of several in a row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from callgrade.redaction.words.labels import Atom, Label, Mark, Part

LEAST_GLUED = 6
"""Letters of the shortest word that is tried as several number words written together."""
LEAST_MISSPELT = 4
"""Letters of the shortest word that may be a number word with one letter wrong."""


@dataclass(frozen=True)
class Phrase:
    """A phrase of a language. ``value``: of a multiplier."""

    tokens: tuple[str, ...]
    label: Label
    value: int = 0


@dataclass(frozen=True)
class Lexicon:
    """``spoken``: word → its part of a number; ``glue``: by language, what compounds are made of."""

    spoken: Mapping[str, Atom]
    glue: tuple[Mapping[str, Atom], ...]
    phrases: Mapping[str, tuple[Phrase, ...]]
    open_phrases: tuple[Phrase, ...]

    @cached_property
    def _numbers(self) -> tuple[str, ...]:
        sure = (word for word, atom in self.spoken.items() if atom.sure)
        return tuple(word for word in sure if len(word) >= LEAST_MISSPELT and word.isalpha())

    @cached_property
    def _longest(self) -> tuple[int, ...]:
        return tuple(max(map(len, vocabulary), default=0) for vocabulary in self.glue)

    @cached_property
    def _known(self) -> dict[str, tuple[Atom, ...]]:
        return {}

    @cached_property
    def _openings(self) -> dict[str, tuple[Phrase, ...]]:
        return {}

    def atoms(self, word: str) -> tuple[Atom, ...]:
        """What ``word`` is in a number: several parts for a compound, none for any other word."""
        if word not in self._known:
            self._known[word] = self._read(word)
        return self._known[word]

    def marks(self, words: Sequence[str]) -> Iterator[Mark]:
        """For each place and label the longest phrase that begins there."""
        for place, word in enumerate(words):
            longest: dict[Label, Mark] = {}
            for phrase in self._beginning(word):
                end = place + len(phrase.tokens)
                if end > len(words) or not all(map(_fits, phrase.tokens[1:], words[place + 1 : end])):
                    continue
                if phrase.label not in longest or longest[phrase.label].end < end:
                    longest[phrase.label] = Mark(phrase.label, place, end, phrase.value)
            yield from longest.values()

    def _beginning(self, word: str) -> tuple[Phrase, ...]:
        if word not in self._openings:
            fitting = (phrase for phrase in self.open_phrases if _fits(phrase.tokens[0], word))
            owned = word.removesuffix("'s")
            closed = self.phrases.get(owned, ()) if owned != word else ()
            self._openings[word] = (*self.phrases.get(word, ()), *closed, *fitting)
        return self._openings[word]

    def _read(self, word: str) -> tuple[Atom, ...]:
        if word in self.spoken:
            return (self.spoken[word],)
        if len(word) >= LEAST_GLUED:
            for vocabulary, longest in zip(self.glue, self._longest, strict=True):
                if parts := _split(word, vocabulary, longest):
                    return parts
        return (Atom(Part.NUMBER, self._misspelt(word), sure=False),) if self._misspelt(word) >= 0 else ()

    def _misspelt(self, word: str) -> int:
        if len(word) < LEAST_MISSPELT or not word.isalpha():
            return -1
        near = (known for known in self._numbers if Levenshtein.distance(word, known, score_cutoff=1) <= 1)
        return next((self.spoken[known].value for known in near if self.spoken[known].part is Part.NUMBER), -1)


def _fits(pattern: str, word: str) -> bool:
    if "*" not in pattern:
        return pattern in (word, word.removesuffix("'s"))
    core = pattern.strip("*")
    return (pattern.startswith("*") or word.startswith(core)) and (
        (core in word) if pattern.endswith("*") else word.endswith(core)
    )


def _split(word: str, vocabulary: Mapping[str, Atom], longest: int) -> tuple[Atom, ...]:
    """``word`` as number words written together, the longest first; empty if anything is left over.

    ``longest``: letters of the longest word of ``vocabulary``.
    """
    ends = {len(word): len(word)}  # place → where the number word that begins there ends, if the rest can be read too
    for start in range(len(word) - 1, -1, -1):
        for end in range(min(len(word), start + longest), start, -1):
            if end in ends and word[start:end] in vocabulary:
                ends[start] = end
                break
    found, start = list[Atom](), 0
    while start < len(word) and start in ends:
        atom = vocabulary[word[start : ends[start]]]
        found.append(Atom(atom.part, atom.value))
        start = ends[start]
    return tuple(found) if any(atom.part in (Part.NUMBER, Part.PLACE) for atom in found) else ()
