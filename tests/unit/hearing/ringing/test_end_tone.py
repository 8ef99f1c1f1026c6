"""A busy, congestion or dial tone to the end of a recording is found; music, ring-back and earlier tones are not."""

import numpy as np
import pytest
from tests.support.tones import (
    RATE_HZ,
    RING_BACK,
    cadenced,
    join,
    melody,
    mix,
    mu_law,
    noise,
    ring_back,
    silence,
    speech_like,
    tone,
)

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.ringing.end_tone import find_end_tone
from callgrade.model.recording import Samples
from callgrade.model.span import Span

TALK = join(speech_like(6), silence(1))
TONES = {
    "busy": cadenced(tone((425,), 12), (0.5, 0.5) * 12),
    "congestion": cadenced(tone((425,), 6), (0.25, 0.25) * 12),
    "busy, United States": cadenced(tone((480, 620), 10), (0.5, 0.5) * 10),
    "dial tone": tone((425,), 5),
    "dial tone, United States": tone((350, 440), 5),
    "dial tone, modulated": tone((400,), 5, am_hz=33),
}
TUNE = melody(np.random.default_rng(7).choice((330, 349, 392, 440, 494, 523), 30).tolist(), 0.33)
OTHERS = {
    "talk": TALK,
    "music": TUNE,
    "a held chord": tone((392, 494, 587, 784), 8),
    "a note with overtones": mix(tone((440,), 8, -20), tone((880,), 8, -26)),
    "ring-back": ring_back(RING_BACK[0], 3, last_on_s=1.9),
    "ring-back in pairs": ring_back(RING_BACK[1], 4),
    "beeps of a hold": cadenced(tone((440,), 24), (0.3, 5.0) * 4),
    "a tone before silence": join(tone((425,), 6), silence(3)),
    "a short tone": tone((425,), 2),
    "noise": noise(8, -30),
    "nothing": silence(8),
}


def found(samples: Samples, hearing: HearingSettings) -> Span | None:
    return find_end_tone(samples, RATE_HZ, hearing.end_tone)


@pytest.mark.parametrize("name", TONES)
@pytest.mark.parametrize("noise_dbov", [-60, -34])
def test_a_tone_to_the_end_is_found_from_its_first_burst(
    name: str, noise_dbov: float, hearing: HearingSettings
) -> None:
    call = join(TALK, TONES[name])
    heard = found(mu_law(mix(call, noise(call.size / RATE_HZ, noise_dbov))), hearing)
    assert heard is not None
    assert heard.start_s == pytest.approx(7.0, abs=0.1)
    assert heard.end_s == call.size / RATE_HZ


@pytest.mark.parametrize("name", OTHERS)
def test_other_sound_at_the_end_is_none(name: str, hearing: HearingSettings) -> None:
    assert found(mu_law(join(TALK, OTHERS[name])), hearing) is None


def test_the_tone_begins_after_the_music_before_it(hearing: HearingSettings) -> None:
    music = melody((523, 587, 659, 587) * 4, 0.5, level_dbov=-14)
    heard = found(join(music, TONES["busy"]), hearing)
    assert heard is not None
    assert heard.start_s == pytest.approx(music.size / RATE_HZ, abs=0.1)
