"""Voice activity: when somebody speaks on one channel.

Silero (the network in silero.py) gives a probability of speech for every 32 ms; two passes over these
probabilities give spans: one for timing (short silences kept, no padding), one for recognition (padded). The
thresholding is Silero's own (https://github.com/snakers4/silero-vad): speech begins at ``threshold`` and ends where the
probability stays below ``stay_threshold`` for ``min_silence_s``.

Over minutes of a loud line that is cut to zero between words, the state of the network drifts until it finds hardly
any speech. So it begins again with every block, a loud channel is brought down to the level it does best at, and each
moment is heard in two blocks, of which the surer one counts. Where the sound is as loud as the channel's speech, a
lower probability is enough: music and tones stay far below it. On a line that is quiet between words, a person's
sound from one quiet moment to the next is all speech if half of it is, which brings back words that the network cannot
hear because they begin out of silence; or if half of it is when heard more slowly, which brings back high voices.
Memory does not grow with the length of the call.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import soxr

from callgrade.config.hearing import SpeechPassSettings, VoiceActivitySettings
from callgrade.hearing.activity.loud_sound import Levels, believed
from callgrade.hearing.activity.silero import FRAME_S, FRAME_SAMPLES, RATE_HZ, Probabilities, hear
from callgrade.hearing.activity.slow_sound import SlowHearing
from callgrade.hearing.speech_level import active_speech_level
from callgrade.model.recording import Samples, Sound
from callgrade.model.span import Span, Spans, complement, merge, subtract

__all__ = ["FRAME_S", "FRAME_SAMPLES", "RATE_HZ", "VoiceActivity", "find_speech", "without"]

CHUNK_FRAMES = 1000
TINY = 1e-12


@dataclass(frozen=True)
class VoiceActivity:
    """Speech on one channel: the timing pass and the recognition pass (seconds), and their source.

    ``probabilities``: shape (n_frames,), of speech in each 32 ms. ``excluded``: sound known to be no speech of this
    channel (ring-back, another channel's voice), which neither pass touches. ``duration_s``: of the channel.
    """

    timing: Spans
    recognition: Spans
    probabilities: Probabilities
    excluded: Spans
    duration_s: float


def find_speech(samples: Sound, sample_rate_hz: int, excluded: Spans, settings: VoiceActivitySettings) -> VoiceActivity:
    """Both passes over one channel, outside ``excluded``."""
    duration_s = samples.size / sample_rate_hz
    level_dbov = _level_dbov(samples, sample_rate_hz, complement(excluded, duration_s))
    probabilities = speech_probabilities(samples, sample_rate_hz, level_dbov, settings)
    return _activity(probabilities, excluded, duration_s, settings)


def without(activity: VoiceActivity, excluded: Spans, settings: VoiceActivitySettings) -> VoiceActivity:
    """Both passes again, outside ``excluded`` as well."""
    return _activity(activity.probabilities, merge([*activity.excluded, *excluded]), activity.duration_s, settings)


def speech_probabilities(
    samples: Sound, sample_rate_hz: int, level_dbov: float | None, settings: VoiceActivitySettings
) -> Probabilities:
    """Probability of speech for each frame of 32 ms; float32, shape (n_frames,).

    ``level_dbov``: the channel's active speech level, ``None`` for silence, in which there is no speech.
    """
    half_frames = max(1, round(settings.block_s / 2 / FRAME_S))
    if level_dbov is None:
        return np.zeros(-(-samples.size * RATE_HZ // (sample_rate_hz * FRAME_SAMPLES)), np.float32)
    gain = np.float32(min(1.0, 10 ** ((settings.level_dbov - level_dbov) / 20)))
    levels: list[Levels] = []

    def levelled() -> Iterator[npt.NDArray[np.float32]]:
        for half in _frames(samples, sample_rate_hz, half_frames):
            levels.append(10 * np.log10(np.mean(np.square(half), axis=1) + TINY) - level_dbov)
            yield half * gain

    heard = np.concatenate(list(hear(levelled(), half_frames, round(settings.warm_up_s / FRAME_S))))
    levels_db = np.concatenate(levels)
    hear_slowly = SlowHearing(samples, sample_rate_hz, gain, settings.loud_runs)
    return believed(heard[: levels_db.size], levels_db, settings, hear_slowly)


def _level_dbov(samples: Sound, sample_rate_hz: int, where: Spans) -> float | None:
    chunk = int(CHUNK_FRAMES * FRAME_S * sample_rate_hz)
    edges = ((round(span.start_s * sample_rate_hz), round(span.end_s * sample_rate_hz)) for span in where)
    pieces = (samples[at : min(at + chunk, end)] for start, end in edges for at in range(start, end, chunk))
    return active_speech_level(pieces, sample_rate_hz) if where else None


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


def _frames(samples: Sound, sample_rate_hz: int, count: int) -> Iterator[npt.NDArray[np.float32]]:
    """16 kHz frames, shape (≤ count, 512) each; the last frame is filled up with zeros."""
    wanted = count * FRAME_SAMPLES
    rest = np.zeros(0, np.float32)
    for chunk in _at_16_khz(samples, sample_rate_hz):
        rest = np.concatenate([rest, chunk])
        while rest.size >= wanted:
            yield rest[:wanted].reshape(-1, FRAME_SAMPLES)
            rest = rest[wanted:]
    if rest.size:
        yield np.pad(rest, (0, -rest.size % FRAME_SAMPLES)).reshape(-1, FRAME_SAMPLES)


def _at_16_khz(samples: Sound, sample_rate_hz: int) -> Iterator[Samples]:
    chunk_samples = int(sample_rate_hz * CHUNK_FRAMES * FRAME_S)
    stream = soxr.ResampleStream(sample_rate_hz, RATE_HZ, 1, dtype="float32")
    for start in range(0, samples.size, chunk_samples):
        end = start + chunk_samples
        yield stream.resample_chunk(samples[start:end], last=end >= samples.size)
