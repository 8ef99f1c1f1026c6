"""Read the words of one language: ``words/<language>/*.yaml``, with a site's own laid over."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from callgrade.config.yaml_source import Location, YamlSource, read_yaml
from callgrade.norms.kinds import Kind
from callgrade.norms.language import DayPart, Language, Line, NormWords, PhraseReader
from callgrade.norms.names import NameWords
from callgrade.norms.schema import LanguageFile, SiteFile, SiteLanguage, WordsEntry, WordsFile
from callgrade.norms.tokens import Spelling, fold, token_texts

_GROUPS = ("phrases", "not_in", "triggers", "triggers_not_in", "unless")


def load_language(
    folder: Path,
    code: str | None,
    kinds: Mapping[str, Kind[Any]],
    site_source: YamlSource | None,
    site: SiteFile | None,
) -> tuple[Language | None, tuple[YamlSource, ...]]:
    """The words of the language ``code`` and the files they were read from; raises ``ConfigError``.

    ``None`` where the pack has no words of this language. ``kinds``: norm id → kind, for the pack's norms.
    """
    if code is None or not (folder / code / "language.yaml").is_file():
        return None, ()
    language_source = read_yaml(folder / code / "language.yaml")
    file = language_source.validate(LanguageFile)
    _refuse_other_language(language_source, file.language, code)
    sources = tuple(read_yaml(path) for path in sorted((folder / code).glob("*.yaml")) if path.stem != "language")
    files = [(source, source.validate(WordsFile)) for source in sources]
    changes = site.words.get(code, SiteLanguage()) if site else SiteLanguage()
    spelling = _spelling(file)
    lists = _lists([(language_source, file.lists), *((source, words.lists) for source, words in files)])
    reader = PhraseReader(spelling, _site_lists(lists, changes, site_source, code))
    norms: dict[str, NormWords] = {}
    for source, words in files:
        _refuse_other_language(source, words.language, code)
        for norm_id, entry in words.norms.items():
            _check_entry(norm_id, entry, kinds, source, norms)
            lines = _site_lines(_entry_lines(norm_id, entry, source), norm_id, changes, site_source, code)
            norms[norm_id] = _norm_words(norm_id, entry, lines, source, reader, changes)
    _refuse_unknown_changes(changes, norms, site_source, code)
    known = {name: reader.read_all(lines) for name, lines in reader.lists.items()}
    return Language(code, spelling, _name_words(file, lists, spelling), known, norms), (language_source, *sources)


def _refuse_other_language(source: YamlSource, named: str, code: str) -> None:
    if named != code:
        raise source.error(("language",), f"{named!r} in the folder {code!r}", "Name it as the folder.")


def _spelling(file: LanguageFile) -> Spelling:
    """Normal forms of words may themselves be contracted only by endings; they are not looked up again."""
    endings = {fold(ending): fold(token) for ending, token in file.contractions.endings.items()}
    words = {fold(word): tuple(fold(form).split()) for word, form in file.contractions.words.items()}
    return Spelling(words, endings)


def _name_words(file: LanguageFile, lists: Mapping[str, tuple[Line, ...]], spelling: Spelling) -> NameWords:
    def normal(texts: Iterable[str]) -> frozenset[str]:
        return frozenset(form for text in texts for form in token_texts(text, spelling))

    titles = frozenset(fold(line.text) for line in lists.get("title", ()))
    return NameWords(normal(file.never_names), normal(file.also_words), normal(file.company_forms), titles)


def _lists(named: Iterable[tuple[YamlSource, Mapping[str, Sequence[str]]]]) -> dict[str, tuple[Line, ...]]:
    lists: dict[str, tuple[Line, ...]] = {}
    for source, mapping in named:
        for name, texts in mapping.items():
            at: Location = ("lists", name)
            if name in lists:
                raise source.error(at, f"the list {name!r} is already defined", "Keep one of them.")
            if not texts:
                raise source.error(at, f"the list {name!r} is empty", "Fill it or remove it.")
            lists[name] = _lines(texts, source, at)
    return lists


def _lines(texts: Iterable[str], source: YamlSource, at: Location) -> tuple[Line, ...]:
    return tuple(Line(text, source, (*at, index)) for index, text in enumerate(texts))


def _site_lists(
    lists: dict[str, tuple[Line, ...]], changes: SiteLanguage, source: YamlSource | None, code: str
) -> dict[str, tuple[Line, ...]]:
    """``lists`` with the site's: ``name`` replaces, ``name+`` adds."""
    merged = dict(lists)
    for name, texts in changes.lists.items() if source else ():
        lines = _lines(texts, source, ("words", code, "lists", name)) if source else ()
        merged[name.removesuffix("+")] = (
            (*merged.get(name.removesuffix("+"), ()), *lines) if name.endswith("+") else lines
        )
    return merged


