"""The words of the languages that a call may be in, ready to be asked of one item or of several in a row."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, cached_property

from rapidfuzz.distance import Levenshtein
from unicode_rbnf import RbnfEngine

from callgrade.redaction.items import texts
from callgrade.redaction.words.words_file import LanguageWords
from callgrade.text import fold

LEAST_GLUED = 6
"""Letters of the shortest word that is tried as several number words written together."""
LEAST_MISSPELT = 4
"""Letters of the shortest word that may be a number word with one letter wrong."""
_SPELLED = re.compile(r"spellout-(?:cardinal|numbering)(?!-financial|-year)|number$")


class Part(Enum):
    """What a word is in a number."""

    NUMBER = auto()
    JOIN = auto()
    PLACE = auto()
    TIMES = auto()


@dataclass(frozen=True, slots=True)
class Atom:
    """A part of a number. ``value`` of ``TIMES``: how often the digit behind it is meant, 0 for a mere "times".

    ``sure``: also without numbers beside it.
    """

    part: Part
    value: int = 0
    sure: bool = True


class Label(Enum):
    """What a phrase is in talk about numbers."""

    FILLER = auto()
    RESTART = auto()
    QUANTITY = auto()
    MONTH = auto()
    MULTIPLIER = auto()
    CARD_NUMBER = auto()
    CARD = auto()
    CODE = auto()
    EXPIRY = auto()
    OTHER = auto()
    ACCOUNT = auto()
    SECRET = auto()
    CODE_WORD = auto()
    VALUE = auto()
    COUNT = auto()
    PRIVATE = auto()
    MESSAGE = auto()
    DEVICE = auto()
    ARRIVE = auto()
    READ = auto()
    BACK = auto()
    SIGN = auto()
    ENDS = auto()
    LASTS = auto()
    AROUND = auto()
    SLASH = auto()
    DATED = auto()
    ORDINAL = auto()
    NO_CODE = auto()
    HINT = auto()
    LEAD = auto()
    YEAR_LEAD = auto()
    AT = auto()
    DOT = auto()
    LINK = auto()
    OR = auto()
    HOW_MANY = auto()
    CHOSEN = auto()


CUES = frozenset(
    {
        Label.CARD_NUMBER, Label.CARD, Label.CODE, Label.EXPIRY, Label.OTHER, Label.ACCOUNT, Label.SECRET, Label.COUNT,
        Label.SIGN, Label.NO_CODE,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase found: items ``first`` up to ``end``. ``value``: of a multiplier."""

    label: Label
    first: int
    end: int
    value: int = 0


@dataclass(frozen=True)
class _Phrase:
    tokens: tuple[str, ...]
    label: Label
    value: int = 0


@dataclass(frozen=True)
class Lexicon:
    """``spoken``: word → its part of a number; ``glue``: by language, what compounds are made of."""

    spoken: Mapping[str, Atom]
    glue: tuple[Mapping[str, Atom], ...]
    phrases: Mapping[str, tuple[_Phrase, ...]]
    open_phrases: tuple[_Phrase, ...]

    @cached_property
    def _numbers(self) -> tuple[str, ...]:
        return tuple(word for word in self.spoken if len(word) >= LEAST_MISSPELT and word.isalpha())

    @cached_property
    def _longest(self) -> tuple[int, ...]:
        return tuple(max(map(len, vocabulary), default=0) for vocabulary in self.glue)

    @cached_property
    def _known(self) -> dict[str, tuple[Atom, ...]]:
        return {}

    @cached_property
    def _openings(self) -> dict[str, tuple[_Phrase, ...]]:
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

    def _beginning(self, word: str) -> tuple[_Phrase, ...]:
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


def build_lexicon(main: Iterable[LanguageWords], second: Iterable[LanguageWords]) -> Lexicon:
    """The lexicon of a call. ``main``: the languages it may be in; ``second``: whose digits may turn up in it.

    A word that is a sure number in one language and an unsure one in another is unsure.
    """
    main, second = tuple(main), tuple(second)
    spoken: dict[str, Atom] = {}
    glue = []
    for language in main:
        own = _spoken(language)
        glue.append({word: atom for word, atom in own.items() if len(word) > 1})
        for word, atom in own.items():
            spoken[word] = _less_sure(spoken[word], atom) if word in spoken else atom
    phrases = [phrase for language in main for phrase in _phrases(language)]
    everyday = {token for phrase in phrases for token in phrase.tokens} | set(spoken)
    for language in second:
        foreign = {word: atom for word, atom in _spoken(language).items() if atom.sure and word not in everyday}
        spoken.update({word: atom for word, atom in foreign.items() if atom.part is Part.NUMBER})
    closed: dict[str, list[_Phrase]] = {}
    for phrase in phrases:
        if "*" not in phrase.tokens[0]:
            closed.setdefault(phrase.tokens[0], []).append(phrase)
    return Lexicon(
        spoken,
        tuple(glue),
        {first: tuple(found) for first, found in closed.items()},
        tuple(phrase for phrase in phrases if "*" in phrase.tokens[0]),
    )


