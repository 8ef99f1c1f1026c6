"""The list of languages that options take is the recogniser's own."""

from faster_whisper.tokenizer import _LANGUAGE_CODES

from callgrade.config.language_code import RECOGNISED
from callgrade.hearing.recognition.whisper import WHISPER_CODES


def test_the_languages_of_the_option_are_those_of_whisper() -> None:
    ours = {theirs: code for code, theirs in WHISPER_CODES.items()}
    assert {ours.get(theirs, theirs) for theirs in _LANGUAGE_CODES} == RECOGNISED
