"""Signs in the order of the dialogue leave doubt where no phrase finds the words."""

import pytest
from tests.support.dialogues import Short, judged

from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason

OPEN = "agent: Good morning, Fairlea Dental Practice, Ann speaking. {}\ncustomer: I have toothache.\nagent: Oh dear.\n"
MIDDLE = "agent: {}\ncustomer: {}\n"
END = "customer: Thank you.\nagent: {}\n"


def verdict(norm: str, dialogue: str) -> tuple[Verdict, Reason | None]:
    found = judged(Short("en", norm, "fail", dialogue))
    return found.verdict, found.reason


LISTEN = Verdict.CANNOT_TELL, Reason.LISTEN
FAIL = Verdict.FAIL, None


@pytest.mark.parametrize(("said", "expected"), [("Whose jaw is it?", LISTEN), ("Jaws and gums.", FAIL)])
def test_a_question_in_the_first_turn_may_offer_help(said: str, expected: tuple[Verdict, Reason | None]) -> None:
    assert verdict("greeting.offer_of_help", OPEN.format(said)) == expected


@pytest.mark.parametrize(
    ("asked", "answer", "expected"),
    [
        ("Does a further bee buzz in your bonnet?", "No, that's all.", LISTEN),
        ("Does a further bee buzz in your bonnet?", "It hurts.", FAIL),
        ("I shall write it down.", "No, that's all.", FAIL),
    ],
)
def test_an_answer_that_this_was_all_shows_a_last_question(
    asked: str, answer: str, expected: tuple[Verdict, Reason | None]
) -> None:
    dialogue = OPEN.format("Yes?") + MIDDLE.format(asked, answer) + END.format("Goodbye.")
    assert verdict("closing.further_questions", dialogue) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Thank you for calling, have a nice day. Fare ye merrily.", LISTEN),
        ("Thank you for calling, have a nice day.", FAIL),
        ("Fine.", FAIL),
    ],
)
def test_words_after_thanks_or_a_wish_may_be_a_goodbye(said: str, expected: tuple[Verdict, Reason | None]) -> None:
    assert verdict("closing.farewell", OPEN.format("Yes?") + END.format(said)) == expected
