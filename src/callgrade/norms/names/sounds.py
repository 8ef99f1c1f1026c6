"""Spellings of names that sound alike in one language: "Meyer" and "Maier", "Dijkstra" and "Dykstra".

The language's data lists spellings and what they sound like. They are applied in order, then a doubled letter counts
once. Vowels count, unlike in Kölner Phonetik (Postel 1969) or Metaphone, for which Müller and Mahler are one name.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

LEAST_KEY = 2
"""Letters of a sound from which equal sounds are equal names."""

_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True)
class Sounds:
    """``rules``: pairs of a spelling and its sound, in order; ``$`` at the end of a spelling is the end of the name."""

    rules: tuple[tuple[str, str], ...] = ()

    def equal(self, one: str, other: str) -> bool:
        """Whether two names, as letters without blanks and accents, sound alike; never without rules."""
        key = self.key(one) if self.rules else ""
        return len(key) >= LEAST_KEY and key == self.key(other)

    def key(self, name: str) -> str:
        """``name`` as it sounds."""
        return _key(self.rules, name)


@lru_cache(maxsize=20_000)
def _key(rules: tuple[tuple[str, str], ...], name: str) -> str:
    key = f"{name}$"
    for written, heard in rules:
        key = key.replace(written, heard + "$" * written.endswith("$"))
    return _DOUBLED.sub(r"\1", key.removesuffix("$"))


NO_SOUNDS = Sounds()
