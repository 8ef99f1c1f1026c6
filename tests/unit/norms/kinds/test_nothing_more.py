"""Where the question for anything else stands, with the words of the real packs."""

import pytest
from tests.support.verdicts import verdict

from callgrade.model.finding import Verdict

NORM = "closing.further_questions"


@pytest.mark.parametrize(
    ("language", "first", "answer", "last"),
    [
        ("en", "Fairlea Lamps, what is the matter?", "No, that was all.", "Goodbye."),
        ("de", "Lampen Behnke, was liegt an?", "Nein, das war alles.", "Auf Wiederhören."),
        ("zh", "您好，明灯店，请问有什么事？", "没有了。", "再见。"),
    ],
)
def test_the_turn_that_opens_the_call_does_not_ask_for_more(language: str, first: str, answer: str, last: str) -> None:
    assert verdict(NORM, f"agent: {first}\ncustomer: {answer}\nagent: {last}", language) is Verdict.FAIL


@pytest.mark.parametrize(
    ("language", "told", "answer", "last"),
    [
        ("en", "the driver takes the old one along", "lovely that was all", "goodbye"),
        ("nl", "ja die neemt hij gratis mee", "mooi dat was het dan", "nog een goede dag doei"),
        ("de", "den alten nimmt er mit", "schön das war alles", "auf wiederhören"),
    ],
)
def test_who_says_unasked_that_this_was_all_was_not_asked(language: str, told: str, answer: str, last: str) -> None:
    said = f"agent: hello\ncustomer: hm\nagent: {told}\ncustomer: {answer}\nagent: {last}"
    assert verdict(NORM, said, language) is Verdict.FAIL
