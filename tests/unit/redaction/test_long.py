"""Long input takes time in proportion to its length: four times as much takes about four times as long."""

from collections.abc import Callable

import pytest
from tests.support.growth import TIMES, grows_in_proportion
from tests.support.redacting import settings, words

from callgrade.model.conversation import Conversation, Turn
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.redaction import redact

LENGTH = 1000


def call(texts: list[str], language: str | None) -> Conversation:
    turns = tuple(
        Turn(Role.CUSTOMER if index % 2 else Role.AGENT, 0.0, 0.0, (), text) for index, text in enumerate(texts)
    )
    return Conversation(language, None, 0.0, 0, (), turns, None, Reason.NO_AUDIO, has_audio=False, timed=False)


LONG: dict[str, Callable[[int], list[str]]] = {
    "spaced digits": lambda length: [" ".join(str(at * 7 % 10) for at in range(length))],
    "digits of a card": lambda length: ["card number?", " ".join(str(at * 7 % 10) for at in range(length))],
    "digits of a code": lambda length: ["your code?", " ".join(str(at * 7 % 10) for at in range(length))],
    "turns of a digit": lambda length: [str(at % 10) for at in range(length)],
    "turns of a word": lambda length: ["yes"] * length,
    "cards": lambda length: ["card number?", "4929 1837 2201 5540"] * (length // 4),
    "codes": lambda length: ["code?", "4419"] * (length // 2),
    "times": lambda length: ["card number " + "12:30 " * length],
    "thousands": lambda length: ["1" + ",111" * (length * 10)],
    "one word": lambda length: ["a" * (length * 50)],
    "number words in one": lambda length: ["elf" * (length * 10)],
    "addresses": lambda length: ["a@" * (length * 2)],
    "no address": lambda length: ["a." * (length * 2) + "@"],
    "parts of questions": lambda length: ["sms says code number back signature " * (length // 4)],
    "false starts": lambda length: ["your code?", "4 no " * (length // 4)],
    "passwords": lambda length: ["my password is otter dash " * (length // 4)],
    "signs of passwords": lambda length: ["my password is " + "4 dash " * (length // 2)],
    "names of passwords": lambda length: ["password what " * (length // 4), "otter"],
    "dates": lambda length: ["valid until 04/29 " * (length // 4)],
    "months": lambda length: ["december valid thru 29 may " * (length // 4)],
    "numbers that nobody named": lambda length: ["4419 and so on, " * (length // 4)],
    "answers to cards": lambda length: ["card " * (length // 4), "may 29 " * (length // 4)],
    "thousands that answer": lambda length: ["how many?", "3" + " 420" * length],
    "fillers": lambda length: ["4 " + "uh " * length + "4"],
}


@pytest.mark.parametrize("language", ["en", None])
@pytest.mark.parametrize("kind", LONG)
def test_the_time_of_redaction_grows_in_proportion_to_the_call(kind: str, language: str | None) -> None:
    calls = {length: call(LONG[kind](length), language) for length in (LENGTH, TIMES * LENGTH)}
    everything = settings(email=True, phone=True, iban=True)
    assert grows_in_proportion(lambda length: redact(calls[length], words(), everything), LENGTH)
