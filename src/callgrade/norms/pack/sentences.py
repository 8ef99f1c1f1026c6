"""The example sentences of a pack, in all its languages: what classifiers by meaning are trained on."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from callgrade.config.section import Section
from callgrade.config.yaml_source import read_yaml
from callgrade.meaning.classifier import Power
from callgrade.meaning.training import Sentence
from callgrade.meaning.utterances import text_of, utterances
from callgrade.norms.pack.norm_files import SectionFile
from callgrade.norms.pack.site_file import SiteFile
from callgrade.norms.pack.word_files import Example, WordsFile
from callgrade.norms.pack.words import LANGUAGE_FILE, MEANING_FILE
from callgrade.text import split_words

_AGENT = "agent:"


class SentencesEntry(Section):
    """Example sentences of one norm: ``like``, which do what it is about, and ``unlike``, close ones that do not."""

    like: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


class MeaningFile(Section):
    """``words/<language>/meaning.yaml``. ``other``: sentences that no norm is about."""

    language: str
    norms: dict[str, SentencesEntry] = Field(default_factory=dict)
    other: tuple[str, ...] = ()


def read_sentences(folder: Path) -> Iterator[Sentence]:
    """The sentences of all languages below ``folder`` (``words/``); raises ``ConfigError``.

    Sentences of dialogues in which a norm stays silent may still do what it is about, in another place of the call. So
    they, and what else is said in dialogues, belong to no norm.
    """
    for path in sorted(folder.glob("*/*.yaml")):
        source = read_yaml(path)
        if path.name == MEANING_FILE:
            file = source.validate(MeaningFile)
            for norm, entry in file.norms.items():
                yield from written(file.language, norm, entry)
            yield from (Sentence(file.language, "", False, text) for text in file.other)
        elif path.name != LANGUAGE_FILE:
            yield from _of_dialogues(source.validate(WordsFile))


def written(language: str, norm: str, entry: SentencesEntry) -> Iterator[Sentence]:
    """The sentences of ``entry``."""
    yield from (Sentence(language, norm, True, text) for text in entry.like)
    yield from (Sentence(language, norm, False, text) for text in entry.unlike)


def _of_dialogues(file: WordsFile) -> Iterator[Sentence]:
    for norm, words in file.norms.items():
        for example in words.examples.fires:
            turns = _agent_turns(example)
            for turn in turns[:-1]:
                yield from (Sentence(file.language, "", False, text) for text in turn)
            if turns and len(turns[-1]) == 1:
                yield Sentence(file.language, norm, True, turns[-1][0])
        for example in words.examples.silent:
            for turn in _agent_turns(example):
                yield from (Sentence(file.language, "", False, text) for text in turn)


def _agent_turns(example: Example | str) -> list[list[str]]:
    """The utterances of each of the agent's turns."""
    dialogue = example if isinstance(example, str) else example.dialogue
    lines = [line.strip() for line in dialogue.splitlines()]
    turns = [split_words(line.removeprefix(_AGENT)) for line in lines if line.startswith(_AGENT)]
    return [[text_of(words, one) for one in utterances([(0, words)])] for words in turns if words]


def site_sentences(path: Path) -> Iterator[Sentence]:
    """The sentences of the site pack at ``path``; raises ``ConfigError``."""
    for language, words in read_yaml(path).validate(SiteFile).words.items():
        for norm, entry in words.norms.items():
            yield from written(language, norm, SentencesEntry(like=entry.like, unlike=entry.unlike))


def read_powers(folder: Path, site: Path | None) -> dict[str, Power]:
    """Norm id → what words may do that are found by what they mean. ``folder``: ``norms/``; ``site``: a site pack."""
    files = [read_yaml(path).validate(SectionFile) for path in sorted(folder.glob("*.yaml")) if path.stem != "pack"]
    shipped = {entry.id: entry.meaning for file in files for entry in file.norms if entry.meaning}
    return shipped | (site_powers(site) if site else {})


def site_powers(path: Path) -> dict[str, Power]:
    """The same of the norms that the site pack at ``path`` adds; raises ``ConfigError``."""
    changes = read_yaml(path).validate(SiteFile).norms
    return {norm_id: change.own_power for norm_id, change in changes.items() if change.title}
