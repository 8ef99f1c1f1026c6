"""No text is missing, in any language; ``just messages`` writes new texts into the catalogues."""

import ast
import io
import re
from collections.abc import Iterable
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from rich.cells import cell_len
from scripts.messages import KEYWORDS, LANGUAGES, PACKAGE, catalogue_path, missing, template, updated, write

from callgrade.translation.texts import NORM

_PLACES = re.compile(r"\{\w*\}")
_LATIN = re.compile(r"[A-Za-z]{4,}")
LONGEST_LABEL, LONGEST_LANE, LONGEST_BAND = 14, 16, 14  # columns of the card


@cache
def texts() -> Catalog:
    return template()


@cache
def catalogue(language: str) -> Catalog:
    with catalogue_path(language, "po").open("rb") as file:
        return read_po(file, locale=language)


def named(messages: Iterable[Message]) -> list[str]:
    return [f"{one.locations[0][0] if one.locations else ''}: {one.context or ''} {one.id!r}" for one in messages]


def translations(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [str(message.string)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_a_translation(language: str) -> None:
    """Run ``just messages``, then write what is missing into src/callgrade/locale/LANGUAGE/LC_MESSAGES/callgrade.po."""
    assert named(missing(updated(language, texts()))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_the_texts_of_today_and_no_others(language: str) -> None:
    """Run ``just messages``."""
    today = {(one.context, one.id): one.string for one in updated(language, texts()) if one.id}
    assert {(one.context, one.id): one.string for one in catalogue(language) if one.id} == today


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_program_reads_is_what_people_wrote(language: str) -> None:
    """Run ``just messages``."""
    compiled = io.BytesIO()
    write(catalogue(language), compiled, "mo")
    compiled.seek(0)
    with catalogue_path(language, "mo").open("rb") as file:
        kept, made = read_mo(file), read_mo(compiled)
    assert [(one.context, one.id, one.string) for one in kept if one.id] == [
        (one.context, one.id, one.string) for one in made if one.id
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_places_for_values(language: str) -> None:
    wrong = []
    for message in catalogue(language):
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = set(_PLACES.findall(str(forms[-1])))
        if any(set(_PLACES.findall(text)) != wanted for text in translations(message)[-1:]):
            wrong.append(message)
    assert named(wrong) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_texts_of_norms_never_share_a_translation(language: str) -> None:
    """Advice is stored in the language of the call; its translation leads back to one English text."""
    norms = [one for one in catalogue(language) if one.context == NORM]
    seen: dict[str, Message] = {}
    assert named(one for one in norms if seen.setdefault(str(one.string), one) is not one) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_fit_the_card(language: str) -> None:
    labels = ("measured", "heard", "searched", "listen", "speaker", "expected", "advice")
    long = [
        one
        for one in catalogue(language)
        if (one.context is None and one.id in labels and cell_len(str(one.string)) > LONGEST_LABEL)
        or (one.context == "lane" and cell_len(str(one.string)) > LONGEST_LANE)
        or (one.context == "band" and cell_len(str(one.string)) > LONGEST_BAND)
    ]
    assert named(long) == []


def test_no_text_is_inside_a_formatted_string_where_it_would_not_be_found() -> None:
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in PACKAGE.rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        if isinstance(call.args[call.func.id == "ctr"], ast.Constant)  # the first of ctr is a context
    ]
    assert hidden == []


def test_chinese_texts_hold_no_english_words() -> None:
    names = {"callgrade", "JSON", "vCon", "dBov", "audio", "full", "with"}  # of formats, units and options
    left = [
        one
        for one in catalogue("zh")
        for text in translations(one)
        if one.id and one.context != "date" and set(_LATIN.findall(_PLACES.sub("", text))) - names
    ]
    assert named(left) == []
