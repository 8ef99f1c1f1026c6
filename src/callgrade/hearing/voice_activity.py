"""Voice activity: where somebody speaks on one channel.

One run of Silero (the network that faster-whisper bundles) gives a probability of speech for every 32 ms; two passes
over these probabilities give spans: one for timing (short silences kept, no padding), one for recognition (padded).
The thresholding is Silero's own (https://github.com/snakers4/silero-vad): speech begins at ``threshold`` and ends
where the probability stays below ``stay_threshold`` for ``min_silence_s``. The network is fed in blocks, so memory
does not grow with the length of the call.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import soxr
from faster_whisper.vad import get_vad_model

from callgrade.config.hearing import SpeechPassSettings, VoiceActivitySettings
from callgrade.model.recording import Samples
from callgrade.model.span import Span, Spans, merge, subtract

RATE_HZ = 16_000
FRAME_SAMPLES = 512
FRAME_S = FRAME_SAMPLES / RATE_HZ
CONTEXT_SAMPLES = 64
BLOCK_FRAMES = 1000

Probabilities = npt.NDArray[np.float32]


@dataclass(frozen=True)
class VoiceActivity:
    """Speech on one channel: the timing pass and the recognition pass (seconds), and what both were made from.

    ``probabilities``: shape (n_frames,), of speech in each 32 ms. ``excluded``: sound known to be no speech of this
    channel (ring-back, another channel's voice), which neither pass touches. ``duration_s``: of the channel.
    """

    timing: Spans
    recognition: Spans
    probabilities: Probabilities
    excluded: Spans
    duration_s: float


def find_speech(
    samples: Samples, sample_rate_hz: int, excluded: Spans, settings: VoiceActivitySettings
) -> VoiceActivity:
    """Both passes over one channel, outside ``excluded``."""
    duration_s = samples.size / sample_rate_hz
    return _activity(speech_probabilities(samples, sample_rate_hz), excluded, duration_s, settings)


def without(activity: VoiceActivity, excluded: Spans, settings: VoiceActivitySettings) -> VoiceActivity:
    """Both passes again, outside ``excluded`` as well."""
    return _activity(activity.probabilities, merge([*activity.excluded, *excluded]), activity.duration_s, settings)


def speech_probabilities(samples: Samples, sample_rate_hz: int) -> Probabilities:
    """Silero's probability of speech for each frame of 32 ms; float32, shape (n_frames,)."""
    session: Any = get_vad_model().session
    state: list[Any] = [np.zeros((1, 1, 128), np.float32), np.zeros((1, 1, 128), np.float32)]
    context = np.zeros((1, CONTEXT_SAMPLES), np.float32)
    outputs: list[Probabilities] = []
    for frames in _frames(samples, sample_rate_hz):
        tails = np.concatenate([context, frames[:, -CONTEXT_SAMPLES:]])
        output, *state = session.run(
            None, {"input": np.concatenate([tails[:-1], frames], axis=1), "h": state[0], "c": state[1]}
        )
        context = tails[-1:]
        outputs.append(output)
    return np.concatenate(outputs) if outputs else np.zeros(0, np.float32)


def speech_spans(
    probabilities: Probabilities, duration_s: float, settings: VoiceActivitySettings, how: SpeechPassSettings
) -> Spans:
    """Spans of speech of at least ``min_speech_s``, split at silences of at least ``min_silence_s``, then padded.

    Padding never makes spans touch beyond the middle of the silence between them.
    """
    runs = [run for run in _runs(probabilities, settings, how.min_silence_s) if run.duration_s > how.min_speech_s]
    edges = [0.0, *((a.end_s + b.start_s) / 2 for a, b in pairwise(runs)), duration_s]
    return tuple(
        Span(max(run.start_s - how.pad_s, edges[i]), min(run.end_s + how.pad_s, edges[i + 1]))
        for i, run in enumerate(runs)
        if run.start_s < duration_s
    )


def _activity(
    probabilities: Probabilities, excluded: Spans, duration_s: float, settings: VoiceActivitySettings
) -> VoiceActivity:
    allowed = probabilities.copy()
    for span in excluded:
        allowed[int(span.start_s / FRAME_S) : int(np.ceil(span.end_s / FRAME_S))] = 0
    return VoiceActivity(
        timing=speech_spans(allowed, duration_s, settings, settings.timing),
        recognition=subtract(speech_spans(allowed, duration_s, settings, settings.recognition), excluded),
        probabilities=allowed,
        excluded=excluded,
        duration_s=duration_s,
    )


def _runs(probabilities: Probabilities, settings: VoiceActivitySettings, min_silence_s: float) -> Iterator[Span]:
    """Hysteresis: a run begins at a frame of speech and ends before the first of enough frames of silence."""
    speech = probabilities >= settings.threshold
    silence = probabilities < settings.stay_threshold
    start = end = None
    for frame in np.flatnonzero(speech | silence).tolist():
        if speech[frame]:
            start, end = (frame if start is None else start), None
        elif start is not None:
            end = frame if end is None else end
            if (frame - end) * FRAME_S >= min_silence_s:
                yield Span(start * FRAME_S, end * FRAME_S)
                start = end = None
    if start is not None:
        yield Span(start * FRAME_S, probabilities.size * FRAME_S)


def _frames(samples: Samples, sample_rate_hz: int) -> Iterator[npt.NDArray[np.float32]]:
    """Blocks of 16 kHz frames, shape (≤ BLOCK_FRAMES, 512); the last frame is filled up with zeros."""
    block_samples = BLOCK_FRAMES * FRAME_SAMPLES
    rest = np.zeros(0, np.float32)
    for chunk in _at_16_khz(samples, sample_rate_hz):
        rest = np.concatenate([rest, chunk])
        while rest.size >= block_samples:
            yield rest[:block_samples].reshape(-1, FRAME_SAMPLES)
            rest = rest[block_samples:]
    if rest.size:
        yield np.pad(rest, (0, -rest.size % FRAME_SAMPLES)).reshape(-1, FRAME_SAMPLES)


def _at_16_khz(samples: Samples, sample_rate_hz: int) -> Iterator[Samples]:
    chunk_samples = int(sample_rate_hz * BLOCK_FRAMES * FRAME_S)
    stream = soxr.ResampleStream(sample_rate_hz, RATE_HZ, 1, dtype="float32")
    for start in range(0, samples.size, chunk_samples):
        end = start + chunk_samples
        yield stream.resample_chunk(samples[start:end], last=end >= samples.size)
