"""Two ways that the agent names, of which the customer takes up one."""

import pytest
from tests.support.verdicts import verdict

from callgrade.model.finding import Verdict

NORM = "help.alternatives"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "agent: Do you ring her again yourself, or shall I let her know?\ncustomer: You let her know."),
        ("nb", "agent: Vil du prøve igjen selv, eller skal jeg be henne ringe deg?\ncustomer: Hun kan ringe."),
        ("de", "agent: Rufen Sie selbst noch mal an, oder soll ich ihr was ausrichten?\ncustomer: Ausrichten, bitte."),
    ],
)
def test_a_question_who_of_both_does_it_offers_a_choice(language: str, said: str) -> None:
    assert verdict(NORM, said, language) is Verdict.PASS


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "agent: is the cable plugged in or was the cat at it\ncustomer: the cable is plugged in"),
        ("de", "agent: ist der stecker drin oder war es die katze\ncustomer: der stecker ist drin"),
        ("nl", "agent: zit de stekker erin of was het de kat\ncustomer: de stekker natuurlijk"),
    ],
)
def test_without_marks_the_order_of_words_shows_a_question_that_offers_none(language: str, said: str) -> None:
    assert verdict(NORM, said, language) is Verdict.FAIL
