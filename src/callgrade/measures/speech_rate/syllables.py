"""Counting syllables in written words.

Conventions: one syllable per vowel nucleus as spoken in careful speech; digits are spelled out first; capitals
without a vowel (PDF) are spelled by letter. English: the dictionary of ``syllapy`` (MIT), its vowel rule for unknown
words. Dutch, Norwegian, German, French, Spanish, Italian: the nuclei below, longest first. Other alphabetic
languages: one syllable per group of vowels. Chinese and Korean: one per character. Scripts that do not write their
vowels have no count.
"""

import re
import unicodedata
from functools import lru_cache

import syllapy

from callgrade.measures.speech_rate.numerals import spelled_out
from callgrade.text import HAN

_SAME_AS = {"no": "nb", "nn": "nb", "yue": "zh"}
_PER_CHARACTER = frozenset({"zh", "ko"})
_UNWRITTEN_VOWELS = frozenset({"ar", "fa", "he", "hi", "ja", "km", "lo", "my", "ta", "te", "th", "ur", "yi"})

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CHARACTER = re.compile(rf"[{HAN}\uac00-\ud7af]")  # Chinese and Korean
_VOWELS = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿāăąēėęěīįıōőūůűųаеёиоуыэюяіїєαεηιουωάέήίόύώ]+")
_NUCLEI = {
    "nl": re.compile(
        r"(?<=t)io(?=n)|aai|ooi|oei|eeu|ieu|eau|aa|ee|oo|uu|ie(?!ë)|oe|eu|ui|ij|ei|ou|au|ai|oi|ey|ay|[aeiouáàâäéèêëíïóôöúüy]"
    ),
    "nb": re.compile(r"ei|øy|øi|au|ai|oi|ou|ee(?=\W|$)|aa|[aeiouyæøåéèêóòôäöü]"),
    "de": re.compile(r"(?<=t)io(?=n)|äu|ai|au|ei|eu|ie|aa|ee|oo|ay|ey|oy|[aeiouyäöü]"),
    "fr": re.compile(r"é(?=[aeiouâêîôû])|[ïüë]|[aeiouyàâéèêîôùûœæ]+?(?=é|ï|ü|ë)|[aeiouyàâéèêîôùûœæ]+"),
    "es": re.compile(
        r"[iuü]*[aeoáéó](?:[iu](?![aeoáéó])|y(?![aeiouáéíóú]))?|[íú]|[iuü]+(?:y(?![aeiouáéíóú]))?|y(?![aeiouáéíóú])"
    ),
    "it": re.compile(r"iao|[iu]*[aeoàèéòó](?:[iu](?![aeoàèéòó]))?|[ìù]|[iu]+|y"),
}
_FRENCH_MUTE_END = re.compile(r"(?<=[^aeiouyàâéèêîôùûœæïüë])(?:es?|ent)$")
_ENGLISH_KNOWN = {"ok": 2, "id": 2, "hmm": 1, "mhm": 2, "mm": 1}
_SIBILANT_END = re.compile(r"(?:s|x|z|ch|sh|ce|ge|se)$")


def counts_characters(language: str) -> bool:
    """Whether the language's rate is counted in characters (Chinese), not in words."""
    return _primary(language) == "zh"


def syllables(text: str, language: str) -> int | None:
    """Number of syllables in ``text`` of ``language`` (ISO 639-1), ``None`` where the script does not write vowels."""
    language = _primary(language)
    if language in _UNWRITTEN_VOWELS:
        return None
    return sum(_in_word(word, language) for word in spoken_words(text, language))


@lru_cache(maxsize=65_536)
def spoken_words(text: str, language: str) -> tuple[str, ...]:
    """The words of ``text`` as spoken: digits and signs spelled out, punctuation gone, hyphenated parts apart."""
    plain = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    return tuple(_WORD.findall(spelled_out(plain, _primary(language))))


@lru_cache(maxsize=256)
def _primary(language: str) -> str:
    primary = re.split(r"[-_]", language.lower())[0]
    return _SAME_AS.get(primary, primary)


@lru_cache(maxsize=65_536)
def _in_word(word: str, language: str) -> int:
    if language in _PER_CHARACTER:
        characters = len(_CHARACTER.findall(word))
        latin = _CHARACTER.sub(" ", word).split()
        return characters + sum(_in_word(part, "en") for part in latin)
    if word.isupper() and not _VOWELS.search(word.lower()):
        return _spelled_by_letter(word, language)
    lower = word.lower().replace("’", "'")
    return _in_english(lower) if language == "en" else _by_nuclei(lower, language)


def _spelled_by_letter(word: str, language: str) -> int:
    return len(word) + (2 * word.count("W") if language == "en" else 0)


def _in_english(word: str) -> int:
    if word in _ENGLISH_KNOWN:
        return _ENGLISH_KNOWN[word]
    if word.endswith("n't") and len(word) > 3:
        verb = word[:-3]
        return int(syllapy.count(verb)) + int(verb[-1] in "dst")
    stem, _, ending = word.partition("'")
    return int(syllapy.count(stem)) + _heard(stem, ending)


def _heard(stem: str, ending: str) -> int:
    """Syllables of what follows the apostrophe: 1 in it'll, boss's and could've, none in I'm."""
    match ending:
        case "" | "m" | "re" | "t":
            return 0
        case "s":
            return int(bool(_SIBILANT_END.search(stem)))
        case "d" | "ve":
            return int(stem[-1] in "dt")
        case "ll":
            return int(stem[-1] not in "aeiouy")
        case _:
            return int(syllapy.count(ending))


def _by_nuclei(word: str, language: str) -> int:
    word = word.replace("qu", "k").replace("'", "")
    if language == "fr":
        word = _FRENCH_MUTE_END.sub("", word)
    nuclei = _NUCLEI.get(language, _VOWELS)
    return max(1, len(nuclei.findall(word)))
