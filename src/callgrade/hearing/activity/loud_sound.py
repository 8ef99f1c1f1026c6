"""Loud sound: where the network is unsure, the level of the sound is a witness of speech."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter1d

from callgrade.config.hearing import LoudRunSettings, VoiceActivitySettings
from callgrade.hearing.activity.silero import FRAME_S, Probabilities

QUIET_PERCENTILE = 10

Levels = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]
Run = npt.NDArray[np.int_]
"""The frames of loud sound from one quiet moment to the next."""

HearSlowly = Callable[[Sequence[Run]], Iterable[Probabilities]]
"""The probabilities of speech in each of some runs, heard more slowly."""


def believed(
    probabilities: Probabilities, levels_db: Levels, settings: VoiceActivitySettings, hear_slowly: HearSlowly
) -> Probabilities:
    """``probabilities``, raised to speech where it is loud and they are, over a while, above ``loud_threshold``.

    On a quiet line loud runs count as a whole. ``levels_db``: of each frame, over the channel's speech level.
    """
    loud = levels_db >= -settings.loud_margin_db
    steady = uniform_filter1d(probabilities, max(1, round(settings.loud_smoothing_s / FRAME_S)), mode="constant")
    believed = _raised(probabilities, loud & (steady >= settings.loud_threshold), settings)
    if np.percentile(levels_db, QUIET_PERCENTILE) > -settings.loud_runs.quiet_db:
        return believed
    return _raised(believed, _in_speech(believed, loud, settings, hear_slowly), settings)


def _raised(probabilities: Probabilities, speech: Flags, settings: VoiceActivitySettings) -> Probabilities:
    raised = np.where(speech, np.maximum(probabilities, settings.threshold), probabilities)
    return np.asarray(raised, np.float32)


def _in_speech(
    probabilities: Probabilities, loud: Flags, settings: VoiceActivitySettings, hear_slowly: HearSlowly
) -> Flags:
    """Frames of the loud runs of which enough is speech, at their own speed or heard more slowly."""
    within = np.zeros_like(loud)

    def is_speech(heard: Probabilities) -> bool:
        return bool(np.mean(heard >= settings.threshold) >= settings.loud_runs.min_share)

    unheard = []
    for run in _runs(loud, settings.loud_runs):
        within[run] = is_speech(probabilities[run])
        if not within[run[0]]:
            unheard.append(run)
    for run, heard in zip(unheard, hear_slowly(unheard), strict=True):
        within[run] = is_speech(heard)
    return within


def _runs(loud: Flags, how: LoudRunSettings) -> list[Run]:
    """The loud runs of at most ``max_s``; longer ones may be music under speech."""
    frames = np.flatnonzero(loud)
    runs = np.split(frames, np.flatnonzero(np.diff(frames) * FRAME_S > how.hole_s) + 1)
    return [run for run in runs if run.size and (run[-1] + 1 - run[0]) * FRAME_S <= how.max_s]
