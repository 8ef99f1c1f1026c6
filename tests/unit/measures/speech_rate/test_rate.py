from dataclasses import replace

import pytest
from tests.support.talk import call, get, good_line, spoken, swapped
from tests.unit.measures.conftest import Measured

from callgrade.model.conversation import Unheard
from callgrade.model.reason import Reason
from callgrade.model.record import Role

AGENT, CUSTOMER = Role.AGENT, Role.CUSTOMER
NAMES = (
    "rate.words_per_minute",
    "rate.speaking_rate",
    "rate.articulation_rate",
    "rate.articulation_p10",
    "rate.articulation_p90",
)


def test_rates_are_syllables_and_words_over_their_own_times(exchange: Measured) -> None:
    speech = [(at, at + 4.0) for at in range(0, 50, 5)]  # 40 s of speech, nine pauses of 1 s
    found = exchange(call(speech, turns=[spoken(AGENT, 0.0, 49.0, "one two three four " * 40)]))
    assert get(found, "rate.articulation_rate", AGENT).value == pytest.approx(160 / 40)
    assert get(found, "rate.speaking_rate", AGENT).value == pytest.approx(160 / 49)
    assert get(found, "rate.words_per_minute", AGENT).value == pytest.approx(60 * 160 / 49)
    amounts = get(found, "rate.speaking_rate", AGENT).evidence.amounts
    assert amounts == {"speech_s": 40.0, "speaking_s": 49.0, "syllables": 160.0, "words": 160.0}


def test_redacted_words_are_left_out_with_their_time(exchange: Measured) -> None:
    speech = [(at, at + 4.0) for at in range(0, 100, 5)]  # 80 s of speech, pauses of 1 s
    known = [
        spoken(AGENT, 0.0, 49.0, "one two three four " * 40),
        spoken(AGENT, 75.0, 99.0, "one two three four " * 20),
    ]
    number = spoken(AGENT, 50.0, 74.0, "[card-number] " * 40)
    found = exchange(call(speech, turns=[*known, number]))
    assert get(found, "rate.articulation_rate", AGENT).value == pytest.approx(240 / 60, rel=0.01)
    assert get(found, "rate.speaking_rate", AGENT).value == pytest.approx(240 / 75, rel=0.01)
    assert get(found, "rate.words_per_minute", AGENT).value == pytest.approx(60 * 240 / 75, rel=0.01)
    amounts = get(found, "rate.speaking_rate", AGENT).evidence.amounts
    assert amounts["words"] == amounts["syllables"] == 240
    assert amounts["speech_s"] == pytest.approx(60.0)


def test_speech_without_words_is_left_out_with_its_time(exchange: Measured) -> None:
    heard = call([(0.0, 100.0)], turns=[spoken(AGENT, 0.0, 60.0, "one two three four " * 60)])
    unheard = (Unheard(AGENT, 60.0, 100.0, Reason.NO_WORDS_HEARD),)
    assert get(exchange(replace(heard, unheard=unheard)), "rate.articulation_rate", AGENT).value == pytest.approx(4.0)


def test_nobody_is_slow_whose_speech_got_hardly_any_words(exchange: Measured) -> None:
    heard = call([(0.0, 100.0)], turns=[spoken(AGENT, 0.0, 20.0, "one two three four " * 20)])
    unheard = (Unheard(AGENT, 20.0, 100.0, Reason.NO_WORDS_HEARD),)
    found = get(exchange(replace(heard, unheard=unheard)), "rate.articulation_rate", AGENT)
    assert found.value is None
    assert found.reason is Reason.NO_WORDS_HEARD


def test_a_card_read_out_moves_no_percentile(exchange: Measured) -> None:
    turns = [spoken(AGENT, 0.0, 120.0, "word " * 480)]
    steady = exchange(call([(0.0, 120.0)], turns=turns))
    hidden = tuple(replace(word, text="[card-number]") if 50 <= word.start_s < 70 else word for word in turns[0].words)
    redacted = exchange(call([(0.0, 120.0)], turns=[replace(turns[0], words=hidden)]))
    for name in ("rate.articulation_rate", "rate.articulation_p10", "rate.articulation_p90"):
        assert get(redacted, name, AGENT).value == pytest.approx(get(steady, name, AGENT).value, rel=0.03)


def test_a_silence_of_two_seconds_is_not_speaking_time(exchange: Measured) -> None:
    turns = [spoken(AGENT, 0.0, 42.0, "one two three four " * 40)]
    found = exchange(call([(0.0, 20.0), (22.0, 42.0)], turns=turns))
    assert get(found, "rate.speaking_rate", AGENT).evidence.amounts["speaking_s"] == pytest.approx(40.0)


