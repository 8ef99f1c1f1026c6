"""A change of voice needs evidence, less at a pause; what the evidence does not support is in doubt."""

import numpy as np

from callgrade.hearing.diarization.voice_changes import doubtful, most_probable_labels
from callgrade.model.span import Span

MIDDLES_S = np.array([0.1, 0.3, 0.5, 0.7, 0.9, 1.1])
UNBROKEN = np.ones(6)


def test_a_weak_wish_to_change_inside_speech_is_not_followed() -> None:
    scores = np.array([-1.0, -1.0, 0.2, 0.2, -1.0, -1.0])
    assert most_probable_labels(scores, UNBROKEN).tolist() == [0] * 6


def test_the_same_wish_between_two_pauses_is_followed() -> None:
    scores = np.array([-1.0, -1.0, 0.2, 0.2, -1.0, -1.0])
    at_pauses = np.array([1.0, 1.0, 0.2, 1.0, 0.2, 1.0])
    assert most_probable_labels(scores, at_pauses).tolist() == [0, 0, 1, 1, 0, 0]


def test_speech_that_sounds_like_the_other_voice_is_in_doubt() -> None:
    pieces = [(Span(0.0, 0.4), 0), (Span(0.4, 0.8), 0), (Span(0.8, 1.2), 1)]
    scores = np.array([-1.0, -1.0, 0.2, 0.2, 1.0, 1.0])
    assert doubtful(pieces, MIDDLES_S, scores) == (Span(0.4, 0.8),)
