"""How much each moment of speech is like one or the other of two voices.

Windows of 1.5 s say who speaks, but not when the voice changes; shorter ones are taken as well, and the mean of both
counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from callgrade.config.hearing import SpeakerSettings
from callgrade.hearing.diarization.print_windows import middles
from callgrade.hearing.diarization.prints import Prints
from callgrade.hearing.diarization.voice_count import Split
from callgrade.model.span import Span, Spans

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ScoredSpeech:
    """``scores`` at ``middles_s``: positive for the second voice, in spreads of all embeddings. ``change_costs``: what
    a change of voice before each of them costs.
    """

    middles_s: Floats
    scores: Floats
    change_costs: Floats


def score_speech(prints: Prints, split: Split, settings: SpeakerSettings) -> ScoredSpeech:
    """Scores every ``near_step_s`` of speech; ``split``: of the ``prints`` of long windows."""
    spread = float(split.scores.std()) + 1e-9
    near = [window for inside in prints.near for window in inside]
    far = _interpolated(middles(near), middles(prints.windows), split.scores / spread, settings.window_s)
    direction = (split.centroids[1] - split.centroids[0]) / spread
    fine = prints.near_embeddings @ direction * _weights(near, settings)
    scores = np.where(np.isnan(far), fine, (fine + far) / 2)
    return ScoredSpeech(middles(near), scores, _change_costs(prints.near, settings))


def _interpolated(times_s: Floats, known_s: Floats, scores: Floats, reach_s: float) -> Floats:
    """The scores of the long windows at ``times_s``, NaN where none is within half of ``reach_s``."""
    after = np.searchsorted(known_s, times_s)
    before, behind = np.maximum(after - 1, 0), np.minimum(after, known_s.size - 1)
    distance_s = np.minimum(np.abs(times_s - known_s[before]), np.abs(known_s[behind] - times_s))
    return np.where(distance_s <= reach_s / 2, np.interp(times_s, known_s, scores), np.nan)


def _weights(windows: Sequence[Span], settings: SpeakerSettings) -> Floats:
    return np.array([min(1.0, window.duration_s / settings.near_window_s) for window in windows])


def _change_costs(near: Sequence[Spans], settings: SpeakerSettings) -> Floats:
    return np.concatenate([[settings.pause_cost, *[settings.change_cost] * (len(inside) - 1)] for inside in near])
