"""Greetings and wishes that name a time of day, with the words of the real packs."""

import pytest
from tests.support.verdicts import verdict

from callgrade.model.finding import Verdict

EVENING = {
    "en": "Have a good evening.",
    "de": "Einen schönen Abend noch.",
    "nl": "Nog een fijne avond.",
    "nb": "Ha en god kveld videre.",
    "zh": "祝您晚上愉快。",
}


@pytest.mark.parametrize("language", EVENING)
@pytest.mark.parametrize(("time", "expected"), [("13:15", Verdict.FAIL), ("16:00", Verdict.PASS)])
def test_a_good_evening_is_wished_from_the_middle_of_the_afternoon_on(
    language: str, time: str, expected: Verdict
) -> None:
    said = f"agent: hm\ncustomer: hm\nagent: {EVENING[language]}"
    assert verdict("greeting.time_of_day", said, language, started=f"2026-06-09T{time}") is expected


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("en", "evening's tight that day", Verdict.NOT_APPLICABLE),
        ("en", "Evening, Mrs Pargeter.", Verdict.FAIL),
        ("nb", "formiddag er best morgen passer også", Verdict.NOT_APPLICABLE),
        ("nb", "morgen klokka ni", Verdict.NOT_APPLICABLE),
        ("nb", "Morgen!", Verdict.FAIL),
    ],
)
def test_a_bare_time_of_day_that_begins_a_later_turn_is_talk(language: str, said: str, expected: Verdict) -> None:
    dialogue = f"agent: hm\ncustomer: hm\nagent: {said}\ncustomer: hm"
    assert verdict("greeting.time_of_day", dialogue, language, started="2026-06-09T13:00") is expected
