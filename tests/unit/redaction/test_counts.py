"""Numbers that count or cost something, beside words for secrets."""

import pytest
from tests.support.redacting import redacted


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Does the PIN have four or six digits? / four / four, thanks"),
        ("en", "How many digits does the PIN have? / four / four, thanks"),
        ("nl", "Heeft de pincode vier of zes cijfers? / vier / vier, dank u"),
        ("nb", "Har pinkoden fire eller seks sifre? / fire / fire, takk"),
        ("de", "Hat die PIN vier oder sechs Ziffern? / vier / vier, danke"),
        ("zh", "密码有几位？ / 四 / 四，谢谢"),
    ],
)
def test_a_count_of_digits_and_its_repetition_stay(language: str, said: str) -> None:
    assert redacted(said, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "I asked for a PIN three times a week."),
        ("nl", "Ik heb drie keer een pincode aangevraagd."),
        ("nb", "Jeg ba om pinkoden tre ganger en dag."),
        ("de", "Ich habe schon dreimal eine TAN angefordert."),
    ],
)
def test_a_number_of_times_stays(language: str, said: str) -> None:
    assert redacted(said, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "It runs out in May. / And if I leave? / Then the fee is 1 250."),
        ("nl", "Het verloopt in mei. / En als ik stop? / Dan zijn de kosten 1 250."),
        ("nb", "Den går ut i mai. / Og om jeg bryter? / Da er gebyret 1 250."),
        ("de", "Er läuft im Mai ab. / Und wenn ich kündige? / Da ist die Gebühr 1 250."),
        ("zh", "五月到期。 / 取消呢？ / 手续费是 1 250。"),
    ],
)
def test_an_amount_that_is_named_stays(language: str, said: str) -> None:
    assert redacted(said, language) == said


def test_a_secret_that_is_asked_for_beside_an_amount_or_a_count_goes() -> None:
    for said in ("The PIN for the fee? / {}", "How many digits? / Four. / And the PIN? / {}"):
        assert redacted(said.format("4419")) == said.format("[card-code]")


def test_digits_of_a_code_told_one_by_one_are_no_counts() -> None:
    said = redacted("What is the three digit code on the back? / seven / yes / two / yes / six")
    assert not any(digit in said for digit in ("seven", "two", "six"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "How many miles has it done? / 61 250, the belt is due at 70 000. / Fine."),
        ("nl", "Hoeveel kilometer staat erop? / 61 250, de riem moet bij 70 000. / Prima."),
        ("nb", "Hvor mange kilometer har den gått? / 61 250, reima må byttes ved 70 000. / Fint."),
        ("de", "Wie viele Kilometer hat er? / 61 250, der Riemen ist bei 70 000 fällig. / Gut."),
    ],
)
def test_the_answer_to_how_many_stays_with_its_thousands(language: str, said: str) -> None:
    assert redacted(said, language) == said


def test_a_code_in_the_answer_to_how_many_goes() -> None:
    asked = "How many digits did we text you?"
    assert redacted(f"{asked} / six, 482 913") == f"{asked} / [card-code]"
