"""Finds known names, and words that may be a name, in the tokens of one speaker."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from callgrade.norms.names.forms import WORTH_COMPARING, NameForm, NameWords, alike, letters, untitled
from callgrade.norms.phrases.tokens import Token
from callgrade.text import SENTENCE_ENDS, is_han

SURE_LENGTH = 9
"""Letters from which an inexact match needs no capital and may hold words of every day: nothing comes so near."""

MOST_WORDS = 3
MOST_HAN = 8
"""Words, and Chinese characters, that a name which is not known may have."""

SPLIT = 2
"""Words more than a name has that a recogniser may write for it."""

MOST_PARTICLES = 3
"""Small words before a surname ("van 't", "de la")."""

Stretches = dict[str, list[tuple[int, int]]]
"""Letters without blanks → start and length, in tokens, of the stretches that are written so."""


@dataclass(frozen=True)
class Namer:
    """Finds names in tokens. ``known``: slot → forms of the known name; ``cased``: capitals mean something here."""

    known: Mapping[str, tuple[NameForm, ...]]
    words: NameWords
    cased: bool

    def slots(self, tokens: Sequence[Token | None]) -> Callable[[str], dict[int, frozenset[int]]]:
        """Finds where a slot of phrases is, by length in tokens."""
        stretches = cache(lambda: self._stretches(tokens))

        @cache
        def places(slot: str) -> dict[int, frozenset[int]]:
            if slot == "name":
                return _by_length(self._name_like(tokens))
            if slot == "digits":
                return {1: frozenset(i for i, token in enumerate(tokens) if token and _has_digit(token.text))}
            return _by_length(self._places(tokens, stretches(), self.known.get(slot, ())))

        return places

    def is_known(self, slot: str, name: Sequence[str]) -> bool:
        """Whether ``name`` is the known name of ``slot`` ("agent", "company", "customer"), misheard or not."""
        said = letters("".join(name))
        return any(alike(said, form) for form in self.known[slot])

    def may_be_name(self, token: Token | None) -> bool:
        """Whether ``token`` may be a name that is not known."""
        if token is None or token.text in self.words.never or not any(map(str.isalpha, token.text)):
            return False
        return token.capital or not self.cased or is_han(token.text)

    def names_in(
        self, tokens: Sequence[Token | None], start: int, end: int, linked: bool = False
    ) -> list[tuple[str, ...]]:
        """The runs of words between ``start`` and ``end`` that may be names, without titles.

        ``linked``: particles join two of them ("Piet van der Berg").
        """
        links = self._links(tokens, start, end) if linked else frozenset[int]()
        runs: list[list[Token]] = [[]]
        for place, token in enumerate(tokens[start:end], start):
            belongs = token and (place in links or (self._may_belong(token) and token.text not in self.words.titles))
            if token and belongs:
                runs[-1].append(token)
            elif runs[-1]:
                runs.append([])
            if token and _parts(token) and runs[-1]:
                runs.append([])
        names = [tuple(token.text for token in run) for run in runs if any(map(self.may_be_name, run))]
        return [name for name in names if untitled(name, self.words.titles)]

    def linked_end(self, tokens: Sequence[Token | None], end: int) -> int:
        """Where a name that seems to end at ``end`` ends, when particles and a further name follow."""
        after = self._past_particles(tokens, end)
        return after + 1 if after > end and self.may_be_name(_at(tokens, after)) else end

    def particles_before(self, tokens: Sequence[Token | None], start: int) -> tuple[str, ...]:
        """The particles that stand before the surname at ``start``."""
        first = start
        while first > max(start - MOST_PARTICLES, 0) and self._is_particle(tokens[first - 1]):
            first -= 1
        return tuple(token.text for token in tokens[first:start] if token)

    def _links(self, tokens: Sequence[Token | None], start: int, end: int) -> frozenset[int]:
        """Places of particles that stand between two words of a name."""
        links: set[int] = set()
        for place in range(start + 1, end):
            before = tokens[place - 1]
            if before and not before.mark and self.may_be_name(before) and self._is_particle(tokens[place]):
                after = self._past_particles(tokens, place)
                if after < end and self.may_be_name(tokens[after]):
                    links.update(range(place, after))
        return frozenset(links)

    def _past_particles(self, tokens: Sequence[Token | None], start: int) -> int:
        """The place behind the particles that begin at ``start``."""
        end = start
        while end < start + MOST_PARTICLES and self._is_particle(_at(tokens, end)):
            end += 1
        return end

    def _is_particle(self, token: Token | None) -> bool:
        return token is not None and token.text in self.words.particles and not token.mark

    def written_names(self, tokens: Sequence[Token | None], least: int) -> list[tuple[int, int]]:
        """Start and end of each run of capitals with at least ``least`` words that may be names.

        A small word may join two capitals ("Bank of New Zealand"); without casing there are none.
        """
        runs: list[tuple[int, int]] = []
        start = 0
        while self.cased and start < len(tokens):
            end = self._run_end(tokens, start)
            if sum(self.may_be_name(token) for token in tokens[start:end]) >= least:
                runs.append((start, end))
            start = max(end, start + 1)
        return runs

    def _run_end(self, tokens: Sequence[Token | None], start: int) -> int:
        """Where the run of capitals that begins at ``start`` ends; ``start`` itself where none does."""
        end = start
        for place in range(start, len(tokens)):
            token = tokens[place]
            if token is None or place > end + 1:
                break
            if self._may_belong(token):
                end = place + 1
            if token.mark or end == start:
                break
        return end

    def _may_belong(self, token: Token) -> bool:
        """Whether ``token`` may stand in a name beside other words: "Go" in "Go-Kart Tracks"."""
        written_so = self.cased and token.capital and not token.opens and len(token.text) > 1
        return written_so or self.may_be_name(token)

    def _name_like(self, tokens: Sequence[Token | None]) -> list[tuple[int, int]]:
        """Start and length of each stretch that may be a name."""
        places = []
        for start in range(len(tokens)):
            named = False
            for length, token in enumerate(tokens[start : start + MOST_HAN], start=1):
                if token is None or not self._may_belong(token) or (length > MOST_WORDS and not is_han(token.text)):
                    break
                named = named or self.may_be_name(token)
                if named:
                    places.append((start, length))
                if _parts(token):
                    break
        return places

    def _places(
        self, tokens: Sequence[Token | None], stretches: Stretches, forms: Sequence[NameForm]
    ) -> list[tuple[int, int]]:
        """Start and length of each stretch that is one of ``forms``; a nearer match hides the ones around it."""
        most = max((form.words for form in forms), default=0) + SPLIT
        found = [
            (score, start, length)
            for spoken, score in _likeness(stretches, forms).items()
            for start, length in stretches[spoken]
            if length <= most and self._credible(tokens, start, length, score)
        ]
        kept: list[tuple[int, int]] = []
        taken: set[int] = set()
        for _, start, length in sorted(found, key=lambda place: (-place[0], -place[2], place[1])):
            here = range(start, start + length)
            if taken.isdisjoint(here):
                taken.update(here)
                kept.append((start, length))
        return kept

    def _stretches(self, tokens: Sequence[Token | None]) -> Stretches:
        """Letters of every stretch that is not much longer than a known name → where it stands."""
        forms = [form for known in self.known.values() for form in known]
        most_words = max((form.words for form in forms), default=-SPLIT) + SPLIT
        most_letters = max((len(form.letters) for form in forms), default=0) / WORTH_COMPARING
        spelt = [letters(token.text) if token else "" for token in tokens]
        stretches: Stretches = {}
        for start in range(len(tokens)):
            joined = ""
            for length, token in enumerate(tokens[start : start + most_words], start=1):
                if token is None or len(joined) > most_letters:
                    break
                joined += spelt[start + length - 1]
                if length > 1 or token.text not in self.words.never:
                    stretches.setdefault(joined, []).append((start, length))
                if token.mark in SENTENCE_ENDS and len(token.text) > 2:
                    break
        return stretches

    def _credible(self, tokens: Sequence[Token | None], start: int, length: int, score: float) -> bool:
        """Whether a stretch may be the name, seeing how it is written and what stands beside it."""
        stretch = [token for token in tokens[start : start + length] if token]
        capital = any(token.capital for token in stretch)
        if score < 1:
            everyday = {stretch[0].text, stretch[-1].text} & self.words.never
            sure = sum(len(token.text) for token in stretch) >= SURE_LENGTH
            return sure or (not everyday and (capital or not self.cased))
        if length > 1 or stretch[0].text not in self.words.also_words:
            return True
        before = tokens[start - 1] if start else None
        if before and before.text in self.words.titles:
            return True
        parted = bool(stretch[0].mark) or bool(before and before.mark == ",")
        return parted if not self.cased else capital and (parted or not stretch[0].opens)


def _likeness(stretches: Stretches, forms: Sequence[NameForm]) -> dict[str, float]:
    """The spoken letters that are one of ``forms``, with their likeness."""
    spoken = [text for text in stretches if text]
    if not spoken or not forms:
        return {}
    near = cdist(
        [form.letters for form in forms],
        spoken,
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=WORTH_COMPARING,
    )
    scores: dict[str, float] = {}
    for form, text in np.argwhere(near).tolist():
        scores[spoken[text]] = max(scores.get(spoken[text], 0.0), alike(spoken[text], forms[form]))
    return {text: score for text, score in scores.items() if score > 0}


def _by_length(places: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    lengths: dict[int, set[int]] = {}
    for start, length in places:
        lengths.setdefault(length, set()).add(start)
    return {length: frozenset(starts) for length, starts in lengths.items()}


def _parts(token: Token) -> bool:
    """Whether the mark behind ``token`` ends a name; the full stop of an initial does not."""
    return bool(token.mark) and (len(token.text) > 1 or is_han(token.text))


def _at(tokens: Sequence[Token | None], place: int) -> Token | None:
    return tokens[place] if place < len(tokens) else None


def _has_digit(text: str) -> bool:
    """Whether ``text`` is a number or a code such as "LS6"."""
    return any(character.isdigit() for character in text)
