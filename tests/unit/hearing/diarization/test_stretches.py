"""What the network of voice prints hears at once."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgrade.hearing.diarization.campplus import SEGMENT_FRAMES
from callgrade.hearing.diarization.stretches import Stretch, frames_of, stretches_of
from callgrade.model.span import Span

RATE_HZ = 8000


@given(st.lists(st.tuples(st.floats(0.01, 3), st.floats(0.02, 20)), max_size=12))
def test_stretches_hold_all_speech_once_in_whole_segments(gaps_and_lengths: list[tuple[float, float]]) -> None:
    speech, at_s = [], 0.0
    for gap_s, length_s in gaps_and_lengths:
        speech.append(Span(at_s + gap_s, at_s + gap_s + length_s))
        at_s = speech[-1].end_s
    stretches = stretches_of(tuple(speech))
    for one, other in pairwise(stretches):
        assert one.end <= other.start
    for stretch in stretches:
        assert 0 < stretch.end - stretch.start <= 600
        assert (stretch.end - stretch.start) % SEGMENT_FRAMES == 0
        assert stretch.start % 2 == 0
    heard = {frame for stretch in stretches for frame in range(stretch.start, stretch.end)}
    assert heard >= {frame for span in speech for frame in range(round(span.start_s * 100), round(span.end_s * 100))}


def test_speech_after_a_pause_is_a_stretch_of_its_own() -> None:
    assert stretches_of((Span(1.01, 2.0), Span(2.1, 3.0), Span(4.01, 4.1))) == [Stretch(96, 316), Stretch(396, 456)]


def test_the_sound_of_a_stretch_does_not_depend_on_where_it_is_cut() -> None:
    samples = np.random.default_rng(1).normal(0, 0.1, 5 * RATE_HZ).astype(np.float32)
    whole = frames_of(samples, RATE_HZ, Stretch(0, 400))
    assert whole.shape == (400, 80)
    assert frames_of(samples, RATE_HZ, Stretch(200, 300)) == pytest.approx(whole[200:300], abs=5e-3)
