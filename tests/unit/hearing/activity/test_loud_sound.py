"""Loud sound: what the network is unsure of is speech where a person's loud sound goes on, and nowhere else."""

from collections.abc import Sequence

import numpy as np
import pytest

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.activity.loud_sound import Run, believed
from callgrade.hearing.activity.silero import FRAME_S, Probabilities

QUIET_S, SURE_S = 2.0, 0.6


def raised_s(unheard_s: float, quiet_db: float, hearing: HearingSettings, heard_slowly: float = 0.0) -> float:
    """Seconds of speech found in a sound of which the network hears ``SURE_S``, after ``unheard_s`` of the same.

    ``heard_slowly``: the probability of speech in all of it when it is heard more slowly.
    """
    quiet, unheard, sure = (round(seconds / FRAME_S) for seconds in (QUIET_S, unheard_s, SURE_S))
    probabilities = np.repeat([0.0, 0.05, 0.9, 0.0], [quiet, unheard, sure, quiet]).astype(np.float32)
    levels_db = np.repeat([-quiet_db, 0.0, -quiet_db], [quiet, unheard + sure, quiet])

    def hear_slowly(runs: Sequence[Run]) -> list[Probabilities]:
        return [np.full(2 * run.size, heard_slowly, np.float32) for run in runs]

    found = believed(probabilities, levels_db, hearing.activity, hear_slowly) >= hearing.activity.threshold
    return float(np.count_nonzero(found) * FRAME_S)


def test_the_beginning_of_a_word_out_of_silence_is_speech_as_its_end_is(hearing: HearingSettings) -> None:
    assert raised_s(0.4, 60, hearing) == pytest.approx(SURE_S + 0.4, abs=0.05)


@pytest.mark.parametrize(("unheard_s", "quiet_db"), [(1.2, 60), (8.0, 60), (0.4, 14)], ids=["breath", "music", "noise"])
def test_a_long_breath_music_and_a_noisy_line_are_not_drawn_into_speech(
    unheard_s: float, quiet_db: float, hearing: HearingSettings
) -> None:
    assert raised_s(unheard_s, quiet_db, hearing) == pytest.approx(SURE_S, abs=0.35)


def test_a_voice_that_is_heard_only_more_slowly_is_speech(hearing: HearingSettings) -> None:
    assert raised_s(1.2, 60, hearing, heard_slowly=0.9) == pytest.approx(SURE_S + 1.2, abs=0.05)


@pytest.mark.parametrize(("unheard_s", "quiet_db"), [(8.0, 60), (1.2, 14)], ids=["music", "noise"])
def test_nothing_is_heard_again_that_may_be_music_or_noise(
    unheard_s: float, quiet_db: float, hearing: HearingSettings
) -> None:
    assert raised_s(unheard_s, quiet_db, hearing, heard_slowly=0.9) == pytest.approx(SURE_S, abs=0.35)
