"""Write the catalogues of texts again: ``python scripts/messages.py``, after a text that people read was changed.

Texts come from the code and the templates (``tr``, ``ctr``, ``ntr``, ``noted``), from the values of the model, and from
the norm pack. A translation that is there is kept; a text that is gone is removed; a new one is left empty, and a test
names it. Advice has its translations in ``configs/words/``, and is copied from there.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from callgrade.config.folder import configs_folder
from callgrade.config.load import load_settings
from callgrade.config.ui_language import UI_LANGUAGES
from callgrade.export.agents import Figure
from callgrade.export.for_people.heads import MEANING, heads
from callgrade.export.for_people.terms import all_terms
from callgrade.export.formats.workbook import COLUMNS, sheets
from callgrade.export.options import ExportOptions
from callgrade.export.table import Table
from callgrade.export.terminal.measures import OF_A_PERSON, OF_THE_CALL
from callgrade.export.wording import name_of
from callgrade.export.write import tables
from callgrade.model.finding import Effect
from callgrade.norms.pack.load import section_ids
from callgrade.report.change import Change
from callgrade.store import CallState
from callgrade.translation.languages import ENGLISH
from callgrade.translation.texts import CATALOGUES, DATE, DATE_PATTERNS, DOMAIN, NORM

PACKAGE = Path(__file__).parents[1] / "src" / "callgrade"
LANGUAGES = tuple(code for code in UI_LANGUAGES if code != ENGLISH)
KEYWORDS: dict[str, Any] = {"tr": None, "noted": None, "ctr": ((1, "c"), 2), "ntr": (1, 2)}
SOURCES = {"*.py": "python", "*.html": "jinja2"}
COUNTS = ("due", "left", "unread", "passed over")
"""Counts of a run beside the states of calls; ``batch.nightly`` names them."""

_MADE = datetime(2026, 1, 1, tzinfo=UTC)  # fixed, so that a catalogue changes only with its texts
Found = tuple[str | None, str | tuple[str, ...], str]
"""Context, text (or its two forms) and where it is."""


def found() -> Iterator[Found]:
    """Every text that people read."""
    yield from _in_code()
    for context, text in (*all_terms(), *_of_parts()):
        yield context, text, context
    for norm, text in norm_texts():
        yield NORM, text, norm


def template() -> Catalog:
    """All texts, without translations."""
    catalogue = _empty(None)
    for context, text, where in found():
        catalogue.add(text, context=context, locations=[(where, 0)])
    return catalogue


def catalogue_path(language: str, ending: str) -> Path:
    """The file of a catalogue: ``po`` is written by people, ``mo`` is read by the program."""
    return PACKAGE / CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.{ending}"


def updated(language: str, texts: Catalog) -> Catalog:
    """The catalogue of ``language`` with ``texts``, and the translations that it had and those of advice."""
    before, advice = _read(language), _advice(language)
    catalogue = _empty(language)
    for message in texts:
        if message.id:
            known = before.get(message.id, message.context)
            string: Any = advice.get(str(message.id)) if message.context == NORM else None
            string = string or (known.string if known else None)
            catalogue.add(message.id, string, context=message.context, locations=message.locations)
    return catalogue


def write(catalogue: Catalog, file: BinaryIO, ending: str) -> None:
    """Write ``catalogue`` as ``po`` or ``mo``; the same texts give the same bytes."""
    if ending == "po":
        write_po(file, catalogue, width=120, sort_output=True, include_lineno=False, include_previous=False)
    else:
        write_mo(file, catalogue)


def norm_texts() -> Iterator[tuple[str, str]]:
    """Norm or profile, and each text that it has for people."""
    folder = configs_folder()
    for section in section_ids(folder):
        for norm in _yaml(folder / "norms" / f"{section}.yaml")["norms"]:
            yield from ((norm["id"], norm[key]) for key in ("title", "why", "expected"))
            yield from ((norm["id"], fault) for fault in norm.get("faults", {}).values())
    for path in sorted((folder / "profiles").glob("*.yaml")):
        for norm_id, change in _yaml(path)["norms"].items():
            yield from [(norm_id, change["expected"])] if "expected" in change else []
    yield from ((norm, text) for (norm, _), text in _advice_by_norm(ENGLISH).items())


def _in_code() -> Iterator[Found]:
    for pattern, method in SOURCES.items():
        for path in sorted(PACKAGE.rglob(pattern)):
            with path.open("rb") as file:
                for _, text, _, context in extract(method, file, keywords=KEYWORDS):
                    yield context, text, path.relative_to(PACKAGE).as_posix()


def _of_parts() -> Iterator[tuple[str, str]]:
    yield from ((DATE, pattern) for pattern in DATE_PATTERNS)
    yield from (("section", name_of(section)) for section in (*section_ids(configs_folder()), "overall"))
    yield from (("band", band["name"]) for band in _yaml(configs_folder() / "callgrade.yaml")["scoring"]["bands"])
    yield from (("change", change.value) for change in Change)
    yield from (("state", name) for name in (*CallState, *COUNTS))
    yield from (("measure in brief", shown) for shown in (*OF_A_PERSON.values(), *OF_THE_CALL.values()))
    yield from (("effect", effect) for effect in Effect)
    yield from (("figure", figure) for figure in Figure)
    yield "found by", "meaning"
    yield from (("unit", unit) for unit in ("count", "share", "points", "as in unit"))
    yield from ((MEANING, column.meaning) for table in (*_sheets(), COLUMNS) for column in table.columns)
    yield from (("column", head) for head in heads((*tables(()), *_sheets(), COLUMNS)))


def _sheets() -> tuple[Table[Any], ...]:
    return sheets(ExportOptions(settings=load_settings().export, sections=()), Path())


def _advice(language: str) -> dict[str, str]:
    """English advice → that of ``language``."""
    there = _advice_by_norm(language)
    return {text: there[norm] for norm, text in _advice_by_norm(ENGLISH).items() if norm in there}


def _advice_by_norm(language: str) -> dict[tuple[str, str], str]:
    """Norm, and the fault that the advice is for ("": any), → advice."""
    folder = configs_folder() / "words" / language
    files = (_yaml(path).get("norms") or {} for path in sorted(folder.glob("*.yaml")))
    return {
        (norm, fault): text
        for file in files
        for norm, words in file.items()
        if "advice" in words
        for fault, text in {"": words["advice"], **words.get("advice_if", {})}.items()
    }


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _read(language: str) -> Catalog:
    path = catalogue_path(language, "po")
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        domain=DOMAIN,
        header_comment=f"# callgrade: texts in the language {language}. Made by scripts/messages.py.",
        project="callgrade",
        creation_date=_MADE,
        revision_date=_MADE,
        fuzzy=False,
        charset="utf-8",
    )


def missing(catalogue: Catalog) -> list[Message]:
    """The texts of ``catalogue`` without a translation, or without one of its plural forms."""
    return [
        one
        for one in catalogue
        if one.id and not (all(one.string) if isinstance(one.string, tuple | list) else one.string)
    ]


def main() -> None:
    """Write all catalogues, and say how many texts have no translation."""
    texts = template()
    for language in LANGUAGES:
        catalogue = updated(language, texts)
        catalogue_path(language, "po").parent.mkdir(parents=True, exist_ok=True)
        for ending in ("po", "mo"):
            with catalogue_path(language, ending).open("wb") as file:
                write(catalogue, file, ending)
        sys.stdout.write(f"{language}: {len(catalogue)} texts, {len(missing(catalogue))} without a translation\n")


if __name__ == "__main__":
    main()
