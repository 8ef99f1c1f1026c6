"""Reads the name of a person at a place where one is due: after "my name is", after a title, at the start of a turn."""

from collections.abc import Sequence
from dataclasses import dataclass

from callgrade.norms.names.candidates import MOST_PARTICLES, NameCandidates
from callgrade.norms.phrases.tokens import Token
from callgrade.text import is_han

MOST_READ = 3
"""Words of a person's name, without particles."""

UNKNOWN = frozenset({"什么", "啥", "喂"})
"""What is no surname: "what", and "hello" on the telephone."""

VOWELS = frozenset("aeiouyæøåäöü")
"""A title without any is shortened, so that a full stop after it ends no sentence: "Mrs."."""

SHORTENED = frozenset({"prof", "mevr", "ing", "ir", "mag", "dipl"})
"""Titles with a vowel that are shortened, too."""

Tokens = Sequence[Token | None]


@dataclass(frozen=True)
class ReadName:
    """A name from ``start`` to ``end``: ``name`` without titles, ``words`` without particles too.

    ``titled``: after a title; ``rare``: some word of it is no everyday word.
    """

    start: int
    end: int
    name: tuple[str, ...]
    words: int
    titled: bool
    rare: bool


@dataclass(frozen=True)
class NameReader:
    """Reads names in the tokens of one speaker."""

    candidates: NameCandidates

    def read(self, tokens: Tokens, start: int, everyday: bool = False) -> ReadName | None:
        """The name of a person at ``start``; ``everyday``: words that are no rare ones may be a name too."""
        token = _at(tokens, start)
        if token is None or not self._may_open(token, everyday):
            return None
        if is_han(token.text):
            return self._surname(tokens, start)
        first = self._past_titles(tokens, start)
        if first > start and _ends_sentence(tokens[first - 1]):
            return None
        titled = first > start
        at = self._past_particles(tokens, first)
        end, words = self._words(tokens, at, everyday or titled)
        if not words or self._is_no_person(words):
            return None
        name = tuple(token.text for token in tokens[first:end] if token)
        rare = any(token.text not in self.candidates.words.never for token in words)
        return ReadName(start, end, name, len(words), titled, rare)

    def _may_open(self, token: Token, everyday: bool) -> bool:
        """Whether a name, its title or its particle may begin with ``token``; saves the closer look at most words."""
        words = self.candidates.words
        if token.text in words.titles or token.text in words.particles:
            return True
        if token.text in words.never and not everyday:
            return False
        return everyday if is_han(token.text) else token.capital or not self.candidates.cased

    def _surname(self, tokens: Tokens, start: int) -> ReadName | None:
        """The Chinese surname at ``start``: one character, or two that are a surname together."""
        pair = [token.text for token in tokens[start : start + 2] if token]
        if "".join(pair) in UNKNOWN or pair[0] in UNKNOWN:
            return None
        length = 2 if "".join(pair) in self.candidates.words.surnames else 1
        name = tuple(pair[:length])
        rare = "".join(name) in self.candidates.words.surnames
        return ReadName(start, start + length, name, 1, titled=False, rare=rare)

    def _words(self, tokens: Tokens, start: int, everyday: bool) -> tuple[int, list[Token]]:
        """The end and the words of the name that begins at ``start``; particles between them are passed."""
        words: list[Token] = []
        end = at = start
        while len(words) < MOST_READ and (token := _at(tokens, at)):
            if not (self._belongs(token, everyday and not words) or (words and self._closes(token))):
                break
            words.append(token)
            end = at = at + 1
            if token.mark and len(token.text) > 1:
                break
            after = self._past_particles(tokens, end)
            if after > end and (token := _at(tokens, after)) and self._belongs(token, everyday=False):
                at = after
        return end, words

    def _belongs(self, token: Token, everyday: bool) -> bool:
        if is_han(token.text) or not any(map(str.isalpha, token.text)):
            return False
        if self.candidates.cased and not token.capital:
            return False
        return everyday or token.text not in self.candidates.words.never

    def _closes(self, token: Token) -> bool:
        """Whether an everyday word ends a name: "Schatz" in "Werner Schatz."."""
        return self.candidates.cased and token.capital and not token.opens and bool(token.mark)

    def _is_no_person(self, words: list[Token]) -> bool:
        """Whether the words are a company or a place."""
        known = self.candidates.words
        kinds = (word.text for word in words if word.text not in known.also_words)
        return any(map(known.is_company_word, kinds)) or known.is_place(words[-1].text)

    def _past_titles(self, tokens: Tokens, start: int) -> int:
        while (token := _at(tokens, start)) and token.text in self.candidates.words.titles and not is_han(token.text):
            start += 1
            if _ends_sentence(token):
                break
        return start

    def _past_particles(self, tokens: Tokens, start: int) -> int:
        end = start
        while end < start + MOST_PARTICLES and (token := _at(tokens, end)) and self._is_particle(token):
            end += 1
        return end

    def _is_particle(self, token: Token) -> bool:
        return token.text in self.candidates.words.particles and not token.mark


def _ends_sentence(title: Token | None) -> bool:
    """Whether a mark parts ``title`` from what follows: "yes, sir. It …"."""
    if title is None or not title.mark:
        return False
    return title.mark != "." or not (title.text in SHORTENED or VOWELS.isdisjoint(title.text))


def _at(tokens: Tokens, place: int) -> Token | None:
    return tokens[place] if place < len(tokens) else None
