"""How much each moment of speech is like one or the other of two voices.

Windows of 1.5 s say who speaks, but not when the voice changes. Shorter ones are taken where the longer ones do not
clearly give speech to one voice, and beside such places: most speech needs none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from callgrade.config.hearing import SpeakerSettings
from callgrade.hearing.diarization.print_windows import middles, windows_in
from callgrade.hearing.diarization.speaker_embedding import embed_windows
from callgrade.hearing.diarization.voice_count import Split
from callgrade.model.recording import Sound
from callgrade.model.span import Span, Spans

SHORTEST_S = 0.5

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ScoredSpeech:
    """``scores`` at ``middles_s``: positive for the second voice, in spreads of all embeddings. ``change_costs``: what
    a change of voice before each of them costs.
    """

    middles_s: Floats
    scores: Floats
    change_costs: Floats


def score_speech(
    samples: Sound, sample_rate_hz: int, speech: Spans, windows: Spans, split: Split, settings: SpeakerSettings
) -> ScoredSpeech:
    """Scores every ``near_step_s`` of ``speech``; ``windows``: those whose scores ``split`` holds."""
    near = [windows_in(span, settings.near_window_s, settings.near_step_s) for span in speech]
    spread = float(split.scores.std()) + 1e-9
    far = [
        _interpolated(middles(inside), middles(windows), split.scores / spread, settings.window_s) for inside in near
    ]
    asked = [_unclear(span, scores, settings) for span, scores in zip(speech, far, strict=True)]
    taken = [
        window for inside, ask in zip(near, asked, strict=True) for window, one in zip(inside, ask, strict=True) if one
    ]
    direction = (split.centroids[1] - split.centroids[0]) / spread
    fine = embed_windows(samples, sample_rate_hz, [_lengthened(window) for window in taken]) @ direction
    scores = _joined(np.concatenate(far), np.concatenate(asked), fine * _weights(taken, settings))
    return ScoredSpeech(np.concatenate([middles(inside) for inside in near]), scores, _change_costs(near, settings))


def _interpolated(times_s: Floats, known_s: Floats, scores: Floats, reach_s: float) -> Floats:
    """The scores of the long windows at ``times_s``, NaN where none is within half of ``reach_s``."""
    values = np.interp(times_s, known_s, scores)
    after = np.searchsorted(known_s, times_s)
    sides = known_s[np.maximum(after - 1, 0)], known_s[np.minimum(after, known_s.size - 1)]
    distance_s = np.minimum(*(np.abs(side_s - times_s) for side_s in sides))
    return np.where(distance_s <= reach_s / 2, values, np.nan)


def _unclear(span: Span, scores: Floats, settings: SpeakerSettings) -> Flags:
    """Where in ``span`` long windows give no clear voice, or beside such a place, or where the voice changes.

    Long windows of a stretch shorter than they are hold its neighbours as well, so all of it is unclear.
    """
    if span.duration_s < settings.window_s:
        return np.ones(scores.size, np.bool_)
    unclear = ~(np.abs(scores) >= settings.clear_score)
    changes = np.sign(scores[1:]) != np.sign(scores[:-1])
    unclear[1:] |= changes
    unclear[:-1] |= changes
    beside = unclear.copy()
    beside[1:] |= unclear[:-1]
    beside[:-1] |= unclear[1:]
    return beside


def _lengthened(window: Span) -> Span:
    """The network needs half a second."""
    spare_s = max(0.0, SHORTEST_S - window.duration_s) / 2
    return Span(max(0.0, window.start_s - spare_s), window.end_s + spare_s)


def _weights(windows: Sequence[Span], settings: SpeakerSettings) -> Floats:
    return np.array([min(1.0, window.duration_s / settings.near_window_s) for window in windows])


def _joined(far: Floats, asked: Flags, fine: Floats) -> Floats:
    """The mean of both scores where both are known."""
    scores = far.copy()
    known = far[asked]
    scores[asked] = np.where(np.isnan(known), fine, (fine + known) / 2)
    return scores


def _change_costs(near: Sequence[Spans], settings: SpeakerSettings) -> Floats:
    return np.concatenate([[settings.pause_cost, *[settings.change_cost] * (len(inside) - 1)] for inside in near])
