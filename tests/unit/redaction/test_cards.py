"""Card numbers as they are typed, read out, misheard and read back."""

import pytest
from tests.support.redacting import redacted

CARD = "[card-number]"


@pytest.mark.parametrize(
    "said",
    [
        "4111 1111 1111 1111",
        "4111111111111111",
        "4111-1111-1111-1111",
        "4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1",
        "4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1",
        "4,111,111,111,111,111",
        "4111.1111.1111.1111",
        "４１１１ １１１１ １１１１ １１１１",
        "3782 822463 10005",
        "41 11 11 11 11 11 11 11",
    ],
)
@pytest.mark.parametrize("language", ["en", "nl", "nb", "zh", "de", None, "fr"])
def test_a_typed_number_is_redacted_without_talk_of_cards(said: str, language: str | None) -> None:
    assert redacted(said, language) == CARD


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "four one one one one one one one one one one one one one one one"),
        ("en", "four triple one double one double one triple one double one double one one"),
        ("en", "forty one eleven eleven eleven eleven eleven eleven eleven"),
        ("en", "forty-one hundred and eleven, fifty two hundred, oh oh nine four, seven seven two one"),
        ("en", "five four oh nought zero eight treble six 7 7 ninety-one two one three"),
        ("nl", "vijf vier nul nul dubbel acht zes zes zeven zeven eenennegentig twee een drie"),
        ("nl", "eenenveertig elf elfhonderdelf elfhonderd elf elf elf elf"),
        ("nl", "vijfenvijftighonderd tweeëntachtig drie keer negen nul zeven een vier vijf twee"),
        ("nb", "fem fire null null dobbel åtte seks seks sju syv nittien to en tre"),
        ("nb", "enogførti elleve elleve hundre elleve elleve elleve elleve"),
        ("nb", "femogfemti to ganger fire førtien tjue tretti åtti sju sju sytten"),
        ("zh", "四幺幺幺一一一一一一一一一一一一"),
        ("zh", "五四零洞两个八六六七七九幺二幺三八"),
        ("zh", "五五〇九三个二一三七四五三三三一二四"),
        ("zh", "肆壹壹壹贰贰贰贰叁叁叁叁伍伍伍伍"),
        ("de", "fünf vier null null doppel acht sechs sechs sieben sieben einundneunzig zwo eins drei"),
        ("de", "einundvierzig elf elfhundert elf elf elf elf elf elf"),
        ("de", "fünfundfünfzig null neun einundzwanzig siebenunddreißig dreimal die fünf dreiunddreißig zwölf"),
    ],
)  # fmt: skip
def test_a_number_read_out_is_redacted_without_talk_of_cards(language: str, said: str) -> None:
    assert redacted(said, language) == CARD
    assert redacted(said, None) == CARD, "the language is not known"


@pytest.mark.parametrize(
    "said",
    [
        "for one one won to to tree three for for four fore",  # twelve, all homophones among them
        "four one one one, six teen, thir teen, fif ty two, ninety",
        "fourone oneone sixseven threenine doublefour two",
        "fourty one elleven fiften seven ate nine oh too",
    ],
)
def test_misrecognised_digits_are_redacted_in_talk_of_cards(said: str) -> None:
    assert redacted(f"What is the card number? / {said}") == f"What is the card number? / {CARD}"


def test_fillers_and_dashes_inside_a_number_are_redacted() -> None:
    said = "it's 4111 uh then 1111 comma let me see 1111 dash 1111 thanks"
    assert redacted(f"And the card number? / {said}") == f"And the card number? / it's {CARD} thanks"


def test_groups_are_joined_across_turns_and_back_channels() -> None:
    said = "Your card number? / 4024 / mm-hm / double oh seven one / got it, and the next four? / 2015 / okay / 8830"
    assert redacted(said) == (
        f"Your card number? / {CARD} / mm-hm / {CARD} / got it, and the next four? / {CARD} / okay / {CARD}"
    )


def test_times_and_decimals_among_digits_of_a_card_are_redacted() -> None:
    said = "How would you like to pay, by card? / 3605 / 36.05 / 5523 / 55.23 and? / 6868 / 68.68 / 9211 / 9211"
    assert not any(char.isdigit() for char in redacted(said))
    assert not any(char.isdigit() for char in redacted("The card number? / 55-08-55, 57m, 30 47 58 11"))


def test_a_count_of_digits_is_not_part_of_the_number() -> None:
    said = "Could you read me the 16 digits on the front?"
    assert redacted(f"{said} / 4929 1284 7741 3358") == f"{said} / {CARD}"


def test_groups_are_joined_across_turns_without_talk_of_cards() -> None:
    said = "4024 / yes / 0071 / and then? / 2015 / right / 8830"
    assert redacted(said) == f"{CARD} / yes / {CARD} / and then? / {CARD} / right / {CARD}"


def test_a_number_that_the_agent_reads_back_is_redacted() -> None:
    said = "Card number? / 5500 0000 0000 0004 / So that's fifty five hundred, four zeros, four zeros and 0004. / Yes."
    assert "5500" not in redacted(said)
    assert "fifty" not in redacted(said)
    assert "0004" not in redacted(said)


