"""Secrets told by what is said around them, in words that no rule lists. It needs the extra ``weights``."""

from functools import cache

import numpy as np
import pytest
from tests.support.redacting import conversation, settings, words

from callgrade.config.redaction import RedactionSettings
from callgrade.grading.meant import encoder, number_reader
from callgrade.model.record import Role
from callgrade.model.redaction import is_redacted
from callgrade.redaction import redact
from callgrade.redaction.digit_runs import runs_of
from callgrade.redaction.items import SpokenItems
from callgrade.redaction.learned.number_reader import NumberReader
from callgrade.redaction.learned.number_windows import CHARACTERS, NumberWindow, number_windows
from callgrade.redaction.talk import Talk, read_talk

CODE = "[card-code]"


@cache
def reader() -> NumberReader:
    found = number_reader()
    if found is None:
        pytest.skip("the extra weights is not installed")
    return found


def read(dialogue: str, language: str, chosen: RedactionSettings | None = None) -> str:
    found, _ = redact(conversation(dialogue, language), words(), chosen or settings(), reader())
    return " / ".join(turn.text for turn in found.turns)


def talk_of(*turns: str) -> Talk:
    roles = (Role.AGENT, Role.CUSTOMER)
    return read_talk([SpokenItems(roles[at % 2], [text]) for at, text in enumerate(turns)], words().lexicon("en"))


def windows(*turns: str) -> list[NumberWindow]:
    talk = talk_of(*turns)
    return number_windows(talk, runs_of(talk))


@pytest.mark.parametrize(
    ("language", "asked", "answer"),
    [
        ("en", "i've triggered a push to your handset, two digits should be showing", "{8 3}"),
        ("nl", "en dan nog die drie kleintjes", "ja ik zie ze amper, {6 4 4} geloof ik"),
        ("nb", "nå burde appen vise deg noe", "den viser {to fem} nå"),
        ("de", "drehn sie die mal um, was steht ganz rechts", "{sieben null drei}"),
        ("zh", "麻烦说下您的查询密码", "{五零五幺二二}"),
    ],
)
def test_a_secret_is_known_by_what_its_surroundings_mean(language: str, asked: str, answer: str) -> None:
    before, _, rest = answer.partition("{")
    secret, _, behind = rest.partition("}")
    said = f"{asked} / {before}{secret}{behind}"
    assert read(said, language) == f"{asked} / {before}{CODE}{behind}"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "what's it say on the side of the box / zero four one seven seven then a b"),
        ("nl", "wat is de code op de doos / b vier nul zeven zeven twee"),
        ("nb", "hva står det på lappen på esken / null seks fire en ni"),
        ("de", "wie lautet der code auf dem karton / b vier null sieben sieben zwo"),
        ("zh", "箱子上的代码是什么 / B四零七七二"),
    ],
)
def test_a_number_that_the_rules_take_for_a_secret_stays_where_its_surroundings_are_ordinary(
    language: str, said: str
) -> None:
    assert read(said, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Your date of birth? / Meera Kulkarni, twelfth of August nineteen eighty-one."),
        ("de", "Und wann sind Sie geboren? / der vierte mai achtundsiebzig"),
    ],
)
def test_the_year_of_a_birthday_stays(language: str, said: str) -> None:
    assert read(said, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "what do you drive / it's a 2016, a red one / a 2016"),
        ("en", "it's very easy on the 2014 polo, you press both of them, does that help / yes"),
        ("nl", "wat rijdt u / het is een 2016, een rode / een 2016"),
        ("nb", "hva kjører du / det er en 2016, en rød / en 2016"),
        ("de", "was fahren sie / das ist ein 2016er, ein roter / ein 2016er"),
        ("zh", "您开什么车 / 是一辆2016的，红色 / 2016的"),
    ],
)
def test_the_year_of_a_model_stays(language: str, said: str) -> None:
    assert read(said, language) == said


def test_the_date_of_a_card_goes_whole_though_its_parts_look_ordinary() -> None:
    read_back = read("when does the card expire / eight thirty / so august twenty thirty, thanks", "en")
    assert read_back == f"when does the card expire / {CODE} / so {CODE}, thanks"
    assert read("ja / ze verloopt in nul negen eenendertig mijn creditcard", "nl") == (
        f"ja / ze verloopt in {CODE} mijn creditcard"
    )


def test_a_payment_and_a_month_are_no_date_of_a_card() -> None:
    said = "Romaskin 4 stoppet etter 5,1 kilometer. Jeg betaler 429 i måneden!"
    assert read(said, "nb") == said


def test_a_long_number_that_no_card_begins_with_is_no_code() -> None:
    said = "whats a good number to catch you on / oh one six three two nine six oh seven five four thats the shop"
    assert read(said, "en") == said


def test_a_number_that_is_said_twice_has_one_verdict() -> None:
    said = "dus dat is schade 8 8 1 0 4 4 / acht acht een nul vier vier"
    assert read(said, "nl") == said


def test_words_and_text_of_a_call_lose_the_same_secret() -> None:
    said = conversation("i've triggered a push to your handset, two digits should be showing / 8 3", "en")
    found, redactions = redact(said, words(), settings(), reader())
    assert [is_redacted(word.text) for word in found.turns[1].words] == [True, True]
    assert found.turns[1].text == CODE
    assert len(redactions) == 1


def test_a_card_s_number_goes_whatever_its_surroundings_mean() -> None:
    said = "what does the label on the box say / 4929 1837 2201 5540"
    assert read(said, "en").endswith("[card-number]")


def test_numbers_beyond_the_most_that_are_read_are_left_to_the_rules() -> None:
    said = "i've triggered a push to your handset, two digits should be showing / 8 3"
    few = settings().learned.model_copy(update={"digits_least": 3})
    assert read(said, "en", settings().model_copy(update={"learned": few})) == said


def test_a_window_holds_the_turns_around_a_number_and_none_of_its_digits() -> None:
    (window,) = windows("And the code?", "Right, it's 7 7 1, I think.", "Thanks.", "Bye.")
    assert window == NumberWindow(" A: And the code? C: Right, it's ", "482", ", I think. A: Thanks.")


def test_a_window_of_a_word_without_end_is_short() -> None:
    found = windows("a" * 100_000 + " 4419 " + "b" * 100_000)
    assert max(len(part) for one in found for part in (one.before, one.number, one.behind)) <= CHARACTERS


def test_a_stretch_of_text_has_the_same_vector_whatever_is_encoded_with_it() -> None:
    encode = encoder()
    if encode is None:
        pytest.skip("the extra weights is not installed")
    texts = [("your PIN? ", "482", " thanks"), ("the meter reads ", "48271", ""), ("", "", "")]
    together = encode.in_context(texts)
    alone = np.concatenate([encode.in_context([one]) for one in texts])
    assert together.shape == (3, 768)
    assert np.abs(together - alone).max() < 1e-3
    assert encode.in_context([]).shape == (0, 768)
