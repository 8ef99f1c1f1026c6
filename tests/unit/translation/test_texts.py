"""Texts, numbers and dates in the reader's language, and which language that is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from callgrade.export.for_people.terms import measure_term, reason_term, verdict_term
from callgrade.export.wording import amount, percent
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.translation.current import in_language, moment, norm_text, ntr, texts
from callgrade.translation.languages import reader_language
from callgrade.translation.texts import MOMENT

MONDAY = datetime(2026, 3, 2, 15, 30)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "nl_BE.UTF-8"}, "nl"),
        ({"LANG": "nn_NO.UTF-8"}, "nb"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "de_AT@euro"}, "de"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LANG": "fr_FR", "LANGUAGE": "fr:nb:de"}, "nb"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "de"}, "en"),
        ({"LANG": "fi_FI.UTF-8"}, "en"),
    ],
)
def test_without_an_option_the_language_is_that_of_the_system(environment: dict[str, str], language: str) -> None:
    assert reader_language(None, None, environment) == language


def test_an_option_comes_before_the_configuration_and_that_before_the_system() -> None:
    assert reader_language("de", "nl", {"LANG": "nb_NO"}) == "de"
    assert reader_language(None, "nl", {"LANG": "nb_NO"}) == "nl"


def test_another_thread_does_not_speak_the_language_of_this_one() -> None:
    with in_language("de"), ThreadPoolExecutor(1) as pool:
        assert (texts().language, pool.submit(lambda: texts().language).result()) == ("de", "en")
    assert texts().language == "en"


def test_numbers_and_dates_are_written_as_the_language_does() -> None:
    written = {}
    for language in ("en", "nl", "nb", "zh", "de"):
        with in_language(language):
            written[language] = (moment(MONDAY, MOMENT), amount(2.25, "st"), percent(0.5))
    assert written == {
        "en": ("Mon 2 Mar 2026, 15:30", "2.2 st", "50 %"),
        "nl": ("ma 2 mrt 2026, 15:30", "2,2 ht", "50%"),
        "nb": ("man. 2. mars 2026, 15:30", "2,2 ht", "50 %"),
        "zh": ("2026年3月2日周一 15:30", "2.2 个半音", "50%"),
        "de": ("Mo., 2. März 2026, 15:30", "2,2 HT", "50 %"),
    }


def test_plural_forms_are_those_of_the_language() -> None:
    with in_language("de"):
        one, two = (ntr("and {n} more place", "and {n} more places", count) for count in (1, 2))
    assert (one, two) == ("und 1 weitere Stelle", "und 2 weitere Stellen")


def test_the_values_of_the_model_have_names() -> None:
    with in_language("nl"):
        assert verdict_term(Verdict.CANNOT_TELL) == "niet te zeggen"
        assert reason_term(Reason.LOW_SNR) == "te veel ruis op de lijn"
        assert measure_term("hold.longest") == "Langste wachtstand"


def test_advice_that_was_stored_in_the_language_of_the_call_is_shown_in_that_of_the_reader() -> None:
    dutch = "Begin te praten zodra de lijn open is, zodat de beller weet dat u er bent."
    with in_language("en"):
        assert norm_text(dutch) == "Start speaking as soon as the line opens, so that the caller knows you are there."
    with in_language("de"):
        assert norm_text(dutch).startswith("Sprechen Sie")


def test_a_text_of_the_sites_own_is_shown_as_it_is() -> None:
    with in_language("zh"):
        assert norm_text("Name the allergens before you take the order.").startswith("Name the allergens")
