"""Somebody else who talks near a person's telephone is background; one's own faint speech is not."""

import numpy as np
import pytest
from tests.support.sample_calls import channel_of

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.activity.voice_activity import find_speech
from callgrade.hearing.background import background_gaps, background_of_each, background_speech
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.recording import Recording, Samples
from callgrade.model.span import Span, Spans, intersect, subtract, total_s

RATE_HZ = 8000


@pytest.fixture(scope="module")
def person() -> Samples:
    return channel_of("01_insurance_good.wav", 0, RATE_HZ)


@pytest.fixture(scope="module")
def colleague(person: Samples) -> Samples:
    return np.resize(channel_of("07_shop_monotone.m4a", 0, RATE_HZ), person.size)


def speech_of(samples: Samples, hearing: HearingSettings) -> Spans:
    return find_speech(samples, RATE_HZ, (), hearing.activity).timing


def background(samples: Samples, hearing: HearingSettings) -> Spans:
    speech = speech_of(samples, hearing)
    return background_speech(samples, RATE_HZ, speech, hearing.background, hearing.speakers)


@pytest.mark.slow
@pytest.mark.parametrize("below_db", [15, 20])
def test_a_colleague_at_the_next_desk_is_background(
    below_db: float, person: Samples, colleague: Samples, hearing: HearingSettings
) -> None:
    mixed = person + colleague * np.float32(10 ** (-below_db / 20))
    own = speech_of(person, hearing)
    found = background(mixed, hearing)
    assert total_s(found) > 0.6 * total_s(subtract(speech_of(mixed, hearing), own))
    assert total_s(intersect(found, own)) < 0.05 * total_s(own)


@pytest.mark.slow
@pytest.mark.parametrize("softer_db", [6, 8, 10])
def test_a_person_who_turns_away_from_the_telephone_is_no_background(
    softer_db: float, person: Samples, hearing: HearingSettings
) -> None:
    turned = person.copy()
    turned[53 * RATE_HZ : 63 * RATE_HZ] *= np.float32(10 ** (-softer_db / 20))
    assert background(turned, hearing) == ()


def test_a_person_alone_has_no_background(person: Samples, hearing: HearingSettings) -> None:
    assert background(person, hearing) == ()


def test_a_channel_that_both_persons_share_has_no_background(
    person: Samples, colleague: Samples, hearing: HearingSettings
) -> None:
    mixed = person + colleague * np.float32(10 ** (-15 / 20))
    recording = Recording("call.wav", "", RATE_HZ, (mixed,))
    assert background_of_each(recording, [0], [speech_of(mixed, hearing)], hearing) == [()]


def test_background_is_a_gap_in_what_the_person_says() -> None:
    found = [(0, (Span(1.0, 2.0),)), (1, ())]
    gap = Gap(Span(1.0, 2.0), Reason.BACKGROUND_SPEECH, Role.CUSTOMER)
    assert list(background_gaps(found, {0: Role.CUSTOMER, 1: Role.AGENT})) == [gap]
