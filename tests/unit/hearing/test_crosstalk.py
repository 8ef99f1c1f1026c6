"""Crosstalk: a faint delayed copy is found, people who talk at the same time are not."""

import numpy as np
import pytest
from tests.support.sample_calls import channel_of

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.activity.voice_activity import find_speech
from callgrade.hearing.crosstalk import ChannelPair, find_crosstalk, is_same_signal, too_faint
from callgrade.model.recording import Samples
from callgrade.model.span import Span, Spans, intersect, subtract, total_s

RATE_HZ = 8000


@pytest.fixture(scope="module")
def agent() -> Samples:
    return channel_of("01_insurance_good.wav", 0, RATE_HZ)


@pytest.fixture(scope="module")
def customer() -> Samples:
    return channel_of("01_insurance_good.wav", 1, RATE_HZ)


def speech_of(samples: Samples, hearing: HearingSettings) -> Spans:
    return find_speech(samples, RATE_HZ, (), hearing.activity).timing


def echo(samples: Samples, gain_db: float, delay_s: float) -> Samples:
    """``samples`` as they come back over a line: fainter, later and coloured."""
    late = np.concatenate([np.zeros(int(delay_s * RATE_HZ)), samples])[: samples.size]
    coloured = np.convolve(late, [1.0, 0, 0, 0, 0, 0.5, 0, 0, -0.3])[: samples.size]
    return np.asarray(coloured * 10 ** (gain_db / 20), np.float32)


@pytest.mark.parametrize(("gain_db", "delay_s"), [(-15, 0.0), (-20, 0.03), (-25, 0.15)])
def test_crosstalk_is_found_and_the_channels_own_speech_stays(
    agent: Samples, customer: Samples, gain_db: float, delay_s: float, hearing: HearingSettings
) -> None:
    mixed = customer + echo(agent, gain_db, delay_s)
    own, other, heard = (speech_of(samples, hearing) for samples in (customer, agent, mixed))
    assert total_s(heard) > total_s(own) + 0.3 * total_s(other)
    leaks = find_crosstalk(ChannelPair(mixed, agent, RATE_HZ), heard, other, hearing.leakage)
    left = subtract(subtract(heard, leaks), own)
    assert total_s(left) < 0.2 * total_s(other)
    assert total_s(intersect(leaks, own)) < 0.05 * total_s(own)


def test_without_crosstalk_no_speech_is_removed(agent: Samples, customer: Samples, hearing: HearingSettings) -> None:
    pair = ChannelPair(customer, agent, RATE_HZ)
    assert find_crosstalk(pair, speech_of(customer, hearing), speech_of(agent, hearing), hearing.leakage) == ()


def test_people_who_talk_at_the_same_time_are_both_heard(
    agent: Samples, customer: Samples, hearing: HearingSettings
) -> None:
    """The customer's words moved onto the agent's, with a real leak of the agent under them."""
    own = speech_of(customer, hearing)
    shift = int((own[0].start_s - speech_of(agent, hearing)[0].start_s) * RATE_HZ)
    together = np.roll(customer, -shift)
    mixed = together + echo(agent, -25, 0.02)
    leaks = find_crosstalk(
        ChannelPair(mixed, agent, RATE_HZ), speech_of(mixed, hearing), speech_of(agent, hearing), hearing.leakage
    )
    assert total_s(intersect(leaks, speech_of(together, hearing))) < 0.1 * total_s(own)


def test_one_signal_on_both_channels_is_recognised_as_one(
    agent: Samples, customer: Samples, hearing: HearingSettings
) -> None:
    mixed = agent + customer
    noise = np.random.default_rng(1).normal(0, 1e-4, mixed.size).astype(np.float32)
    assert is_same_signal(mixed, mixed, hearing.leakage)
    assert is_same_signal(mixed, 0.5 * mixed + noise, hearing.leakage)
    assert not is_same_signal(agent, customer, hearing.leakage)
    assert not is_same_signal(np.zeros_like(mixed), np.zeros_like(mixed), hearing.leakage)


def test_a_leak_near_the_noise_that_runs_into_own_words_does_not_make_them_begin_early(
    hearing: HearingSettings,
) -> None:
    voice = np.random.default_rng(1).standard_normal(RATE_HZ * 10).astype(np.float32)
    faint = voice * np.float32(10 ** (-62 / 20))
    faint[4 * RATE_HZ : 6 * RATE_HZ] = voice[: 2 * RATE_HZ] * np.float32(10 ** (-25 / 20))
    found = too_faint(ChannelPair(faint, voice, RATE_HZ), (Span(3.0, 6.0),), (Span(2.0, 5.0),), hearing.leakage)
    assert found == (Span(3.0, 4.0),)


@pytest.mark.parametrize(
    ("level_dbov", "over_the_other", "removed"), [(-62, True, True), (-62, False, False), (-35, True, False)]
)
def test_sound_near_the_noise_is_nobodys_speech_while_the_other_speaks(
    level_dbov: float, over_the_other: bool, removed: bool, hearing: HearingSettings
) -> None:
    voice = np.random.default_rng(1).standard_normal(RATE_HZ * 10).astype(np.float32)
    faint = voice * np.float32(10 ** (level_dbov / 20))
    faint[:RATE_HZ] = voice[:RATE_HZ] * np.float32(10 ** (-25 / 20))  # a second of own speech
    quiet = Span(4.0, 4.25)
    other = (Span(3.0, 6.0),) if over_the_other else (Span(7.0, 9.0),)

    found = too_faint(ChannelPair(faint, voice, RATE_HZ), (Span(0.0, 1.0), quiet), other, hearing.leakage)

    assert found == ((quiet,) if removed else ())
