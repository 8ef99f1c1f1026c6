"""Signs in the order of the dialogue leave doubt, or are sure, where no phrase finds the words."""

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
PASS = Verdict.PASS, None


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
        ("Thank you for calling, have a nice day. Fare ye merrily.", PASS),
        ("Thank you for calling, have a nice day.", FAIL),
        ("Fine.", FAIL),
    ],
)
def test_a_sentence_of_unknown_words_after_a_wish_is_a_goodbye(
    said: str, expected: tuple[Verdict, Reason | None]
) -> None:
    assert verdict("closing.farewell", OPEN.format("Yes?") + END.format(said)) == expected


MATTER = "customer: My upper left tooth has been hurting since Sunday."
LATER = "agent: Come at nine.\ncustomer: Fine.\nagent: Right.\ncustomer: Thanks.\nagent: Goodbye."


@pytest.mark.parametrize(
    ("said", "answer", "expected"),
    [
        ("Which jaw is complaining?", MATTER, PASS),
        ("Which jaw is complaining? We are closing.", MATTER, LISTEN),
        ("What is your patient number?", MATTER, FAIL),
        ("Which is it?", "customer: It is four four one nine zero two.", LISTEN),
        ("Out with the whole sorry tale.", MATTER, PASS),
        ("We are closing.", "customer: Oh.", FAIL),
    ],
)
def test_a_question_after_which_the_customer_tells_the_matter_offers_help(
    said: str, answer: str, expected: tuple[Verdict, Reason | None]
) -> None:
    dialogue = f"agent: Good morning, Fairlea Dental Practice, Ann speaking. {said}\n{answer}\n{LATER}"
    assert verdict("greeting.offer_of_help", dialogue) == expected


@pytest.mark.parametrize(
    ("said", "before", "after", "expected"),
    [
        ("Thank you for calling. Hwyl fawr now.", "Thanks.", "Hwyl.", PASS),
        ("thank you for calling in slainte", "slainte", "", PASS),
        ("Have a nice day. Ka kite.", "Thanks.", "Bye.", PASS),
        ("Have a nice day. Ka kite.", "Thanks.", "Okay.", PASS),
        ("Have a nice day. All right then.", "Thanks.", "Right then.", LISTEN),
        ("Ka kite.", "Right, bye.", "", LISTEN),
        ("Mm.", "Right, bye.", "", FAIL),
        ("Have a nice day, Mrs Pell.", "Thanks.", "Bye.", FAIL),
    ],
)
def test_a_goodbye_in_unknown_words_is_sure_after_a_wish_or_if_the_customer_gives_it_back(
    said: str, before: str, after: str, expected: tuple[Verdict, Reason | None]
) -> None:
    end = f"customer: {before}\nagent: {said}" + (f"\ncustomer: {after}" if after else "")
    dialogue = f"agent: Good morning.\ncustomer: My name is Joan Pell.\nagent: Yes.\n{end}"
    assert verdict("closing.farewell", dialogue) == expected


@pytest.mark.parametrize(
    ("said", "answer", "expected"),
    [
        ("Kia ora, you are through to Waimea Vets, what is the matter?", "Hello, it is my cat.", LISTEN),
        ("Kia ora, you are through to Waimea Vets, what is the matter?", "Kia ora, it is my cat.", PASS),
        ("You are through to Waimea Vets, what is the matter?", "Hello, it is my cat.", FAIL),
        ("Yes, you are through to Waimea Vets, what is the matter?", "Yes, it is my cat.", FAIL),
    ],
)
def test_unknown_words_before_the_company_may_greet(
    said: str, answer: str, expected: tuple[Verdict, Reason | None]
) -> None:
    dialogue = f"agent: {said}\ncustomer: {answer}\nagent: I see.\ncustomer: Yes.\nagent: Goodbye."
    assert verdict("greeting.salutation", dialogue) == expected


CLOSE = "agent: Thank you for calling, goodbye."
NO_CLOSE = "agent: Right.\ncustomer: Fine.\nagent: I see.\ncustomer: Yes.\nagent: Goodbye."


@pytest.mark.parametrize(
    ("asked", "answer", "close", "expected"),
    [
        ("Does a further bee buzz in your bonnet?", "No, that's all.", CLOSE, PASS),
        ("Does a further bee buzz in your bonnet?", "No, that's all.", NO_CLOSE, LISTEN),
        ("Does a further bee buzz in your bonnet?", "No.", CLOSE, FAIL),
        ("Let the bees out of your bonnet.", "No, that's all.", CLOSE, LISTEN),
        ("Let the bees out of your bonnet.", "That's all.", CLOSE, FAIL),
    ],
)
def test_a_last_question_is_sure_once_the_agent_closes_the_call(
    asked: str, answer: str, close: str, expected: tuple[Verdict, Reason | None]
) -> None:
    dialogue = OPEN.format("Yes?") + MIDDLE.format(asked, answer) + close
    assert verdict("closing.further_questions", dialogue) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Ach, that must have been some morning for you.", LISTEN),
        ("Ach, don't be so stupid, woman.", FAIL),
        ("Ach, what number have you?", FAIL),
        ("Number?\ncustomer: Seven.\nagent: Ach, that one again.", FAIL),
    ],
)
def test_what_follows_an_interjection_after_the_report_may_be_sympathy_unless_it_asks_or_insults(
    said: str, expected: tuple[Verdict, Reason | None]
) -> None:
    opening = "agent: Dale Water, good morning.\ncustomer: Hello, my heating is broken and I have waited for weeks."
    closing = "customer: Is that so.\nagent: Somebody comes at noon. Goodbye.\ncustomer: Bye."
    assert verdict("wording.apology", f"{opening}\nagent: {said}\n{closing}") == expected
