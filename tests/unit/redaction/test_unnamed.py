"""Short numbers without a name: redacted if they are dictated and no word explains them."""

import pytest
from tests.support.redacting import redacted

CODE = "[card-code]"


@pytest.mark.parametrize("said", ["six six one four", "0905", "84 31 06", "660418", "eighty four thirty one oh six"])
def test_an_unexplained_dictated_number_is_redacted(said: str) -> None:
    assert redacted(f"Well, {said} it says here.") == f"Well, {CODE} it says here."


@pytest.mark.parametrize("thing", ["order", "flight", "extension", "invoice", "badge"])
def test_a_word_for_another_number_explains_it(thing: str) -> None:
    said = f"The {thing} I have here, well, six six one four."
    assert redacted(said) == said


@pytest.mark.parametrize(
    "said",
    [
        "It broke in 2019 and 2021, I think.",
        "I rang at 9 15, then 11 40.",
        "So sixty four ninety two in all.",
        "They come in 8, 10, 12 and 14.",
        "About 1500, or 2 000 perhaps.",
        "It hums on one oh two point four.",
        "SK 1704 was late.",
    ],
)
def test_years_times_prices_lists_and_round_numbers_are_not_dictated(said: str) -> None:
    assert redacted(said) == said


def test_three_digits_are_redacted_when_a_card_is_turned_over() -> None:
    said = "Flip it over. / Yes. / And what is at the end there? / {}"
    assert redacted(said.format("two two six")) == said.format(CODE)
    assert redacted("Hello. / two two six") == "Hello. / two two six"


def test_three_digits_are_redacted_behind_a_card_number() -> None:
    asked = "Thanks, and is there anything more that they printed over there?"
    said = redacted(f"Your card number? / 4929 1837 2201 5540 / {asked} / only two two six")
    assert said.endswith(f"{asked} / only {CODE}")


def test_a_telephone_that_a_message_came_to_does_not_explain_a_code() -> None:
    said = "What did you get on your phone? / two two seven nine oh one"
    assert redacted(said).endswith(f"/ {CODE}")


def test_a_false_start_is_redacted_with_the_secret() -> None:
    said = "Your PIN? / four four hang on it vanished four four one nine"
    assert redacted(said) == f"Your PIN? / {CODE} hang on it vanished {CODE}"


@pytest.mark.parametrize("date", ["november 2030", "oh seven twenty seven", "04/29", "december, I think, twenty six"])
def test_a_month_with_a_year_is_redacted_by_words_of_expiry_alone(date: str) -> None:
    said = redacted(f"It is valid until {date}.")
    assert not any(word in said for word in ("november", "2030", "seven", "04", "december", "six"))


@pytest.mark.parametrize("thing", ["contract", "passport", "offer", "licence"])
def test_the_date_of_something_else_stays(thing: str) -> None:
    said = f"My {thing} is valid until november 2030."
    assert redacted(said) == said


def test_a_slash_between_month_and_year_needs_no_words() -> None:
    assert redacted("five slash thirty one") == CODE
    assert redacted("I paid on 10/27.") == "I paid on 10/27."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "It's {} or {}, I have no glasses. / Take your time. / We try {} then."),
        ("nl", "Het is {} of {}, zonder bril. / Rustig aan. / Dus {} dan."),
        ("nb", "Det er {} eller {}, uten briller. / Ta det rolig. / Så {} da."),
        ("de", "Das ist {} oder {}, ohne Brille. / Langsam. / Also {} dann."),
        ("zh", "是{}还是{}，没戴眼镜 / 不急 / 那{}"),
    ],
)
def test_two_readings_of_one_number_and_the_right_one_go(language: str, said: str) -> None:
    assert redacted(said.format("912", "917", "917"), language) == said.format(CODE, CODE, CODE)


@pytest.mark.parametrize(
    "said", ["Room 212 or 214, both are fine.", "It was 450 or 460 I think.", "That's 37 or 38.", "730 or 736 euros"]
)
def test_two_numbers_of_something_else_stay(said: str) -> None:
    assert redacted(said) == said


