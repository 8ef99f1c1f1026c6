"""The list of languages that options take is the recogniser's own."""

import pytest
from faster_whisper.tokenizer import _LANGUAGE_CODES

from callgrade.config.language_code import RECOGNISED
from callgrade.config.language_names import CODE_OF
from callgrade.hearing.recognition.whisper import WHISPER_CODES
from callgrade.intake.facts import language_code


def test_the_languages_of_the_option_are_those_of_whisper() -> None:
    ours = {theirs: code for code, theirs in WHISPER_CODES.items()}
    assert {ours.get(theirs, theirs) for theirs in _LANGUAGE_CODES} == RECOGNISED


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("eng", "en"), ("English", "en"), ("nld", "nl"), ("dut", "nl"), ("deu", "de"), ("ger", "de"), ("nor", "nb")),
        *(("nob", "nb"), ("nno", "nb"), ("zho", "zh"), ("chi", "zh"), ("cmn", "zh"), ("chinese", "zh")),
        ("nld-BE", "nl"),
    ],
)
def test_other_forms_of_a_code_are_understood(written: str, code: str) -> None:
    assert language_code(written) == code


def test_every_recognised_language_has_its_other_forms() -> None:
    assert set(CODE_OF.values()) | {"nn"} == RECOGNISED


@pytest.mark.parametrize("written", ["und", "mul", "xx", "zxx"])
def test_a_code_of_no_language_is_none(written: str) -> None:
    with pytest.raises(ValueError, match="names no single language"):
        language_code(written)
