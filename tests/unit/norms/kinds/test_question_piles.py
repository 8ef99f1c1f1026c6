"""Questions in one breath, with the words of the real packs."""

import pytest
from tests.support.verdicts import verdict

from callgrade.model.finding import Verdict

NORM = "listening.question_pile"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Hoe zag die tas eruit, hoelang was u weg en heeft u al gekeken?"),
        ("de", "Wie sah die Tasche aus, wann fuhr der Zug und haben Sie schon online geschaut?"),
        ("nl", "Met hoeveel personen gaat u, hoelang wilt u weg en wat is uw budget?"),
    ],
)
def test_each_clause_that_begins_with_a_question_word_asks_something(language: str, said: str) -> None:
    assert verdict(NORM, f"customer: hm\nagent: {said}\ncustomer: hm", language) is Verdict.FAIL


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Could you tell me when you bought it, where that was, and who sold it?"),
        ("de", "Können Sie mir sagen, wann Sie das gekauft haben, wo das war und wer es war?"),
        ("nl", "Wilt u nog iets anders, wanneer het zover is?"),
    ],
)
def test_a_sentence_that_begins_otherwise_is_one_question_with_what_belongs_to_it(language: str, said: str) -> None:
    assert verdict(NORM, f"customer: hm\nagent: {said}\ncustomer: hm", language) is Verdict.PASS


def test_a_chinese_question_that_ends_in_its_question_word_asks_something() -> None:
    assert verdict(NORM, "customer: 嗯\nagent: 你几床的？病人叫什么？哪天住的院？\ncustomer: 嗯", "zh") is Verdict.FAIL
    assert verdict(NORM, "customer: 嗯\nagent: 什么？你几床的？哪天住的院？\ncustomer: 嗯", "zh") is Verdict.PASS