def _less_sure(first: Atom, other: Atom) -> Atom:
    """One word in two languages: a number rather than a join, sure only in both."""
    atom = first if first.part is Part.NUMBER else other
    return Atom(atom.part, atom.value, first.sure and other.sure and first.part is other.part)


def _spoken(language: LanguageWords) -> dict[str, Atom]:
    spoken = {word: Atom(Part.NUMBER, value) for word, value in _spelled_numbers(language.cldr)}
    spoken |= {fold(word): Atom(Part.NUMBER, value) for word, value in language.numbers.items()}
    spoken |= {fold(word): Atom(Part.NUMBER, value, sure=False) for word, value in language.homophones.items()}
    spoken |= {fold(word): Atom(Part.JOIN) for word in language.joins}
    spoken |= {fold(word): Atom(Part.TIMES) for word in language.times}
    multipliers = ((texts(phrase), value) for phrase, value in language.multipliers.items())
    spoken |= {words[0]: Atom(Part.TIMES, value) for words, value in multipliers if len(words) == 1}
    spoken |= {fold(word): Atom(Part.PLACE, value) for word, value in language.places.items()}
    return spoken


@cache
def _spelled_numbers(cldr: str) -> tuple[tuple[str, int], ...]:
    """All one-word spellings of 0…99."""
    engine = RbnfEngine.for_language(cldr)
    spelled = (
        (fold(text.replace("\u00ad", "")), number)
        for number in range(100)
        for ruleset, text in engine.format_number(number).text_by_ruleset.items()
        if _SPELLED.match(ruleset)
    )
    return tuple(dict.fromkeys((text, number) for text, number in spelled if len(texts(text)) == 1))


def _phrases(language: LanguageWords) -> Iterator[_Phrase]:
    cues, secrets, address = language.cues, language.secrets, language.address
    lists = {
        Label.FILLER: (*language.fillers, *language.restarts, *language.slashes),
        Label.RESTART: language.restarts,
        Label.QUANTITY: language.quantities,
        Label.MONTH: language.months,
        Label.CARD_NUMBER: cues.card_number,
        Label.CARD: cues.card,
        Label.CODE: cues.code,
        Label.EXPIRY: cues.expiry,
        Label.OTHER: cues.other,
        Label.ACCOUNT: cues.account,
        Label.SECRET: secrets.names,
        Label.CODE_WORD: secrets.code,
        Label.VALUE: secrets.value,
        Label.COUNT: secrets.count,
        Label.PRIVATE: secrets.private,
        Label.MESSAGE: secrets.message,
        Label.DEVICE: secrets.device,
        Label.ARRIVE: secrets.arrive,
        Label.READ: secrets.read,
        Label.BACK: secrets.back,
        Label.SIGN: secrets.sign,
        Label.ENDS: secrets.ends,
        Label.LASTS: secrets.lasts,
        Label.AROUND: secrets.around,
        Label.SLASH: language.slashes,
        Label.DATED: secrets.dated,
        Label.ORDINAL: language.ordinals,
        Label.NO_CODE: secrets.others,
        Label.LEAD: language.leads,
        Label.YEAR_LEAD: language.year_leads,
        Label.AT: address.at,
        Label.DOT: address.dot,
        Label.LINK: address.link,
        Label.OR: language.alternatives,
        Label.HOW_MANY: language.how_many,
        Label.CHOSEN: secrets.chosen,
    }
    for label, phrases in lists.items():
        yield from (_Phrase(texts(phrase), label) for phrase in dict.fromkeys(phrases))
    for phrase, value in language.multipliers.items():
        if len(texts(phrase)) > 1:
            yield _Phrase(texts(phrase), Label.MULTIPLIER, value)