def test_digits_that_are_told_before_the_whole_code_go_with_it() -> None:
    said = redacted("What is printed on the signature strip? / two maybe eight and five at the end / so 285 then")
    assert said.endswith(f"/ {CODE} maybe {CODE} and {CODE} at the end / so {CODE} then")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Do you have a password? / My daughter set it, it's her house number so {}"),
        ("nl", "Heeft u een wachtwoord? / Mijn dochter heeft het gekozen haar huisnummer {}"),
        ("nb", "og kundekoden du valgte / den er {} som boka"),
        ("de", "Haben Sie ein Kennwort? / Meine Tochter hat das gewählt das ist ihre Hausnummer {}"),
    ],
)
def test_what_a_secret_was_chosen_after_does_not_explain_it(language: str, said: str) -> None:
    assert redacted(said.format("6363"), language) == said.format(CODE)


def test_a_telephone_that_a_message_came_to_may_be_named_again() -> None:
    said = "We popped one over to your mobile, tell me that. / My phone's in the kitchen, it's {}"
    assert redacted(said.format("four eight one six")) == said.format(CODE)
    asked = "We sent one to your mobile. / And my phone number is {}"
    assert redacted(asked.format("four eight one six")) == asked.format("four eight one six")


def test_a_compound_number_word_is_surely_a_number() -> None:
    assert redacted("am Automaten immer zwoundneunzig vierzehn", "de") == f"am Automaten immer {CODE}"


def test_thousands_are_not_dictated() -> None:
    assert redacted("Well, 3 420 it says here.") == "Well, 3 420 it says here."


def test_a_word_like_a_number_word_is_no_digit_of_a_code() -> None:
    assert redacted("So now 812 640 this time.") == f"So now {CODE} this time."


def test_a_year_that_is_said_digit_by_digit_is_dictated() -> None:
    assert redacted("I always use 1 9 6 4 there.") == f"I always use {CODE} there."


def test_two_years_are_not_two_readings_of_a_code() -> None:
    assert redacted("In 2021 or 2022. / No, 2021 or 2022.") == "In 2021 or 2022. / No, 2021 or 2022."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The router reports code 2207."),
        ("nl", "De wasmachine geeft code 2207."),
        ("nb", "Varmepumpen viser kode 2207."),
        ("de", "Die Therme meldet Code 2207."),
        ("zh", "热水器提示代码 2207。"),
    ],
)
def test_a_code_that_a_thing_reports_stays(language: str, said: str) -> None:
    assert redacted(said, language) == said


def test_three_digits_one_by_one_answer_a_question_for_a_number_among_other_words() -> None:
    asked = "I didn't catch that small number."
    assert redacted(f"{asked} / just 1 9 3 like that, one after the other") == (
        f"{asked} / just {CODE} like that, one after the other"
    )


@pytest.mark.parametrize("said", ["May twenty twenty nine", "May two nine", "May two thousand and twenty nine"])
def test_the_year_of_a_card_is_redacted_whole(said: str) -> None:
    assert redacted(f"It is valid until {said}.") == f"It is valid until {CODE}."


def test_a_month_with_a_year_and_little_else_answers_a_turn_about_a_card() -> None:
    assert redacted("And this card? / well, may twenty nine") == f"And this card? / well, {CODE}"
    assert redacted("And this contract? / well, may twenty nine") == "And this contract? / well, may twenty nine"


@pytest.mark.parametrize(("said", "shown"), [("填了六月二九", f"填了{CODE}"), ("六月二十九号送", "六月二十九号送")])
def test_a_chinese_month_with_a_year_is_no_day(said: str, shown: str) -> None:
    assert redacted(said, "zh") == shown


def test_a_word_before_a_comma_does_not_lead_the_number_behind_it() -> None:
    assert redacted("Here, on page 694 112.") == "Here, on page 694 112."
    assert redacted("Here, on the page, 694 112.") == f"Here, on the page, {CODE}."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Uh, 8 to 10, earlier the better."),
        ("en", "8 to 10"),
        ("en", "Eight to ten suits me."),
        ("en", "We sell them 2 for 10."),
        ("en", "They run 5, 10 to 15 or so."),
        ("nl", "Het staat 3 tegen 10 nu."),
        ("de", "Die gibt es 2 für 10."),
        ("de", "So 8 bis 10, je früher, desto besser."),
        ("nb", "Sånn 8 til 10, helst tidlig."),
        ("zh", "8到10都可以"),
    ],
)
def test_a_range_is_no_digits_in_a_row(language: str, said: str) -> None:
    assert redacted(said, language) == said


@pytest.mark.parametrize("said", ["4 to 9 1", "4 to 9", "55 08 to 84", "four to nine one"])
def test_a_word_among_single_digits_is_a_digit(said: str) -> None:
    assert redacted(f"And the code that came? / {said}") == f"And the code that came? / {CODE}"
