"""Known names in the tokens of one speaker, also misheard, split or joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from callgrade.norms.names.candidates import Places
from callgrade.norms.names.forms import NameForm, NameWords, letters, similarity
from callgrade.norms.pack.pack_file import NameSettings
from callgrade.norms.phrases.tokens import Token
from callgrade.text import SENTENCE_ENDS, is_han

SURE_LENGTH = 9
"""Letters from which an inexact match needs no capital and may hold everyday words: no other word is so similar."""

SPLIT = 2
"""Words more than a name has that a recogniser may write for it."""

Spellings = dict[str, Places]
"""Letters without blanks → the places where the tokens are written so."""


@dataclass(frozen=True)
class SpokenNames:
    """Finds known names. ``known``: slot → forms of its names; ``cased``: whether capitals mean something here."""

    known: Mapping[str, tuple[NameForm, ...]]
    words: NameWords
    cased: bool
    settings: NameSettings

    def spellings(self, tokens: Sequence[Token | None]) -> Spellings:
        """Every place that is not much longer than a known name, by its letters."""
        forms = [form for known in self.known.values() for form in known]
        most_words = max((form.words for form in forms), default=-SPLIT) + SPLIT
        most_letters = max((len(form.letters) for form in forms), default=0) / self.settings.least
        spelt = [letters(token.text) if token else "" for token in tokens]
        named = {form.letters for form in forms if form.words == 1}
        spellings: Spellings = {}
        for start in range(len(tokens)):
            joined = ""
            for length, token in enumerate(tokens[start : start + most_words], start=1):
                if token is None or len(joined) > most_letters:
                    break
                joined += spelt[start + length - 1]
                if length > 1 or token.text not in self.words.never or joined in named:
                    spellings.setdefault(joined, []).append((start, length))
                if token.mark and (is_han(token.text) or (token.mark in SENTENCE_ENDS and len(token.text) > 2)):
                    break
        return spellings

    def places(self, tokens: Sequence[Token | None], spellings: Spellings, slot: str) -> Places:
        """The places of the names of ``slot``; of overlapping ones the most similar."""
        forms = self.known.get(slot, ())
        most = max((form.words for form in forms), default=0) + SPLIT
        found = [
            (score, start, length)
            for spoken, score in self._scores(spellings, forms).items()
            for start, length in spellings[spoken]
            if length <= most and self._credible(tokens, start, length, score)
        ]
        kept: Places = []
        taken: set[int] = set()
        for _, start, length in sorted(found, key=lambda place: (-place[0], -place[2], place[1])):
            here = range(start, start + length)
            if taken.isdisjoint(here):
                taken.update(here)
                kept.append((start, length))
        return kept

    def _scores(self, spellings: Spellings, forms: Sequence[NameForm]) -> dict[str, float]:
        """The spellings that are one of ``forms``, with their similarity."""
        spoken = [text for text in spellings if text]
        if not spoken or not forms:
            return {}
        near = cdist(
            [form.letters for form in forms],
            spoken,
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=self.settings.least,
        )
        scores: dict[str, float] = {}
        for form, text in np.argwhere(near).tolist():
            score = similarity(spoken[text], forms[form], self.settings)
            scores[spoken[text]] = max(scores.get(spoken[text], 0.0), score)
        return {text: score for text, score in scores.items() if score > 0}

    def _credible(self, tokens: Sequence[Token | None], start: int, length: int, score: float) -> bool:
        """Whether the words at a place may be the name, given how they are written and what is beside them."""
        words = [token for token in tokens[start : start + length] if token]
        capital = any(token.capital for token in words)
        if score < 1:
            everyday = not is_han(words[0].text) and {words[0].text, words[-1].text} & self.words.never
            sure = sum(len(token.text) for token in words) >= SURE_LENGTH
            return sure or (not everyday and (capital or not self.cased))
        if length > 1 or words[0].text not in self.words.also_words | self.words.never:
            return True
        before = tokens[start - 1] if start else None
        if before and before.text in self.words.titles:
            return True
        parted = bool(words[0].mark) or bool(before and before.mark == ",")
        return parted if not self.cased else capital and (parted or not words[0].opens)
