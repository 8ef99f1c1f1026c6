"""Where embeddings are taken: one grid of middles for the whole call, inside speech."""

import numpy as np
import numpy.typing as npt

from callgrade.hearing.diarization.encoder import WINDOW_S, Embeddings
from callgrade.model.span import Spans

Floats = npt.NDArray[np.float64]


def middles_in(speech: Spans, step_s: float) -> Floats:
    """Middles, in seconds, of the windows every ``step_s`` that touch ``speech``."""
    if not speech:
        return np.zeros(0)
    grid = np.arange(0, speech[-1].end_s + step_s, step_s)
    return grid[speech_share(grid, speech) > 0]


def speech_share(middles_s: Floats, speech: Spans) -> Floats:
    """Share of each window of 0.8 s that is speech, 0…1."""
    edges = np.array([edge for span in speech for edge in (span.start_s, span.end_s)])
    filled = np.cumsum([0.0, *(span.duration_s for span in speech)])
    marks = np.repeat(filled, 2)[1:-1]
    before = np.interp(middles_s - WINDOW_S / 2, edges, marks)
    after = np.interp(middles_s + WINDOW_S / 2, edges, marks)
    share: Floats = (after - before) / WINDOW_S
    return share


def smoothed(embeddings: Embeddings, middles_s: Floats, step_s: float) -> Embeddings:
    """The mean of each embedding and its direct neighbours in time, unit length."""
    near = np.abs(np.diff(middles_s)) <= step_s * 1.5
    total = embeddings.copy()
    total[1:] += embeddings[:-1] * near[:, None]
    total[:-1] += embeddings[1:] * near[:, None]
    smooth: Embeddings = total / np.linalg.norm(total, axis=1, keepdims=True)
    return smooth
