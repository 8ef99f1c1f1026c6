"""How a name may sound and look after speech recognition.

A name is compared as letters without blanks, so that "PetroMax" is found in "petro max" and "Kali ticks" is similar to
"Callytics": equal sound (Metaphone, Philips 1990) with some similarity of the letters, or great similarity of the
letters (normalised Levenshtein distance). Everyday words never count as a misheard name. Chinese names are compared by
character and by pinyin, since recognisers write a name with whatever characters sound like it.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import dropwhile

from jellyfish import metaphone
from rapidfuzz.distance import Levenshtein

from callgrade.norms.names.sounds import NO_SOUNDS, Sounds
from callgrade.norms.pack.pack_file import NameSettings
from callgrade.text import is_han

SHORTEST_MISSPELT = 5
"""Letters from which a name that sounds different may be misspelt: "Amy" and "Any" differ by one letter."""

SAME_SOUND = 0.9
"""Similarity of Chinese names with the same sound."""

SAME_IN_PINYIN = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("l", "n"))
"""Sounds that southern speakers, and recognisers, do not distinguish."""

SHORTEST_BUSINESS = 5
"""Letters from which a kind of business is recognised at the end of a compound: not "bil" in "Sybil"."""

AFTER_SURNAME = ("生", "太")
"""How Cantonese speakers address people; elsewhere the characters are parts of other words."""

MOST_SMALL = 1 / 3
"""Share of a surname's letters in small words from which they are not compared: "van den …", not "Al …" [conv]."""

DOUBLE_SURNAME = 4
"""Characters from which a Chinese name has a surname of two."""

OF_PLACE = re.compile("(?<=^..)[省市县区]")
"""What says in a Chinese company's name that it begins with a place, and is seldom said."""


@dataclass(frozen=True)
class NameForm:
    """One way to say a name.

    ``letters``: without blanks and accents; ``words``: how many; ``sounds``: of the language.
    """

    letters: str
    words: int
    sounds: Sounds = NO_SOUNDS

    @cached_property
    def sound(self) -> str:
        """Metaphone key."""
        return sound(self.letters)


@dataclass(frozen=True)
class NameWords:
    """The words of a language that look like names or belong to names, in normal form.

    ``never``: never a name; ``also_words``: names that are ordinary words too; ``company_forms``: parts of
    company names that people leave out; ``titles``: words before or after a surname; ``particles``: small words
    inside surnames ("van der", "de la"); ``business``: kinds of business; ``place_endings``: of streets and places;
    ``sounds``: spellings with one sound; ``surnames``: Chinese ones, of one or two characters.
    """

    never: frozenset[str] = frozenset()
    also_words: frozenset[str] = frozenset()
    company_forms: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    business: frozenset[str] = frozenset()
    place_endings: tuple[str, ...] = ()
    sounds: Sounds = NO_SOUNDS
    surnames: frozenset[str] = frozenset()

    def is_company_word(self, text: str) -> bool:
        """Whether ``text`` is, or ends with, a kind of business: "dekkhotell" in a language that joins words."""
        return text in self.company_forms or text in self.business or text.endswith(self._endings)

    def is_of_business(self, text: str) -> bool:
        """As ``is_company_word``, but no small word that companies' names have, too: "the", "and"."""
        return self.is_kind_of_business(text) or (text not in self.never and self.is_company_word(text))

    def is_kind_of_business(self, text: str) -> bool:
        """Whether ``text`` is, or ends with, a kind of business; a department ("klantenservice") is none."""
        return text in self.business or self.is_compound(text)

    def is_compound(self, text: str) -> bool:
        """Whether ``text`` ends with a kind of business: "Elbkasse"."""
        return text not in self.business and text not in self.never and text.endswith(self._kinds)

    def is_place(self, text: str) -> bool:
        """Whether ``text`` ends like the name of a street or a place."""
        return letters(text).endswith(self.place_endings)

    @cached_property
    def _kinds(self) -> tuple[str, ...]:
        return tuple(word for word in self.business if len(word) >= SHORTEST_BUSINESS)

    @cached_property
    def _endings(self) -> tuple[str, ...]:
        return (*self._kinds, *(word for word in self.company_forms if len(word) >= SHORTEST_BUSINESS))


