"""Ring-back, level and sound of any call: gain and a longer lead do not change what is found."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.tones import RATE_HZ, RING_BACK, join, mix, noise, ring_back, silence, speech_like, tone

from callgrade.config.load import load_settings
from callgrade.hearing.line_sound import find_sound
from callgrade.hearing.ringing.detect import detect_ringing, resolve_answer
from callgrade.hearing.speech_level import active_speech_level
from callgrade.model.recording import Samples
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span

HEARING = load_settings().hearing
TALK = speech_like(4, -25)
SLOW = settings(max_examples=20, deadline=None)

nationals = st.sampled_from(RING_BACK)
cycles = st.integers(1, 3)


def answered(national_index: int, rings: int, share: float) -> tuple[Samples, float]:
    national = RING_BACK[national_index]
    last_on_s = max(0.12, share * (national.ons_s[0] - 0.12))
    ringing = ring_back(national, rings, last_on_s)
    return join(ringing, silence(0.7), TALK), ringing.size / RATE_HZ


def heard(samples: Samples) -> Ringing:
    ringing = detect_ringing([samples], RATE_HZ, HEARING.ringing).ringing
    assert ringing is not None
    return ringing


@SLOW
@given(st.floats(-15, 15))
def test_gain_changes_the_level_by_the_same_amount(gain_db: float) -> None:
    level, moved = (active_speech_level([TALK * 10 ** (g / 20)], RATE_HZ) for g in (0, gain_db))
    assert level is not None
    assert moved == pytest.approx(level + gain_db, abs=0.3)


@SLOW
@given(st.integers(0, len(RING_BACK) - 1), cycles, st.floats(0.2, 0.9), st.floats(-14, 14))
def test_gain_does_not_change_the_ringing_that_is_found(index: int, rings: int, share: float, gain_db: float) -> None:
    samples, _ = answered(index, rings, share)
    before, after = heard(samples), heard((samples * 10 ** (gain_db / 20)).astype(np.float32))
    assert after.rings == before.rings
    assert after.answer_s == pytest.approx(before.answer_s, abs=0.02)
    assert after.frequencies_hz == pytest.approx(before.frequencies_hz, abs=1)


@SLOW
@given(st.integers(0, len(RING_BACK) - 1), cycles, st.floats(0.2, 0.9), st.floats(0.3, 70))
def test_silence_before_the_ring_only_shifts_its_times(index: int, rings: int, share: float, lead_s: float) -> None:
    samples, answer_s = answered(index, rings, share)
    ringing = heard(mix(join(silence(lead_s), samples), noise(lead_s + 1, -70)))
    assert ringing.first_ring_s == pytest.approx(round(lead_s * RATE_HZ) / RATE_HZ, abs=0.02)
    assert ringing.answer_s == pytest.approx(lead_s + answer_s, abs=0.05)


@SLOW
@given(st.lists(st.sampled_from(["ring", "talk", "pause", "noise", "tone"]), min_size=1, max_size=5), st.data())
def test_everything_found_is_in_order_inside_the_recording(parts: list[str], data: st.DataObject) -> None:
    national = data.draw(nationals)
    makers = {
        "ring": lambda: ring_back(national, 2, 0.3),
        "talk": lambda: TALK,
        "pause": lambda: silence(1.3),
        "noise": lambda: noise(2, -40),
        "tone": lambda: tone((425,), 2.5),
    }
    samples = join(*[makers[part]() for part in parts])
    duration_s = samples.size / RATE_HZ
    back = detect_ringing([samples], RATE_HZ, HEARING.ringing)
    speech = (Span(duration_s / 2, duration_s),)
    for spans in (back.spans[0], find_sound(samples, RATE_HZ, speech, back.spans[0], HEARING.sound)):
        assert all(0 <= span.start_s < span.end_s <= duration_s for span in spans)
        assert all(before.end_s <= after.start_s for before, after in pairwise(spans))
    if back.ringing is not None:
        ringing = resolve_answer(back.ringing, speech, duration_s, HEARING.ringing)
        assert ringing is None or ringing.ring_to_answer_s is None or ringing.ring_to_answer_s > 0
        interval = back.ringing.answer_interval_s
        assert interval is None or back.ringing.bursts[-1].end_s <= interval.start_s <= interval.end_s <= duration_s
