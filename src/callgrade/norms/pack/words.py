"""Read the words of one language, ``words/<language>/*.yaml``, with the changes of a site."""

from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from callgrade.config.yaml_source import Location, YamlSource, read_yaml
from callgrade.norms.kinds.kind import NormKind
from callgrade.norms.names.forms import NameWords, letters
from callgrade.norms.names.sounds import Sounds
from callgrade.norms.pack.language import DayPart, Language, Line, NormWords, PhraseReader, Topic
from callgrade.norms.pack.site_pack import NormLines, Site, SiteChanges, lines_at
from callgrade.norms.pack.word_files import LanguageFile, WordsEntry, WordsFile
from callgrade.norms.phrases.tokens import Spelling, simplified, token_texts
from callgrade.text import is_han

LANGUAGE_FILE = "language.yaml"
MEANING_FILE = "meaning.yaml"
GROUPS = ("phrases", "not_in", "triggers", "triggers_not_in", "unless", "insists")

Kinds = Mapping[str, NormKind[Any]]
"""Norm id → kind, of every norm of the pack."""


def load_language(
    folder: Path, code: str | None, kinds: Kinds, site: Site | None
) -> tuple[Language | None, tuple[YamlSource, ...]]:
    """The words of the language ``code`` and the files they were read from; raises ``ConfigError``.

    ``None`` if the pack has no words of this language.
    """
    if code is None or not (folder / code / LANGUAGE_FILE).is_file():
        return None, ()
    language_source = read_yaml(folder / code / LANGUAGE_FILE)
    file = language_source.validate(LanguageFile)
    paths = [path for path in sorted((folder / code).glob("*.yaml")) if path.name not in (LANGUAGE_FILE, MEANING_FILE)]
    files = [(source, source.validate(WordsFile)) for source in map(read_yaml, paths)]
    for source, named in ((language_source, file.language), *((source, words.language) for source, words in files)):
        if named != code:
            raise source.error(("language",), f"{named!r} in the folder {code!r}", "Name it as the folder.")
    lists = _lists([(language_source, file.lists), *((source, words.lists) for source, words in files)])
    changes = SiteChanges(code, site)
    reader = PhraseReader(_spelling(file), changes.lists(lists))
    norms = _norms(files, kinds, changes, reader)
    named_lists = {name: reader.read_all(lines) for name, lines in reader.lists.items()}
    _refuse_unused(reader.unused(), lists if site else {})
    companies = tuple(token_texts(name, reader.spelling) for name in changes.companies)
    names = _name_words(file, lists, reader.spelling)
    language = Language(code, reader.spelling, names, named_lists, norms, reader, companies)
    return language, (language_source, *(source for source, _ in files))


def _norms(
    files: Sequence[tuple[YamlSource, WordsFile]], kinds: Kinds, changes: SiteChanges, reader: PhraseReader
) -> dict[str, NormWords]:
    norms: dict[str, NormWords] = {}
    for source, words in files:
        for norm_id, entry in words.norms.items():
            at: Location = ("norms", norm_id)
            if norm_id in norms:
                raise source.error(at, f"{norm_id!r} has words in two files", "Keep one of them.")
            _check_entry(norm_id, entry, kinds, source)
            lines = {group: lines_at(getattr(entry, group), source, (*at, group)) for group in GROUPS}
            lines = changes.lines(norm_id, lines)
            norms[norm_id] = NormWords(
                advice=changes.advice(norm_id) or entry.advice,
                advice_if={} if changes.advice(norm_id) else entry.advice_if,
                parts=tuple(_parts(entry, source, (*at, "parts"), reader, changes)),
                topics=tuple(_topics(entry, source, (*at, "topics"), reader)),
                examples=entry.examples,
                source=source,
                lines=lines,
                **_read(lines, reader),
            )
    for norm_id, lines in changes.own().items():
        norms[norm_id] = NormWords(advice=changes.advice(norm_id), lines=lines, **_read(lines, reader))
    changes.refuse_unknown(norms)
    return norms


def _read(lines: NormLines, reader: PhraseReader) -> dict[str, Any]:
    return {group: reader.read_all(of_group) for group, of_group in lines.items()}