def letters(text: str) -> str:
    """``text`` without accents."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def sound(text: str) -> str:
    """Metaphone key of ``text``, pinyin of Chinese characters; "" for other writing."""
    if text and all(map(is_han, text)):
        return pinyin(text)
    return metaphone(text) if text.isascii() and text.isalpha() else ""


@lru_cache(maxsize=10_000)
def pinyin(text: str) -> str:
    """Syllables of ``text`` without tones and without distinctions that many speakers do not make."""
    from pypinyin import lazy_pinyin  # slow to load, and only needed for Chinese

    return " ".join(_merged(syllable) for syllable in lazy_pinyin(text))


def _merged(syllable: str) -> str:
    for written, heard in SAME_IN_PINYIN:
        syllable = syllable.replace(written, heard)
    return syllable


def untitled(name: Sequence[str], titles: Collection[str]) -> tuple[str, ...]:
    """``name`` without titles; a Chinese title is several characters after the name."""
    kept = tuple(token for token in name if token not in titles or is_han(token))
    said = "".join(kept)
    title_after = max((title for title in titles if said.endswith(title) and is_han(title[0])), key=len, default="")
    return kept[: len(kept) - len(title_after)] if title_after and is_han(kept[-1]) else kept


def person_forms(tokens: Sequence[str], words: NameWords) -> tuple[NameForm, ...]:
    """The forms of a person's name: in full, first name, last name, all but the first name.

    A surname is compared without long small words before it: "Van den Broecke" is not "Van den Bossche".
    """
    parts = _without_particles(untitled(tokens, words.titles), words)
    if parts and all(is_han(part) for part in parts):
        return _han_forms(parts, words)
    said = [parts, parts[:1], _without_particles(parts[1:], words), parts[-1:]]
    return _forms((form for form in said if form and len("".join(form)) > 1), words.sounds)


def _without_particles(parts: Sequence[str], words: NameWords) -> tuple[str, ...]:
    """``parts`` without leading small words that are long enough to make different surnames alike."""
    kept = tuple(dropwhile(words.particles.__contains__, parts))
    share = 1 - len("".join(kept)) / len("".join(parts)) if parts else 0.0
    return kept if kept and share >= MOST_SMALL else tuple(parts)


def company_forms(tokens: Sequence[str], words: NameWords) -> tuple[NameForm, ...]:
    """The forms of a company's name: in full, without the parts that people leave out, or its first words.

    One word is enough if it is no everyday word: "SkyDarpan" of "SkyDarpan DTH".
    """
    parts = [token for token in tokens if token != "the"]
    core = [part for part in parts if part not in words.company_forms]
    leading = parts[:-1]
    while leading and leading[-1] in words.never:
        leading.pop()
    said = [parts, core if not words.never.issuperset(core) else [], leading if len(leading) > 1 else []]
    if core and len(core[0]) >= SHORTEST_MISSPELT and core[0] not in words.never | words.also_words | words.business:
        said.append(core[:1])
    rest = [part for part in core if part not in words.business]
    if 1 < len(rest) < len(core) and rest[0] in words.never and not words.never.issuperset(rest):
        said.append(rest)  # with an article: "De Linde" of "Ziekenfonds De Linde"
    if parts and is_han(parts[0]):
        said.append([_short_han("".join(parts), words)])
    return _forms((form for form in said if form), words.sounds)


def _short_han(name: str, words: NameWords) -> str:
    """A Chinese company's ``name`` without the parts that people leave out."""
    short = OF_PLACE.sub("", name)
    for form in words.company_forms:
        short = short.replace(form, "")
    return short


def similarity(spoken: str, form: NameForm, settings: NameSettings) -> float:
    """How similar ``spoken`` (letters without blanks) and a name are, 0…1; 0 if it is another name."""
    if spoken == form.letters:
        return 1.0
    if is_han(spoken[:1]) or is_han(form.letters[:1]):
        return SAME_SOUND if len(spoken) > 1 and sound(spoken) == form.sound != "" else 0.0
    score = Levenshtein.normalized_similarity(spoken, form.letters)
    if form.sounds.equal(spoken, form.letters):
        return max(score, settings.least)
    key = form.sound
    if len(key) >= 2 and sound(spoken) == key and score >= _least_with_same_sound(key, settings):
        return score
    long_enough = min(len(spoken), len(form.letters)) >= SHORTEST_MISSPELT
    return score if long_enough and score >= settings.misspelt and spoken[0] == form.letters[0] else 0.0


def _least_with_same_sound(key: str, settings: NameSettings) -> float:
    return settings.short_sound if len(key) == 2 else settings.long_sound


def _forms(said: Iterable[Sequence[str]], sounds: Sounds) -> tuple[NameForm, ...]:
    return tuple({NameForm(letters("".join(parts)), len(parts), sounds): None for parts in said})


def _han_forms(parts: Sequence[str], words: NameWords) -> tuple[NameForm, ...]:
    """A Chinese name: in full, the given name where it has two characters, the surname with a title."""
    long = len(parts) == DOUBLE_SURNAME or "".join(parts[:2]) in words.surnames
    surname = parts[:2] if long else parts[:1]
    titled = [[*surname, *title] for title in (*words.titles, *AFTER_SURNAME) if is_han(title[0])]
    said = [*([parts] if len(parts) > 1 else []), *([parts[1:]] if len(parts) > 2 else []), *titled]
    return tuple({NameForm("".join(form), len(form)): None for form in said})