def _check_entry(
    norm_id: str, entry: WordsEntry, kinds: Mapping[str, Kind[Any]], source: YamlSource, seen: Mapping[str, NormWords]
) -> None:
    """Raise ``ConfigError`` for an unknown or doubled norm, or one without words or examples of both sorts."""
    at: Location = ("norms", norm_id)
    if norm_id not in kinds:
        raise source.error(at, f"no norm is called {norm_id!r}", "Correct the id or remove it.")
    if norm_id in seen:
        raise source.error(at, f"{norm_id!r} has words in two files", "Keep one of them.")
    kind = kinds[norm_id]
    for group in kind.words:
        if not getattr(entry, group):
            raise source.error(at, f"{norm_id}: {group} missing", "Write at least one.")
    for group in (*_GROUPS, "parts"):
        if getattr(entry, group) and group not in (*kind.words, *kind.other_words):
            raise source.error((*at, group), f"{norm_id}: this kind has no {group}", "Remove them.")
    examples = entry.examples
    if kind.words and not (examples.fires and examples.silent) and len(examples.verdicts) < 2:
        raise source.error(at, f"{norm_id}: examples missing", "Give one that fires and one that stays silent.")


_EntryLines = dict[str, tuple[Line, ...]]


def _entry_lines(norm_id: str, entry: WordsEntry, source: YamlSource) -> _EntryLines:
    return {group: _lines(getattr(entry, group), source, ("norms", norm_id, group)) for group in _GROUPS}


def _site_lines(
    lines: _EntryLines, norm_id: str, changes: SiteLanguage, source: YamlSource | None, code: str
) -> _EntryLines:
    """``lines`` with what the site replaces and adds."""
    change = changes.norms.get(norm_id)
    if change is None or source is None:
        return lines
    at: Location = ("words", code, "norms", norm_id)
    merged = dict(lines)
    for group in ("phrases", "not_in", "triggers"):
        if (replaced := getattr(change, group)) is not None:
            merged[group] = _lines(replaced, source, (*at, group))
        merged[group] += _lines(getattr(change, f"more_{group}"), source, (*at, f"{group}+"))
    return merged


def _norm_words(
    norm_id: str, entry: WordsEntry, lines: _EntryLines, source: YamlSource, reader: PhraseReader, changes: SiteLanguage
) -> NormWords:
    change = changes.norms.get(norm_id)
    parts = tuple(
        DayPart(
            name,
            part.hours,
            reader.read_all(_lines(part.phrases, source, ("norms", norm_id, "parts", name, "phrases"))),
        )
        for name, part in entry.parts.items()
    )
    return NormWords(
        advice=(change.advice if change else None) or entry.advice,
        parts=parts,
        examples=entry.examples,
        source=source,
        **{group: reader.read_all(group_lines) for group, group_lines in lines.items()},
    )


def _refuse_unknown_changes(
    changes: SiteLanguage, norms: Mapping[str, NormWords], source: YamlSource | None, code: str
) -> None:
    for norm_id in changes.norms:
        if norm_id not in norms and source:
            at: Location = ("words", code, "norms", norm_id)
            raise source.error(at, f"no norm with words is called {norm_id!r}", "Correct the id or remove it.")
