"""A channel on which nobody was recorded, and an end that the file declares but does not hold."""

from dataclasses import replace

import numpy as np
import pytest
from tests.support.talk import call
from tests.support.voice import speak

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.missing.missing_parts import missing_parts
from callgrade.model.conversation import Conversation
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.recording import Recording, Samples
from callgrade.model.span import Span

RATE_HZ, SECONDS = 8000, 20
CHANNELS = {0: Role.AGENT, 1: Role.CUSTOMER}
AGENT_SPEAKS = replace(call([(1.0, 9.0)], duration_s=SECONDS), parties=call([(1.0, 9.0)]).parties[:1])


def noise(level_dbov: float) -> Samples:
    made = np.random.default_rng(1).standard_normal(RATE_HZ * SECONDS) * 10 ** (level_dbov / 20)
    return made.astype(np.float32)


def gaps(
    other: Samples, hearing: HearingSettings, heard: Conversation = AGENT_SPEAKS, missing_s: float | None = None
) -> tuple[Gap, ...]:
    recording = Recording("call.wav", "", RATE_HZ, (noise(-25), other), missing_s=missing_s)
    return missing_parts(recording, heard, CHANNELS, hearing)


@pytest.mark.parametrize("other", [np.zeros(RATE_HZ * SECONDS, np.float32), noise(-65)])
def test_a_silent_channel_was_not_recorded(other: Samples, hearing: HearingSettings) -> None:
    assert gaps(other, hearing) == (Gap(Span(0.0, SECONDS), Reason.NOT_RECORDED, Role.CUSTOMER),)


def test_a_silent_channel_was_not_recorded_whoever_speaks_on_the_other(hearing: HearingSettings) -> None:
    unknown = replace(AGENT_SPEAKS, parties=(replace(AGENT_SPEAKS.parties[0], role=Role.UNKNOWN),))
    assert gaps(noise(-65), hearing, unknown) == (Gap(Span(0.0, SECONDS), Reason.NOT_RECORDED, Role.CUSTOMER),)


def test_a_channel_with_sound_was_recorded(hearing: HearingSettings) -> None:
    assert gaps(noise(-40), hearing) == ()


def test_nobody_is_missed_in_a_call_without_speech(hearing: HearingSettings) -> None:
    assert gaps(noise(-65), hearing, replace(AGENT_SPEAKS, parties=())) == ()


@pytest.mark.parametrize(("quiet_s", "cut"), [(0.0, [Role.AGENT]), (0.05, [])])
def test_somebody_who_speaks_from_the_first_moment_may_have_said_more_before(
    quiet_s: float, cut: list[Role], hearing: HearingSettings
) -> None:
    voice = noise(-25)
    voice[: round(quiet_s * RATE_HZ)] = 0.0
    recording = Recording("call.wav", "", RATE_HZ, (voice, noise(-40)))
    found = missing_parts(recording, call([(0.06, 9.0)], [(12.0, 14.0)], duration_s=SECONDS), CHANNELS, hearing)
    assert found == tuple(Gap(Span(0.0, 0.0), Reason.BEGINNING_MISSING, role) for role in cut)


@pytest.mark.parametrize(("quiet_s", "cut"), [(0.0, [Role.CUSTOMER]), (0.05, [])])
def test_somebody_who_speaks_to_the_last_moment_may_have_said_more_after(
    quiet_s: float, cut: list[Role], hearing: HearingSettings
) -> None:
    voice = noise(-25)
    voice[voice.size - round(quiet_s * RATE_HZ) :] = 0.0
    recording = Recording("call.wav", "", RATE_HZ, (noise(-40), voice))
    found = missing_parts(recording, call([(2.0, 9.0)], [(12.0, 19.95)], duration_s=SECONDS), CHANNELS, hearing)
    assert found == tuple(Gap(Span(SECONDS, SECONDS), Reason.LINE_DROPPED, role) for role in cut)


@pytest.mark.parametrize("missing_s", [0.0, 57.9])
def test_an_end_that_the_file_declares_is_missing(missing_s: float, hearing: HearingSettings) -> None:
    expected = Gap(Span(SECONDS, SECONDS + missing_s), Reason.END_MISSING)
    assert gaps(noise(-40), hearing, missing_s=missing_s) == (expected,)


@pytest.mark.parametrize(("channels", "whose"), [(CHANNELS, Role.CUSTOMER), ({}, None)])
def test_noise_may_hide_speech_of_the_party_on_its_channel(
    channels: dict[int, Role], whose: Role | None, hearing: HearingSettings
) -> None:
    voice = speak(6.0, 210.0, 3.0, snr_db=60.0).samples * np.float32(0.25)
    line = noise(-28)
    line[11 * RATE_HZ : 17 * RATE_HZ] += voice
    recording = Recording("call.wav", "", RATE_HZ, (noise(-70), line))
    (found,) = missing_parts(recording, call([(1.0, 9.0)], [(9.5, 9.9)], duration_s=SECONDS), channels, hearing)
    assert (found.reason, found.role) == (Reason.HIDDEN_BY_NOISE, whose)
    assert found.span.start_s == pytest.approx(11.2, abs=0.5)
    assert found.span.end_s == pytest.approx(16.8, abs=0.5)
