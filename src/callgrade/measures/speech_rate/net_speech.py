"""The axis of net speech: one person's speech with the silences cut out, on which windows hold equal evidence."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from callgrade.model.span import Spans, merge, total_s

Floats = npt.NDArray[np.float64]


def bridged(spans: Spans, below_s: float) -> Spans:
    """``spans`` with gaps shorter than ``below_s`` closed; a gap of exactly that length stays."""
    return merge(spans, math.nextafter(below_s, 0.0))


@dataclass(frozen=True)
class NetSpeech:
    """``spans``: sorted, disjoint speech in seconds of the call. Position 0 is the start of the first span."""

    spans: Spans

    @classmethod
    def of(cls, speech: Spans, silence_s: float) -> "NetSpeech":
        """The axis of ``speech`` with silences shorter than ``silence_s`` left in."""
        return cls(bridged(speech, silence_s))

    @cached_property
    def total_s(self) -> float:
        """Length of the axis in seconds."""
        return total_s(self.spans)

    def position_s(self, call_time_s: Floats) -> Floats:
        """Seconds of net speech before each time of the call; a time in a silence counts as its edge."""
        if not self.spans:
            return np.zeros_like(call_time_s)
        durations = np.array([span.duration_s for span in self.spans])
        ends = np.cumsum(durations)
        edges = np.array([edge for span in self.spans for edge in (span.start_s, span.end_s)])
        positions = np.column_stack([ends - durations, ends]).ravel()
        return np.asarray(np.interp(call_time_s, edges, positions), dtype=np.float64)