def test_a_repeated_part_of_the_number_is_redacted() -> None:
    middle = "I will check that in our system, it may take a while because the connection is slow this morning. " * 3
    said = f"Card number? / 5512 3489 7701 2346 / {middle} / Fine. / You said 77012346?"
    assert redacted(said).endswith(f"You said {CARD}?")


def test_restarts_may_make_more_than_nineteen_digits() -> None:
    said = "The number? / 4929 1284, sorry, let me start again, 4929 1284 7741 no wait 7714 3358 0092"
    assert redacted(f"{said}, that is my Visa") == f"The number? / {CARD}, that is my Visa"


def test_half_a_number_is_redacted_if_it_was_asked_for() -> None:
    assert redacted("What's your card number? / 4929 1284, ah, somebody is at the door.") == (
        f"What's your card number? / {CARD}, ah, somebody is at the door."
    )


def test_the_last_four_digits_may_stay() -> None:
    said = "Which card number is it? / The one ending in 4242."
    assert redacted(said) == said


def test_missing_digits_are_allowed_in_talk_of_cards() -> None:
    twelve = "4929 1284 7741"
    assert redacted(f"Please hold. / {twelve}") == f"Please hold. / {twelve}"
    assert redacted(f"I'd like to pay with my Visa. / Go on. / {twelve}").endswith(f"/ {CARD}")
    assert redacted(f"Hello. / {twelve} and that's my credit card.") == f"Hello. / {CARD} and that's my credit card."


@pytest.mark.parametrize(
    "said",
    [
        "What number can I reach you on? / 020 7946 0958 / 020 7946 0958, thank you.",
        "Your mobile? / 07700 900123, no sorry, 07700 900124 / 07700 900124.",
        "Phone number? / 020 / yes / 7946 / 7946 / 0958, or 020 7946 0959 in the evening",
        "It was on 12/05/2026 at 14:30 and again on 13.05.2026 at 15:45. / $1,249.99 and $312.40, I see.",
        "The card was charged 12.99, 49.90 and 105.00 euros on 3 May 2026. / I see.",
        "My order number is 1234 5678. I paid with my Visa. / I see 49.99 on 12 May.",
    ],
)
def test_telephone_numbers_dates_and_amounts_stay(said: str) -> None:
    assert redacted(said) == said


def test_an_order_number_is_lost_that_could_be_a_card() -> None:
    assert redacted("The order number is 4234567890123.") == f"The order number is {CARD}."


def test_an_order_number_stays_that_no_issuer_of_cards_gives_out() -> None:
    said = "The order number is 1234567890123."
    assert redacted(said) == said


def test_a_number_inside_chinese_text_leaves_the_rest_of_it() -> None:
    assert redacted("我的卡号是4111111111111111，请查一下。", "zh") == f"我的卡号是{CARD}，请查一下。"
    assert redacted("卡號是四一一一，二二二二，三三三三，四四四四。", "zh") == f"卡號是{CARD}。"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The tracking's JD 0002 4471 9083 6615, and it's late."),
        ("en", "The shipment is 7012 3456 7890 1234 5."),
        ("nl", "De zending is 0034 0434 1612 8870 5519."),
        ("nb", "Sporingsnummeret er 7072 1500 0318 8264 9."),
        ("de", "Die Sendungsnummer ist 0034 0434 1612 8870 5519."),
    ],
)
def test_a_long_number_that_is_named_stays_whose_beginning_or_length_no_card_has(language: str, said: str) -> None:
    assert redacted(said, language) == said


def test_a_first_digit_that_was_misheard_does_not_save_a_number_that_nobody_named() -> None:
    assert redacted("It's 0111 1111 1111 1111.") == f"It's {CARD}."


def test_a_card_behind_another_number_goes() -> None:
    for said in ("The order, 99, and {}", "The order is {} 12 26", "The tracking number? / 7072 1500 0318 / and {}"):
        assert "4111" not in redacted(said.format("4111 1111 1111 1111"))


def test_groups_told_turn_by_turn_are_a_card_by_their_beginning_and_check_digit() -> None:
    talk = "Ready? / {} / {} / {} {} sorry the light is really terrible in this kitchen {} / {} {} I see"
    said = talk.format("4012", "4012", "8888", "8888", "1881", "8888", "1881")
    assert not any(group in redacted(said) for group in ("4012", "8888", "1881"))
    wrong = talk.format("4012", "4012", "8888", "8887", "2882", "8887", "2882")
    assert "8888 8887" in redacted(wrong), "the check digit is wrong"


def test_the_measures_and_the_model_of_a_thing_are_no_card() -> None:
    said = "120 or 140? / 140, model HV 2209 / that is 3190 / 3190"
    assert redacted(said) == said


def test_one_that_is_no_digit_does_not_make_a_card_another_number() -> None:
    said = redacted(
        "For the gym? / "
        "the blue one four five five six seven three seven five eight six eight nine nine eight five five"
    )
    assert "five" not in said
