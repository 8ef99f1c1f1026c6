"""Windows of a channel that embeddings are taken from."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from callgrade.hearing.diarization.filter_banks import HOP_S
from callgrade.model.span import Span, Spans

Floats = npt.NDArray[np.float64]


def windows_over(speech: Spans, length_s: float, step_s: float, min_share: float) -> Spans:
    """Windows of ``length_s`` every ``step_s`` over the whole channel, of which ``min_share`` is ``speech``."""
    if not speech:
        return ()
    starts = np.arange(0, max(speech[-1].end_s - length_s, 0) + step_s, step_s)
    shares = speech_share(starts, length_s, speech)
    return tuple(Span(start, start + length_s) for start in starts[shares >= min_share].tolist())


def windows_in(span: Span, length_s: float, step_s: float) -> Spans:
    """Windows of at most ``length_s`` every ``step_s`` inside ``span``, the first and the last at its edges."""
    spare_s = span.duration_s - length_s
    if spare_s <= HOP_S:
        return (span,)
    starts = np.linspace(span.start_s, span.end_s - length_s, int(np.ceil(spare_s / step_s)) + 1)
    return tuple(Span(start, start + length_s) for start in starts.tolist())


def middles(windows: Sequence[Span]) -> Floats:
    """The middle of each window, in seconds."""
    return np.array([window.middle_s for window in windows], np.float64)


def speech_share(starts_s: Floats, length_s: float, speech: Spans) -> Floats:
    """Share of each window of ``length_s`` that is ``speech`` (not empty), 0…1."""
    edges = np.array([edge for span in speech for edge in (span.start_s, span.end_s)])
    filled = np.cumsum([0.0, *(span.duration_s for span in speech)])
    marks = np.repeat(filled, 2)[1:-1]
    share: Floats = (np.interp(starts_s + length_s, edges, marks) - np.interp(starts_s, edges, marks)) / length_s
    return share
