"""The lexicon of a call, made of the words of the languages that it may be in."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from unicode_rbnf import RbnfEngine

from callgrade.redaction.items import texts
from callgrade.redaction.words.labels import Atom, Label, Part
from callgrade.redaction.words.lexicon import Lexicon, Phrase
from callgrade.redaction.words.words_file import LanguageWords
from callgrade.text import fold

_SPELLED = re.compile(r"spellout-(?:cardinal|numbering)(?!-financial|-year)|number$")


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
    closed: dict[str, list[Phrase]] = {}
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


def _phrases(language: LanguageWords) -> Iterator[Phrase]:
    cues, secrets, address, passwords = language.cues, language.secrets, language.address, language.passwords
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
        Label.RANGE: language.ranges,
        Label.HOW_MANY: language.how_many,
        Label.CHOSEN: secrets.chosen,
        Label.PASSWORD: passwords.names,
        Label.SAYS: passwords.says,
        Label.SETS: passwords.sets,
        Label.AS_NAME: passwords.as_name,
        Label.SYMBOL: passwords.symbols,
        Label.ASKS: passwords.asks,
        Label.STOP: passwords.stops,
        Label.ABOUT: passwords.about,
    }
    for label, phrases in lists.items():
        yield from (Phrase(texts(phrase), label) for phrase in dict.fromkeys(phrases))
    for phrase, value in language.multipliers.items():
        if len(texts(phrase)) > 1:
            yield Phrase(texts(phrase), Label.MULTIPLIER, value)
