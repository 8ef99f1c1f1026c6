"""A transcript that does not name its language is read in the language of its letters."""

import pytest

from callgrade.config.intake import IntakeSettings
from callgrade.intake.documents.text_language import text_language

SAID = {
    "en": ["Good morning, Meridian Motors, Carol speaking.", "Hi, I would like to know when my car is ready."],
    "nl": ["Goedemorgen, garage De Linde, met Carla.", "Hallo, ik wilde even vragen wanneer mijn auto klaar is."],
    "nb": ["God morgen, du snakker med Kari på verkstedet.", "Hei, jeg lurer på når bilen min er ferdig i dag."],
    "de": [
        "Guten Morgen, Autohaus Linde, mein Name ist Carla.",
        "Hallo, ich wollte fragen, wann mein Auto fertig ist.",
    ],
    "zh": [
        "您好，这里是林德汽车服务中心，我是小王，请问有什么可以帮您？",
        "你好，我想问一下我的车什么时候可以修好，我今天下午要用。",
    ],
}


@pytest.mark.parametrize(("language", "texts"), SAID.items())
def test_the_five_languages_are_distinguished(language: str, texts: list[str], intake: IntakeSettings) -> None:
    assert text_language(texts, intake) == language


@pytest.mark.parametrize("texts", [[], ["Hello?"], ["1234 5678 " * 20]])
def test_too_little_text_has_no_language(texts: list[str], intake: IntakeSettings) -> None:
    assert text_language(texts, intake) is None
