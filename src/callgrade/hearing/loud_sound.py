"""Loud sound: where the network is unsure, the level of the sound is a witness of speech."""

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter1d

from callgrade.config.hearing import LoudRunSettings, VoiceActivitySettings
from callgrade.hearing.silero import FRAME_S, Probabilities

QUIET_PERCENTILE = 10

Levels = npt.NDArray[np.floating]
Frames = npt.NDArray[np.bool_]


def believed(probabilities: Probabilities, levels_db: Levels, settings: VoiceActivitySettings) -> Probabilities:
    """``probabilities``, raised to speech where it is loud and they are, over a while, above ``loud_threshold``.

    ``levels_db``: of each frame, over the channel's speech level.
    """
    loud = levels_db >= -settings.loud_margin_db
    steady = uniform_filter1d(probabilities, max(1, round(settings.loud_smoothing_s / FRAME_S)), mode="constant")
    believed = _raised(probabilities, loud & (steady >= settings.loud_threshold), settings)
    if np.percentile(levels_db, QUIET_PERCENTILE) > -settings.loud_runs.quiet_db:
        return believed
    return _raised(believed, _in_speech(believed >= settings.threshold, loud, settings.loud_runs), settings)


def _raised(probabilities: Probabilities, speech: Frames, settings: VoiceActivitySettings) -> Probabilities:
    raised = np.where(speech, np.maximum(probabilities, settings.threshold), probabilities)
    return np.asarray(raised, np.float32)


def _in_speech(speech: Frames, loud: Frames, settings: LoudRunSettings) -> Frames:
    """Frames of the loud runs in which enough frames are ``speech``; longer runs may be music under speech."""
    frames = np.flatnonzero(loud)
    within = np.zeros_like(loud)
    for run in np.split(frames, np.flatnonzero(np.diff(frames) * FRAME_S > settings.hole_s) + 1):
        if run.size and (run[-1] + 1 - run[0]) * FRAME_S <= settings.max_s:
            within[run] = speech[run].mean() >= settings.min_share
    return within