def _parts(
    entry: WordsEntry, source: YamlSource, at: Location, reader: PhraseReader, changes: SiteChanges
) -> Iterable[DayPart]:
    for name, part in entry.parts.items():
        phrases = reader.read_all(lines_at(part.phrases, source, (*at, name, "phrases")))
        dates = changes.holiday(part.holiday) if part.holiday else None
        if dates is not None or part.holiday is None:
            yield DayPart(name, part.hours, phrases, part.dates, dates)


def _topics(entry: WordsEntry, source: YamlSource, at: Location, reader: PhraseReader) -> Iterable[Topic]:
    for name, topic in entry.topics.items():
        groups = {
            group: reader.read_all(lines_at(getattr(topic, group), source, (*at, name, group)))
            for group in ("asks", "gives", "answers")
        }
        yield Topic(name, **groups)


def _check_entry(norm_id: str, entry: WordsEntry, kinds: Kinds, source: YamlSource) -> None:
    """Raise ``ConfigError`` for an unknown norm, words that its kind does not use, and missing words or examples."""
    at: Location = ("norms", norm_id)
    if norm_id not in kinds:
        raise source.error(at, f"no norm is called {norm_id!r}", "Correct the id or remove it.")
    kind = kinds[norm_id]
    for group in (*GROUPS, "parts", "topics"):
        given = bool(getattr(entry, group))
        if given and group not in (*kind.words, *kind.other_words):
            raise source.error((*at, group), f"{norm_id}: this kind has no {group}", "Remove them.")
        if not given and group in kind.words:
            raise source.error(at, f"{norm_id}: {group} missing", "Write at least one.")
    examples = entry.examples
    if kind.words and not (examples.fires and examples.silent) and len(examples.verdicts) < 2:
        raise source.error(at, f"{norm_id}: examples missing", "Give one that fires and one that stays silent.")


def _spelling(file: LanguageFile) -> Spelling:
    endings = {simplified(ending): simplified(token) for ending, token in file.contractions.endings.items()}
    words = {simplified(word): tuple(simplified(form).split()) for word, form in file.contractions.words.items()}
    return Spelling(words, endings, frozenset(map(simplified, file.hesitations)))


def _name_words(file: LanguageFile, lists: Mapping[str, tuple[Line, ...]], spelling: Spelling) -> NameWords:
    def normal(texts: Iterable[str]) -> frozenset[str]:
        return frozenset(form for text in texts for form in token_texts(text, spelling))

    titles = frozenset(simplified(line.text) for line in lists.get("title", ()))
    return NameWords(
        normal(file.never_names),
        normal(file.also_words),
        normal(file.company_forms),
        titles,
        normal(file.name_particles),
        normal(line.text for line in lists.get("business", ()) if line.text.isalpha() and not is_han(line.text[0])),
        tuple(map(letters, map(simplified, file.place_endings))),
        Sounds(tuple((letters(simplified(written)), heard) for written, heard in file.name_sounds.items())),
        frozenset(line.text for line in lists.get("surname", ()) if is_han(line.text[0])),
    )


def _refuse_unused(unused: Mapping[str, Line], shipped: Container[str]) -> None:
    """Raise ``ConfigError`` for a list that nothing uses; with a site, lists of the pack may be unused."""
    for name, line in unused.items():
        if name not in shipped:
            remedy = "Correct its name, name it in a phrase, or remove it."
            raise line.source.error(line.at[:-1], f"nothing names the list {name!r}", remedy)


def _lists(named: Iterable[tuple[YamlSource, Mapping[str, Sequence[str]]]]) -> dict[str, tuple[Line, ...]]:
    lists: dict[str, tuple[Line, ...]] = {}
    for source, mapping in named:
        for name, texts in mapping.items():
            at: Location = ("lists", name)
            if name in lists:
                raise source.error(at, f"the list {name!r} is already defined", "Keep one of them.")
            if not texts:
                raise source.error(at, f"the list {name!r} is empty", "Fill it or remove it.")
            lists[name] = lines_at(texts, source, at)
    return lists
