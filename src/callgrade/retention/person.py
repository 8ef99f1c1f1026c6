"""A person in stored calls: by name as the norms find names, and by the digits of a telephone number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from callgrade.config.folder import configs_folder
from callgrade.errors import UsageError
from callgrade.model.conversation import Conversation, Turn, Word
from callgrade.norms.names.forms import NameForm, letters, untitled
from callgrade.norms.names.given import is_cased
from callgrade.norms.names.spoken import SpokenNames
from callgrade.norms.pack.language import Language
from callgrade.norms.pack.load import languages, load_pack
from callgrade.norms.pack.pack_file import NameSettings
from callgrade.norms.phrases.tokens import Token, token_texts, tokenise
from callgrade.redaction import RedactionWords, load_redaction
from callgrade.redaction.items import SpokenItems
from callgrade.redaction.talk import read_talk
from callgrade.redaction.telephones import number_groups

LEAST_DIGITS = 7
"""Digits of a number that belongs to one person; ITU-T E.164 numbers have at most 15."""
_USUAL_LANGUAGE = "en"  # for a call in a language without words: letters and sounds only
_FORMS = ("whole", "first", "rest")
_APART = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class WantedName:
    """A name as written. It is found whole; or its first word and the others, each somewhere in the call."""

    name: str

    @classmethod
    def read(cls, text: str) -> "WantedName":
        """The name in ``text``; raises ``UsageError`` if it has no letters."""
        if not any(character.isalpha() for character in text):
            raise UsageError(f"{text!r} is no name.", "Give the name as it is written.")
        return cls(text)

    def said_in(self, conversation: Conversation, names: "NameRules") -> list[float]:
        """When it is said, in s; empty if it is not."""
        turns = [tokenise(turn.words, names.language.spelling) for turn in conversation.turns]
        spoken = names.spoken(self.name, is_cased([token for tokens in turns for token in tokens]))
        found: dict[str, list[float]] = {form: [] for form in _FORMS}
        for turn, tokens in zip(conversation.turns, turns, strict=True):
            for form, time_s in _said(turn, tokens, spoken):
                found[form].append(time_s)
        apart = [*found["first"], *found["rest"]] if found["first"] and found["rest"] else []
        return sorted(found["whole"] or apart)

    def is_in(self, text: str, names: "NameRules") -> bool:
        """Whether a text such as a file's name or a field of the record has it."""
        words = tuple(Word(word, 0, 0, None) for word in _APART.split(text) if word)
        tokens = tokenise(words, names.language.spelling)
        spoken = names.spoken(self.name, cased=False)
        spellings = spoken.spellings(tokens)
        return bool(spoken.places(tokens, spellings, "whole"))


@dataclass(frozen=True)
class WantedNumber:
    """A telephone number by its digits, with or without the country and the zeros before it."""

    digits: str

    @classmethod
    def read(cls, text: str) -> "WantedNumber":
        """The number in ``text``; raises ``UsageError`` for one that is too short to belong to one person."""
        digits = re.sub(r"\D", "", text)
        if len(digits.lstrip("0")) < LEAST_DIGITS:
            raise UsageError(f"{text} has fewer than {LEAST_DIGITS} digits.", "Give the whole number.")
        return cls(digits)

    def is_in(self, text: str) -> bool:
        """Whether a text has it."""
        return any(self.is_same(run) for run in re.findall(r"\d+", text))

    def is_same(self, digits: str) -> bool:
        """Whether both are one number: the shorter one ends the longer one."""
        one, other = self.digits.lstrip("0"), digits.lstrip("0")
        shorter = min(one, other, key=len)
        return len(shorter) >= LEAST_DIGITS and one.endswith(shorter) and other.endswith(shorter)


@dataclass(frozen=True)
class NameRules:
    """What is known of names in one language."""

    language: Language
    settings: NameSettings

    def spoken(self, name: str, cased: bool) -> SpokenNames:
        """What finds ``name``."""
        words = self.language.names
        parts = untitled(token_texts(name, self.language.spelling), words.titles)
        forms = dict(zip(_FORMS, (parts, parts[:1], parts[1:]), strict=True))
        known = {
            form: (NameForm(letters("".join(said)), len(said), words.sounds),) for form, said in forms.items() if said
        }
        return SpokenNames(known, words, cased, self.settings)


class SearchRules:
    """The rules of every language, read when a call in it comes."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._known: dict[str, NameRules] = {}

    def names(self, code: str | None) -> NameRules:
        """The rules of language ``code``."""
        known = code if code in languages(configs_folder()) else _USUAL_LANGUAGE
        if known not in self._known:
            pack = load_pack(configs_folder(), known, "service")
            assert pack.language
            self._known[known] = NameRules(pack.language, pack.settings.names)
        return self._known[known]

    def numbers(self, conversation: Conversation) -> Iterator[tuple[str, float]]:
        """Numbers as digits, also those said in words, and when they are said in s."""
        said = [SpokenItems(turn.role, [word.text for word in turn.words]) for turn in conversation.turns]
        talk = read_talk(said, self._words.lexicon(conversation.language))
        for group in number_groups(talk):
            item = talk.items[group[0].first]
            yield "".join(one.digits for one in group), conversation.turns[item.turn].start_s

    @cached_property
    def _words(self) -> RedactionWords:
        return load_redaction(configs_folder() / "redaction")


def _said(turn: Turn, tokens: Sequence[Token], spoken: SpokenNames) -> Iterator[tuple[str, float]]:
    spellings = spoken.spellings(tokens)
    for form in spoken.known:
        for start, _ in spoken.places(tokens, spellings, form):
            yield form, turn.words[tokens[start].word].start_s
