"""Where noise may hide a faint voice is found; noise alone, tones and quiet lines hide nothing."""

import numpy as np
import pytest
from tests.support.tones import RING_BACK, mix, noise, ring_back, shaped_noise, silence
from tests.support.voice import LINE_RATE_HZ, speak

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.missing.hidden_speech import find_hidden_speech
from callgrade.model.recording import Samples
from callgrade.model.span import Span, Spans, intersect, total_s

LOUD, FAINT = Span(0.0, 12.0), Span(15.0, 25.0)


def a_call(noise_dbov: float, faint_db: float) -> Samples:
    """One voice for 12 s, then another one, ``faint_db`` fainter, from 15 to 25 s, in noise."""
    loud = speak(LOUD.duration_s, 120.0, 3.0, snr_db=60.0, seed=1).samples
    faint = speak(FAINT.duration_s, 210.0, 3.0, snr_db=60.0, seed=2).samples * 10 ** (-faint_db / 20)
    talk = np.concatenate([loud, silence(3.0), faint.astype(np.float32), silence(3.0)])
    return mix(talk, noise(talk.size / LINE_RATE_HZ, noise_dbov))


def hidden(samples: Samples, hearing: HearingSettings, known: Spans = (LOUD,)) -> Spans:
    return find_hidden_speech(samples, LINE_RATE_HZ, known, hearing.hidden_speech)


@pytest.mark.parametrize(("noise_dbov", "faint_db"), [(-35, 12), (-30, 12), (-30, 9)])
def test_noise_may_hide_a_faint_voice(noise_dbov: float, faint_db: float, hearing: HearingSettings) -> None:
    found = hidden(a_call(noise_dbov, faint_db), hearing)
    assert total_s(intersect(found, [FAINT])) > 0.8 * FAINT.duration_s
    assert total_s(found) - total_s(intersect(found, [FAINT])) < 1.0


def test_speech_that_was_found_is_not_hidden(hearing: HearingSettings) -> None:
    assert hidden(a_call(-30, 12), hearing, (LOUD, FAINT)) == ()


def test_a_quiet_line_hides_nothing(hearing: HearingSettings) -> None:
    """There a voice so faint is a neighbour's, and every breath is above the noise."""
    assert hidden(a_call(-60, 25), hearing) == ()


@pytest.mark.parametrize("steady", [noise(120, -30), shaped_noise(120, -30), noise(5, -30)])
def test_noise_alone_hides_nothing(steady: Samples, hearing: HearingSettings) -> None:
    swell_db = 3 * np.sin(np.arange(steady.size) / LINE_RATE_HZ * 2 * np.pi / 10)
    for one in (steady, (steady * 10 ** (swell_db / 20)).astype(np.float32)):
        assert hidden(one, hearing, ()) == ()


def test_tones_are_no_voice(hearing: HearingSettings) -> None:
    ringing = ring_back(RING_BACK[0], 6, level_dbov=-25)
    assert hidden(mix(ringing, noise(ringing.size / LINE_RATE_HZ, -35)), hearing, ()) == ()


@pytest.mark.parametrize("duration_s", [0.0, 0.01, 0.5])
def test_next_to_nothing_hides_nothing(duration_s: float, hearing: HearingSettings) -> None:
    assert hidden(noise(duration_s, -30), hearing, ()) == ()
