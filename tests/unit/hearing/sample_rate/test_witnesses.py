"""Who sounds as if the recording were played too fast or too slowly."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.support.talk import call, spoken

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.sample_rate.witnesses import suspects
from callgrade.model.conversation import Conversation, Turn
from callgrade.model.record import Role

AGENT, CUSTOMER = Role.AGENT, Role.CUSTOMER
PEOPLE = {AGENT: 210.0, CUSTOMER: 118.0}
WORDS = "thank you for calling how can I help you with that today"


def unclear(turn: Turn, probability: float) -> Turn:
    return replace(turn, words=tuple(replace(word, probability=probability) for word in turn.words))


def talk(agent_p: float = 0.9, text: str = WORDS, language: str = "en") -> Conversation:
    turns = [unclear(spoken(AGENT, 1, 5, text), agent_p), spoken(CUSTOMER, 6, 10, WORDS)]
    return call([(1, 5)], [(6, 10)], turns=turns, language=language)


def suspected(conversation: Conversation, hearing: HearingSettings, heard: Mapping[Role, float] = PEOPLE) -> set[Role]:
    return set(suspects(conversation, heard, "en".__eq__, hearing.sample_rate))


def test_an_ordinary_call_has_no_suspects(hearing: HearingSettings) -> None:
    assert suspected(talk(), hearing) == set()


@pytest.mark.parametrize("median_hz", [60.0, 366.0])
def test_nobody_speaks_so_low_or_so_high(median_hz: float, hearing: HearingSettings) -> None:
    assert suspected(talk(), hearing, {**PEOPLE, AGENT: median_hz}) == {AGENT}


@pytest.mark.parametrize("median_hz", [88.0, 300.0])
def test_a_deep_or_a_high_voice_is_no_sign(median_hz: float, hearing: HearingSettings) -> None:
    assert suspected(talk(), hearing, {**PEOPLE, AGENT: median_hz}) == set()


def test_who_is_hardly_understood_is_suspect(hearing: HearingSettings) -> None:
    assert suspected(talk(agent_p=0.57), hearing) == {AGENT}


def test_few_unclear_words_are_no_sign(hearing: HearingSettings) -> None:
    assert suspected(talk(agent_p=0.3, text="hello there"), hearing) == set()


def test_who_speaks_long_without_words_is_suspect(hearing: HearingSettings) -> None:
    wordless = call([(1, 12)], [(13, 17)], turns=[spoken(CUSTOMER, 13, 17, WORDS)])
    assert suspected(wordless, hearing) == {AGENT}


def test_everybody_is_suspect_in_a_language_that_is_not_expected(hearing: HearingSettings) -> None:
    assert suspected(talk(language="la"), hearing) == {AGENT, CUSTOMER}
