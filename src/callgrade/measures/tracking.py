"""Pitch tracking: F0 frame by frame over one person's speech.

Conventions: frames carry call time; speech is handed to the tracker in blocks of at most 30 s, each stretch with
50 ms of its surroundings, so memory does not grow with the call. Two trackers:
``swift_f0``: Nieradzik 2025 (doi:10.48550/arXiv.2508.18440), 16 ms frames, voiced from a confidence of 0.5.
``pyin``: Mauch & Dixon 2014 (doi:10.1109/ICASSP.2014.6853678), librosa, at 8 kHz with frames of 64 ms every 20 ms.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from callgrade.config.measures import PitchSettings
from callgrade.measures.speech_rate.net_speech import Floats
from callgrade.model.recording import Samples, Sound
from callgrade.model.span import Span, Spans, merge

_BLOCK_S = 30.0
_SURROUNDINGS_S = 0.05
_PYIN_RATE_HZ = 8000
_PYIN_FRAME = 512
_PYIN_HOP = 160
_SWIFT_HOP_S = 0.016

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Track:
    """Frames inside speech, in order: middle in seconds of the call, F0 in Hz, voiced or not, level in dB."""

    time_s: Floats
    f0_hz: Floats
    voiced: Flags
    level_db: Floats
    hop_s: float

    def where(self, chosen: Flags) -> "Track":
        """Only the chosen frames."""
        return Track(self.time_s[chosen], self.f0_hz[chosen], self.voiced[chosen], self.level_db[chosen], self.hop_s)


def track(samples: Sound, sample_rate_hz: int, speech: Spans, settings: PitchSettings) -> Track:
    """F0 of ``speech`` (sorted, disjoint) in ``samples``, full scale 1.0."""
    detect = _swift_f0 if settings.tracker == "swift_f0" else _pyin
    hop_s = _SWIFT_HOP_S if settings.tracker == "swift_f0" else _PYIN_HOP / _PYIN_RATE_HZ
    empty = Track(np.empty(0), np.empty(0), np.empty(0, dtype=np.bool_), np.empty(0), hop_s)
    duration_s = samples.size / sample_rate_hz
    parts = [empty]
    for block in _blocks(_with_surroundings(speech, duration_s)):
        cuts = [slice(round(span.start_s * sample_rate_hz), round(span.end_s * sample_rate_hz)) for span in block]
        sound = np.concatenate([samples[cut] for cut in cuts])
        if sound.size >= _PYIN_FRAME:
            parts.append(_in_call_time(detect(sound, sample_rate_hz, settings), block))
    time_s, f0_hz, voiced, level_db = (np.concatenate(arrays) for arrays in zip(*map(_arrays, parts), strict=True))
    frames = Track(time_s, f0_hz, voiced, level_db, hop_s)
    return frames.where(_inside(frames.time_s, speech))


def _arrays(frames: Track) -> tuple[Floats, Floats, Flags, Floats]:
    return frames.time_s, frames.f0_hz, frames.voiced, frames.level_db


def _with_surroundings(speech: Spans, duration_s: float) -> Spans:
    return merge(
        Span(max(0.0, span.start_s - _SURROUNDINGS_S), min(duration_s, span.end_s + _SURROUNDINGS_S))
        for span in speech
        if span.start_s < duration_s
    )


def _blocks(spans: Spans) -> Iterator[list[Span]]:
    """``spans`` cut and packed into blocks of at most ``_BLOCK_S`` seconds."""
    block: list[Span] = []
    room_s = _BLOCK_S
    for span in spans:
        start_s = span.start_s
        while span.end_s - start_s > room_s:
            yield [*block, Span(start_s, start_s + room_s)]
            block, start_s, room_s = [], start_s + room_s, _BLOCK_S
        block.append(Span(start_s, span.end_s))
        room_s -= span.end_s - start_s
    if block:
        yield block


def _in_call_time(frames: Track, block: list[Span]) -> Track:
    """Move times from seconds of the joined block to seconds of the call."""
    durations = np.array([span.duration_s for span in block])
    starts = np.cumsum(durations) - durations
    at = np.searchsorted(starts, frames.time_s, side="right") - 1
    shift = np.array([span.start_s for span in block]) - starts
    return Track(frames.time_s + shift[at], frames.f0_hz, frames.voiced, frames.level_db, frames.hop_s)


def _inside(time_s: Floats, spans: Spans) -> Flags:
    edges = np.array([edge for span in spans for edge in (span.start_s, span.end_s)])
    return np.asarray(np.searchsorted(edges, time_s, side="right") % 2 == 1)


@cache
def _detector() -> Any:
    from swift_f0 import SwiftF0  # not before there is sound: it loads ONNX Runtime

    return SwiftF0(threads=1, spin=False)


def release() -> None:
    """Let the network go: it keeps 180 MB of working memory, and is loaded in 0.05 s when it is next needed."""
    _detector.cache_clear()


def _swift_f0(sound: Samples, sample_rate_hz: int, settings: PitchSettings) -> Track:
    found = _detector().detect(sound, sample_rate_hz, settings.lowest_hz, settings.highest_hz)
    voiced = found.confidence >= settings.confidence_min
    return Track(found.timestamps, found.pitch_hz, voiced, found.loudness_db, _SWIFT_HOP_S)


def _pyin(sound: Samples, sample_rate_hz: int, settings: PitchSettings) -> Track:
    import librosa  # takes a while to load, and the other tracker does without it

    sound = librosa.resample(sound, orig_sr=sample_rate_hz, target_sr=_PYIN_RATE_HZ)
    f0_hz, voiced, _ = librosa.pyin(
        sound,
        fmin=max(settings.lowest_hz, 2 * _PYIN_RATE_HZ / _PYIN_FRAME),
        fmax=settings.highest_hz,
        sr=_PYIN_RATE_HZ,
        frame_length=_PYIN_FRAME,
        hop_length=_PYIN_HOP,
        resolution=0.25,
        fill_na=settings.lowest_hz,
    )
    level = librosa.feature.rms(y=sound, frame_length=_PYIN_FRAME, hop_length=_PYIN_HOP)[0]
    time_s = librosa.times_like(f0_hz, sr=_PYIN_RATE_HZ, hop_length=_PYIN_HOP)
    level_db = librosa.amplitude_to_db(level, amin=1e-7, top_db=None)
    return Track(time_s, f0_hz, voiced, level_db, _PYIN_HOP / _PYIN_RATE_HZ)
