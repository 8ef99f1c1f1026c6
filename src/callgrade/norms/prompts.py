"""Recorded prompts, found by what they say and where: a machine speaks before the person on its side does.

A sentence with a phrase of the list ``prompt`` is a machine's. On each side of a call, prompts open it: from the first
word up to the last such sentence that follows another within a few sentences, before the other side answers. What
machines and persons both say (list ``prompt_or_person``) is a prompt only as an utterance of its own in which nobody
introduces himself, with speech of the same side behind it. Later on the words alone prove nothing ("when you call,
press two"), nor where both sides lie in one sound: then the voice must.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from callgrade.model.conversation import Word
from callgrade.model.prompt import Prompt, PromptFinder, Utterance
from callgrade.model.span import Span
from callgrade.norms.known_names import KnownNames, is_cased
from callgrade.norms.language import Language
from callgrade.norms.matching import Text
from callgrade.norms.nodes import Node
from callgrade.norms.pack import Pack
from callgrade.norms.tokens import SENTENCE_ENDS, tokenise

ONLY_MACHINES, MACHINES_AND_PERSONS = "prompt", "prompt_or_person"
"""The lists of a language that hold the phrases."""

GREETING = ("greeting.salutation",)
INTRODUCTION = ("greeting.agent_name", "greeting.offer_of_help")
"""Norms whose phrases say that a person may have begun to speak, and that one has."""

MOST_BETWEEN = 3
"""Sentences of a machine between two that betray it [conv]."""

_SENTENCE_ENDS = tuple(SENTENCE_ENDS | {"。", "？", "！"})


@dataclass(frozen=True)
class _Sentence:
    words: tuple[Word, ...]
    utterance: int
    machine: bool
    either: bool
    greets: bool
    introduces: bool


def prompt_finder(pack_of: Callable[[str | None], Pack]) -> PromptFinder:
    """Finds prompts with the words of the pack for a call's language."""

    def find(language: str | None, sides: Sequence[Sequence[Utterance]]) -> tuple[tuple[Prompt, ...], ...]:
        words = pack_of(language).language
        if words is None:
            return ((),) * len(sides)
        return tuple(tuple(_prompts(words, sides, side)) for side in range(len(sides)))

    return find


def _prompts(language: Language, sides: Sequence[Sequence[Utterance]], side: int) -> Iterator[Prompt]:
    sentences = _sentences(language, sides[side])
    alone = len(sides) == 1
    opening = True
    for run in _runs(sentences, [u for other, spoken in enumerate(sides) if other != side for u in spoken]):
        last = _last_of_machine(run) if opening else -1
        if last >= 0:
            betrayed = sum(sentence.machine for sentence in run[: last + 1])
            yield _prompt(run[: last + 1], sure=betrayed > 1 or not alone, opening=True)
        own = _of_their_own(run[last + 1 :]) if opening else []
        for sentences_ in own:
            yield _prompt(sentences_, sure=False, opening=True)
        rest = run[last + 1 + sum(map(len, own)) :]
        opening = opening and not rest
        for sentence in rest:
            if sentence.machine:
                yield _prompt([sentence], sure=False, opening=False)


def _last_of_machine(run: Sequence[_Sentence]) -> int:
    """Index of the last sentence that belongs to the machine opening ``run``, -1 where none does."""
    last = -1
    for index, sentence in enumerate(run):
        if sentence.machine and index - last <= MOST_BETWEEN + 1:
            last = index
    if last < 0:
        return last
    while last + 1 < len(run) and _goes_on(run[last], run[last + 1]):
        last += 1
    return last


def _goes_on(before: _Sentence, after: _Sentence) -> bool:
    """Whether the machine says ``after`` too: in the same breath, and nobody's greeting."""
    return after.utterance == before.utterance and not (after.greets or after.introduces)


def _of_their_own(run: Sequence[_Sentence]) -> list[list[_Sentence]]:
    """Utterances that open ``run`` and may be a machine's, with another utterance behind them."""
    utterances = [list(sentences) for _, sentences in groupby(run, key=lambda sentence: sentence.utterance)]
    own: list[list[_Sentence]] = []
    for sentences in utterances[:-1]:
        if any(one.introduces for one in sentences) or not any(one.either for one in sentences):
            break
        own.append(sentences)
    return own


def _prompt(sentences: Sequence[_Sentence], sure: bool, opening: bool) -> Prompt:
    span = Span(sentences[0].words[0].start_s, sentences[-1].words[-1].end_s)
    return Prompt(span, sure, opening)


def _runs(sentences: Sequence[_Sentence], others: Sequence[Utterance]) -> list[list[_Sentence]]:
    """``sentences`` parted where somebody else says something in between."""
    starts = sorted(utterance[0].start_s for utterance in others)
    grouped = groupby(sentences, key=lambda sentence: sum(start <= sentence.words[0].start_s for start in starts))
    return [list(run) for _, run in grouped]


def _sentences(language: Language, utterances: Sequence[Utterance]) -> list[_Sentence]:
    parts = [(index, words) for index, utterance in enumerate(utterances) for words in _parted(utterance)]
    tokens = [tokenise(words, language.spelling) for _, words in parts]
    namer = KnownNames().namer(language.names, is_cased([token for part in tokens for token in part]))
    text = Text(enumerate(tokens), namer.slots)

    def with_one_of(phrases: Iterable[Node]) -> frozenset[int]:
        return frozenset(text.turns[hit.start] for hit in text.find(phrases))

    machine, either = with_one_of(language.list(ONLY_MACHINES)), with_one_of(language.list(MACHINES_AND_PERSONS))
    greets, introduces = with_one_of(_phrases(language, GREETING)), with_one_of(_phrases(language, INTRODUCTION))
    return [
        _Sentence(words, utterance, index in machine, index in either, index in greets, index in introduces)
        for index, (utterance, words) in enumerate(parts)
    ]


def _phrases(language: Language, norms: Iterable[str]) -> list[Node]:
    return [phrase for norm in norms if norm in language.norms for phrase in language.norms[norm].phrases]


def _parted(utterance: Utterance) -> Iterator[tuple[Word, ...]]:
    """The sentences of ``utterance``."""
    start = 0
    for index, word in enumerate(utterance, start=1):
        if word.text.endswith(_SENTENCE_ENDS) or index == len(utterance):
            yield utterance[start:index]
            start = index
