"""Finds recorded prompts by their words and their place: a machine speaks before the person on its side does.

A sentence with a phrase of the list ``prompt`` is a machine's. On each side of a call, a prompt reaches from the first
word to the last such sentence before the other side answers, if these sentences are close together. Sentences that
machines and persons both say (list ``prompt_or_person``) continue such a prompt. They may also be a prompt of their
own, if nobody has given a name yet; a greeting after them is a person's. Where only prompts have answered the other
side again and again, the last words of the side are one, too ("message sent"). Later in the call ("when you call, press
two") the words alone prove nothing, and nor does a single phrase if both sides are in one channel: then the voice
decides.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from callgrade.model.conversation import Word
from callgrade.model.prompt import Prompt, PromptFinder, Utterance
from callgrade.model.span import Span
from callgrade.norms.names.given import is_cased
from callgrade.norms.names.known import KnownNames
from callgrade.norms.pack.language import Language
from callgrade.norms.pack.norm import Pack
from callgrade.norms.pack.pack_file import NameSettings, PackFile
from callgrade.norms.phrases.matcher import SpokenText, apart
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.phrases.tokens import tokenise
from callgrade.text import QUESTION_MARKS, SENTENCE_ENDS

ONLY_MACHINES, MACHINES_AND_PERSONS = "prompt", "prompt_or_person"
"""The lists of a language that hold the phrases."""

INTRODUCTION = ("greeting.agent_name", "greeting.offer_of_help")
BEGINNING = ("greeting.salutation", *INTRODUCTION)
"""Norms whose phrases show that a person begins to speak, or that a person or a machine does."""


@dataclass(frozen=True)
class _Sentence:
    words: tuple[Word, ...]
    utterance: int
    machine: bool
    either: bool
    begins: bool
    introduces: bool


def prompt_finder(pack_of: Callable[[str | None], Pack]) -> PromptFinder:
    """Finds prompts with the words of the pack for a call's language."""

    def find(language: str | None, sides: Sequence[Sequence[Utterance]]) -> tuple[tuple[Prompt, ...], ...]:
        pack = pack_of(language)
        if pack.language is None:
            return ((),) * len(sides)
        return tuple(tuple(_prompts(pack.language, pack.settings, sides, side)) for side in range(len(sides)))

    return find


def _prompts(
    language: Language, settings: PackFile, sides: Sequence[Sequence[Utterance]], side: int
) -> Iterator[Prompt]:
    """The prompts of one side, in order."""
    others = [utterance for i, spoken in enumerate(sides) if i != side for utterance in spoken]
    runs = _runs(_sentences(language, settings.names, sides[side]), others)
    alone, opening, gap = len(sides) == 1, True, settings.prompts.most_between + 1
    for number, (run, following) in enumerate(zip_longest(runs, runs[1:])):
        end = _end_of_menu(run, gap) if opening else 0
        if opening and not end and not following and number > 1 and _tells(run):
            end = len(run)
            yield _prompt(run, sure=False, opening=True)
        elif end:
            end = _end_of_notice(run, end, gap, bool(following))
            recorded = sum(sentence.machine or sentence.either for sentence in run[:end])
            yield _prompt(run[:end], sure=recorded > 1 or not alone, opening=True)
        elif opening and (end := _end_of_notice(run, 0, gap, bool(following))):
            yield _prompt(run[:end], sure=False, opening=end < len(run) and run[end].begins)
        opening = opening and end == len(run)
        yield from (_prompt([sentence], sure=False, opening=False) for sentence in run[end:] if sentence.machine)


def _end_of_menu(run: Sequence[_Sentence], gap: int) -> int:
    """Number of sentences at the start of ``run`` that only a machine says, at most ``gap`` sentences apart."""
    end = 0
    for index, sentence in enumerate(run, start=1):
        if sentence.machine and index - end <= gap:
            end = index
    while 0 < end < len(run) and run[end].utterance == run[end - 1].utterance and not run[end].begins:
        end += 1
    return end


def _end_of_notice(run: Sequence[_Sentence], menu: int, gap: int, later: bool) -> int:
    """The same with sentences that persons say too, if they are an utterance of their own.

    ``later``: this side speaks again. After a menu of ``menu`` sentences a greeting is a person's; before it, a machine
    may greet.
    """
    end = menu
    for index, sentence in enumerate(run[menu:], start=menu + 1):
        if sentence.introduces or (menu and sentence.begins) or index - end > gap:
            break
        last_of_its_own = index == len(run) or run[index].utterance != sentence.utterance
        if last_of_its_own and (later or index < len(run)) and _gives_notice(run[end:index]):
            end = index
    return end


def _gives_notice(sentences: Sequence[_Sentence]) -> bool:
    return any(sentence.either for sentence in sentences)


def _tells(sentences: Sequence[_Sentence]) -> bool:
    """Whether no sentence greets or asks, as a person who takes over from a machine does."""
    asked = any(sentence.words[-1].text.endswith(QUESTION_MARKS) for sentence in sentences)
    return not asked and not any(sentence.begins for sentence in sentences)


def _prompt(sentences: Sequence[_Sentence], sure: bool, opening: bool) -> Prompt:
    span = Span(sentences[0].words[0].start_s, sentences[-1].words[-1].end_s)
    return Prompt(span, sure, opening)


def _runs(sentences: Sequence[_Sentence], others: Sequence[Utterance]) -> list[list[_Sentence]]:
    """``sentences`` in groups without words of the other side in between."""
    starts = sorted(utterance[0].start_s for utterance in others)
    grouped = groupby(sentences, key=lambda sentence: sum(start <= sentence.words[0].start_s for start in starts))
    return [list(run) for _, run in grouped]


def _sentences(language: Language, settings: NameSettings, utterances: Sequence[Utterance]) -> list[_Sentence]:
    parts = [(index, words) for index, utterance in enumerate(utterances) for words in _parted(utterance)]
    tokens = [tokenise(words, language.spelling) for _, words in parts]
    cased = is_cased([token for part in tokens for token in part])
    finder = KnownNames().finder(language.names, cased, settings)
    text = SpokenText(enumerate(tokens), finder.slots)

    def with_one_of(phrases: Iterable[Node], not_in: Iterable[Node] = ()) -> frozenset[int]:
        return frozenset(text.turns[hit.start] for hit in apart(text.find(phrases), text.find(not_in)))

    machine, either = with_one_of(language.list(ONLY_MACHINES)), with_one_of(language.list(MACHINES_AND_PERSONS))
    begins, introduces = (with_one_of(*_phrases(language, norms)) for norms in (BEGINNING, INTRODUCTION))
    return [
        _Sentence(words, utterance, index in machine, index in either, index in begins, index in introduces)
        for index, (utterance, words) in enumerate(parts)
    ]


def _phrases(language: Language, norms: Iterable[str]) -> tuple[list[Node], list[Node]]:
    """The phrases of ``norms``, and those that only look like one ("have a good day" is no greeting)."""
    known = [language.norms[norm] for norm in norms if norm in language.norms]
    return [one for words in known for one in words.phrases], [one for words in known for one in words.not_in]


def _parted(utterance: Utterance) -> Iterator[tuple[Word, ...]]:
    """The sentences of ``utterance``."""
    start = 0
    for index, word in enumerate(utterance, start=1):
        if word.text.endswith(SENTENCE_ENDS) or index == len(utterance):
            yield utterance[start:index]
            start = index
