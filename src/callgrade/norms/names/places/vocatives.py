"""Where a speaker may call the other by name: after a title, set off by marks, beside "okay" and "thanks".

In a transcript without capitals and marks the start of a turn, after a few everyday words, and its end are such places.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from callgrade.norms.names.places.name_reader import NameReader, ReadName
from callgrade.norms.phrases.tokens import Token
from callgrade.text import SENTENCE_ENDS, is_han

MOST_BEFORE = 4
"""Everyday words before a name that a sentence opens with: "Thank you very much, Ann."."""

HAN_SURNAME = (1, 2)
"""Characters of a Chinese surname."""

Tokens = Sequence[Token | None]


@dataclass(frozen=True)
class Vocatives:
    """Finds them. ``everyday``: words that are names only in a certain place may be one too."""

    reader: NameReader

    def find(self, tokens: Tokens, everyday: bool = False) -> Iterator[ReadName]:
        """The names in ``tokens``, in order."""
        titled = {place - length for place in self._title_places(tokens) for length in HAN_SURNAME}
        for start in range(len(tokens)):
            if (before := tokens[start - 1] if start else None) and before.text in self._titles:
                continue
            if (token := tokens[start]) and is_han(token.text):
                if start in titled:
                    yield from self._with_title_after(tokens, start)
                continue
            read = self.reader.read(tokens, start, everyday)
            if read and (read.titled or self._is_set_off(tokens, read)):
                yield read

    def _title_places(self, tokens: Tokens) -> Iterator[int]:
        """Where a character stands with which a Chinese title begins."""
        begins = {title[0] for title in self._titles if is_han(title[0])}
        return (place for place, token in enumerate(tokens) if token and token.text in begins) if begins else iter(())

    def _with_title_after(self, tokens: Tokens, start: int) -> Iterator[ReadName]:
        """The Chinese surname at ``start``, if a title follows it at once."""
        read = self.reader.read(tokens, start, everyday=True)
        last = tokens[read.end - 1] if read else None
        if (
            read
            and last
            and not last.mark
            and "".join(token.text for token in tokens[read.end : read.end + 2] if token) in self._titles
        ):
            yield read

    @property
    def _titles(self) -> frozenset[str]:
        return self.reader.candidates.words.titles

    def _is_set_off(self, tokens: Tokens, read: ReadName) -> bool:
        before, last = tokens[read.start - 1] if read.start else None, tokens[read.end - 1]
        after = tokens[read.end] if read.end < len(tokens) else None
        if not self.reader.candidates.cased:
            return after is None or self._opens_with(tokens, read.start)
        ends = last is not None and last.mark in {",", *SENTENCE_ENDS}
        parted = before is not None and before.mark == ","
        return ends and (parted or self._opens_with(tokens, read.start))

    def _opens_with(self, tokens: Tokens, start: int) -> bool:
        """Whether only everyday words come before ``start`` in the sentence, at least one."""
        place = start
        while place and (token := tokens[place - 1]) and token.mark not in SENTENCE_ENDS:
            if (
                start - place == MOST_BEFORE
                or token.text not in self.reader.candidates.words.never
                or is_han(token.text)
            ):
                return False
            place -= 1
        return 0 < start - place <= MOST_BEFORE
