"""The embeddings that found two voices: no more than it takes to tell them apart.

Embeddings take most of the time of telling voices apart. So one is taken every second step first. If they show two
voices, or one, so clearly that neither the steps between nor the words could change it, the others are taken only
where their neighbours are not clearly of the same voice. Otherwise all are taken.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from callgrade.config.hearing import SpeakerSettings
from callgrade.hearing.diarization.campplus import DIMENSIONS, Embeddings
from callgrade.hearing.diarization.print_windows import middles, windows_over
from callgrade.hearing.diarization.speaker_embedding import embed_windows
from callgrade.hearing.diarization.voice_count import Split, best_split, log_odds, may_be_two, split_by
from callgrade.model.recording import Sound
from callgrade.model.span import Spans

TINY_S = 1e-6

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Founding:
    """A split of the speech in two groups, with the ``windows`` of its scores.

    ``regular``: which of them are ``step_s`` apart, shape (n,); ``embeddings``: of all, shape (n, 192).
    """

    windows: Spans
    embeddings: Embeddings
    split: Split
    regular: Flags
    step_s: float


def found_voices(samples: Sound, sample_rate_hz: int, speech: Spans, settings: SpeakerSettings) -> Founding | None:
    """The best split of ``speech``; ``None`` if there is too little of every second voice to say anything."""
    windows = windows_over(speech, settings.window_s, settings.step_s, settings.min_share)
    embeddings = np.zeros((len(windows), DIMENSIONS), np.float32)
    regular = np.array([round(window.start_s / settings.step_s) % 2 == 0 for window in windows], np.bool_)

    regularly, finely = (
        may_be_two(count, step_s, settings.two_voices)
        for count, step_s in ((int(regular.sum()), 2 * settings.step_s), (len(windows), settings.step_s))
    )
    if not (regularly or finely):  # in a short call no embedding is taken at all
        return None

    def take(which: Flags) -> None:
        chosen = [window for window, one in zip(windows, which, strict=True) if one]
        embeddings[which] = embed_windows(samples, sample_rate_hz, chosen)

    take(regular)
    split = best_split(embeddings[regular], 2 * settings.step_s, settings.two_voices)
    if split is None or not _is_certain(split, settings):
        take(~regular)
        split, every = best_split(embeddings, settings.step_s, settings.two_voices), np.ones_like(regular)
        return Founding(windows, embeddings, split, every, settings.step_s) if split else None
    asked = ~regular & (split.odds > 0) & _unclear(middles(windows), regular, split.scores, settings)
    take(asked)
    known = regular | asked
    chosen = tuple(window for window, one in zip(windows, known, strict=True) if one)
    whole = split_by(split.centroids, embeddings[known], split.odds)
    return Founding(chosen, embeddings[known], whole, regular[known], 2 * settings.step_s)


def at_every_step(
    samples: Sound, sample_rate_hz: int, speech: Spans, founding: Founding, settings: SpeakerSettings
) -> Founding:
    """``founding`` with the embeddings of all windows, split by the same centroids."""
    windows = windows_over(speech, settings.window_s, settings.step_s, settings.min_share)
    embeddings = embed_windows(samples, sample_rate_hz, windows)
    split = split_by(founding.split.centroids, embeddings, founding.split.odds)
    return Founding(windows, embeddings, split, np.ones(len(windows), np.bool_), settings.step_s)


def _is_certain(split: Split, settings: SpeakerSettings) -> bool:
    """Whether neither the words nor a finer look could change how many voices there are taken to be."""
    return abs(split.odds) >= log_odds(settings.surely_two) + settings.turns.most


def _unclear(at_s: Floats, known: Flags, scores: Floats, settings: SpeakerSettings) -> Flags:
    """Which of the windows in the middle of ``at_s`` lie between two that are not clearly of one voice.

    ``scores``: of the ``known`` windows. A window without a known one next to it on both sides is unclear.
    """
    clear = settings.clear_score * (float(scores.std()) + 1e-9)
    known_s = at_s[known]
    after = np.searchsorted(known_s, at_s)
    left, right = np.maximum(after - 1, 0), np.minimum(after, known_s.size - 1)
    near = np.maximum(np.abs(at_s - known_s[left]), np.abs(known_s[right] - at_s)) <= settings.step_s + TINY_S
    one, other = scores[left], scores[right]
    same = (np.minimum(one, other) >= clear) | (np.maximum(one, other) <= -clear)
    unclear: Flags = ~(near & same)
    return unclear