def test_a_pause_in_which_the_other_takes_the_floor_is_not_speaking_time(exchange: Measured) -> None:
    turns = [spoken(AGENT, 0.0, 41.9, "one two three four " * 40)]
    found = exchange(call([(0.0, 20.0), (21.9, 41.9)], [(20.1, 21.8)], turns=turns))
    assert get(found, "rate.speaking_rate", AGENT).evidence.amounts["speaking_s"] == pytest.approx(40.0)


def test_silences_below_a_quarter_second_are_speech(exchange: Measured) -> None:
    found = exchange(call([(0.0, 20.0), (20.2, 40.0)], turns=[spoken(AGENT, 0.0, 40.0, "word " * 100)]))
    assert get(found, "rate.articulation_rate", AGENT).evidence.amounts["speech_s"] == pytest.approx(40.0)


def test_percentiles_distinguish_slow_and_fast_stretches(exchange: Measured) -> None:
    turns = [spoken(AGENT, 0.0, 60.0, "word " * 180), spoken(AGENT, 60.0, 120.0, "word " * 360)]
    found = exchange(call([(0.0, 120.0)], turns=turns))
    assert get(found, "rate.articulation_p10", AGENT).value == pytest.approx(3.0, rel=0.03)
    assert get(found, "rate.articulation_p90", AGENT).value == pytest.approx(6.0, rel=0.03)
    assert get(found, "rate.articulation_rate", AGENT).value == pytest.approx(4.5)


def test_chinese_is_counted_in_characters(exchange: Measured) -> None:
    turns = [spoken(AGENT, 0.0, 40.0, "您好 请问 有 什么 可以 帮您 " * 10)]
    measured = get(exchange(call([(0.0, 40.0)], turns=turns, language="zh")), "rate.words_per_minute", AGENT)
    assert measured.unit == "characters/min"
    assert measured.value == pytest.approx(60 * 110 / 40)


def test_less_than_half_a_minute_gives_no_rate(exchange: Measured) -> None:
    found = exchange(call([(0.0, 29.0)], turns=[spoken(AGENT, 0.0, 29.0, "word " * 60)]))
    for name in NAMES:
        measured = get(found, name, AGENT)
        assert measured.reason is Reason.TOO_LITTLE_SPEECH
        assert measured.evidence.amounts["speech_s"] == pytest.approx(29.0)


def test_speech_that_recognition_missed_gives_no_rate(exchange: Measured) -> None:
    found = exchange(call([(0.0, 60.0)], turns=[spoken(AGENT, 0.0, 20.0, "word " * 60)]))
    assert get(found, "rate.articulation_rate", AGENT).reason is Reason.UNCERTAIN_WORDS


def test_speech_without_words_gives_no_rate(exchange: Measured) -> None:
    assert get(exchange(call([(0.0, 60.0)])), "rate.articulation_rate", AGENT).reason is Reason.UNCERTAIN_WORDS


@pytest.mark.parametrize(("language", "reason"), [(None, Reason.NO_LANGUAGE), ("ar", Reason.NO_SYLLABLES)])
def test_a_language_that_cannot_be_counted_says_so(exchange: Measured, language: str | None, reason: Reason) -> None:
    found = exchange(call([(0.0, 40.0)], turns=[spoken(AGENT, 0.0, 40.0, "word " * 90)], language=language))
    assert get(found, "rate.articulation_rate", AGENT).reason is reason


@pytest.mark.parametrize(
    ("snr_db", "reason"), [(3.0, Reason.LOW_SNR), (14.6, Reason.LOW_SNR), (17.0, None), (None, None)]
)
def test_noise_that_fills_short_pauses_withholds_the_rate(
    snr_db: float | None, reason: Reason | None, exchange: Measured
) -> None:
    clear = call([(0.0, 40.0)], turns=[spoken(AGENT, 0.0, 40.0, "word " * 90)])
    noisy = replace(good_line(0), snr_db=snr_db)
    parties = (replace(clear.parties[0], line=noisy), clear.parties[1])
    found = exchange(replace(clear, parties=parties))
    assert get(found, "rate.articulation_rate", AGENT).reason is reason


def test_each_person_has_their_own_rate(exchange: Measured) -> None:
    conversation = call(
        [(0.0, 40.0)],
        [(41.0, 81.0)],
        turns=[spoken(AGENT, 0.0, 40.0, "word " * 100), spoken(CUSTOMER, 41.0, 81.0, "word " * 200)],
    )
    there, back = exchange(conversation), exchange(swapped(conversation))
    assert get(there, "rate.articulation_rate", AGENT).value == pytest.approx(2.5)
    assert get(there, "rate.articulation_rate", CUSTOMER).value == pytest.approx(5.0)
    for name in NAMES:
        assert get(there, name, AGENT).value == get(back, name, CUSTOMER).value
