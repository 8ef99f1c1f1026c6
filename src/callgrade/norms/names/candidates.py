"""Words that may be a name that is not known, in the tokens of one speaker."""

from collections.abc import Sequence
from dataclasses import dataclass

from callgrade.norms.names.forms import NameWords, untitled
from callgrade.norms.phrases.tokens import NOT_KNOWN, Token
from callgrade.text import is_han

MOST_WORDS = 3
MOST_HAN = 8
"""Words, and Chinese characters, that an unknown name may have."""

MOST_PARTICLES = 3
"""Small words before a surname ("van 't", "de la")."""

CLITIC = "'s"
"""The end of another word: "the name's Robson"."""

Places = list[tuple[int, int]]
"""Start and length, in tokens."""


@dataclass(frozen=True)
class NameCandidates:
    """Finds words that may be a name. ``cased``: whether capitals mean something in this transcript.

    ``guessed``: tokens of unknown words that may be names.
    """

    words: NameWords
    cased: bool
    guessed: frozenset[str] = frozenset()

    def may_be_name(self, token: Token | None) -> bool:
        """Whether ``token`` may be an unknown name."""
        if token is not None and token.text in NOT_KNOWN:
            return token.text in self.guessed
        if token is None or token.text == CLITIC or token.text in self.words.never:
            return False
        if not any(map(str.isalpha, token.text)):
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
        """The end of a name that seems to end at ``end``, if particles and a further name, no business, follow."""
        after = self._past_particles(tokens, end)
        token = _at(tokens, after)
        joined = token and after > end and self.may_be_name(token) and not self.words.is_company_word(token.text)
        return after + 1 if joined else end

    def particles_before(self, tokens: Sequence[Token | None], start: int) -> tuple[str, ...]:
        """The particles before the surname at ``start``."""
        first = start
        while first > max(start - MOST_PARTICLES, 0) and self._is_particle(tokens[first - 1]):
            first -= 1
        return tuple(token.text for token in tokens[first:start] if token)

    def _links(self, tokens: Sequence[Token | None], start: int, end: int) -> frozenset[int]:
        """The places of particles between two words of a name."""
        links: set[int] = set()
        for place in range(start + 1, end):
            before = tokens[place - 1]
            if before and not before.mark and self.may_be_name(before) and self._is_particle(tokens[place]):
                after = self._past_particles(tokens, place)
                if after < end and self.may_be_name(tokens[after]):
                    links.update(range(place, after))
        return frozenset(links)

    def _past_particles(self, tokens: Sequence[Token | None], start: int) -> int:
        """The place after the particles that begin at ``start``."""
        end = start
        while end < start + MOST_PARTICLES and self._is_particle(_at(tokens, end)):
            end += 1
        return end

    def _is_particle(self, token: Token | None) -> bool:
        return token is not None and token.text in self.words.particles and not token.mark

    def written_names(self, tokens: Sequence[Token | None], least: int) -> Places:
        """Start and end of each run of capitals with at least ``least`` words that may be names.

        A small word may join two capitals ("Bank of New Zealand"). Without casing the list is empty.
        """
        runs: Places = []
        start = 0
        while self.cased and start < len(tokens):
            end = self._run_end(tokens, start)
            if sum(self.may_be_name(token) for token in tokens[start:end]) >= least:
                runs.append((start, end))
            start = max(end, start + 1)
        return runs

    def _run_end(self, tokens: Sequence[Token | None], start: int) -> int:
        """The end of the run of capitals that begins at ``start``; ``start`` itself if there is none."""
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
        """Whether ``token`` may be part of a name of several words: "Go" in "Go-Kart Tracks"."""
        written_so = self.cased and token.capital and not token.opens and len(token.text) > 1
        return written_so or self.may_be_name(token)

    def name_like(self, tokens: Sequence[Token | None]) -> Places:
        """The places that may be a name."""
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


def _parts(token: Token) -> bool:
    """Whether the mark after ``token`` ends a name; the full stop of an initial does not."""
    return bool(token.mark) and (len(token.text) > 1 or is_han(token.text))


def _at(tokens: Sequence[Token | None], place: int) -> Token | None:
    return tokens[place] if place < len(tokens) else None
