"""Background speech: somebody else talks near a person's telephone, such as a colleague at the next desk.

On a channel that belongs to one person, speech is somebody else's if it is far fainter than the person's own and has
another voice. Neither is enough alone: people fade away and turn their heads, and loud speech of another voice may be
a colleague who takes over. The person's own level is that of the loudest moments, and the own voice is heard in them,
so it does not matter how much of the channel is background. Without enough faint speech no voice is heard at all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter1d

from callgrade.config.hearing import BackgroundSettings, HearingSettings, SpeakerSettings
from callgrade.hearing.diarization.campplus import Embeddings
from callgrade.hearing.diarization.print_windows import windows_in
from callgrade.hearing.diarization.speaker_embedding import embed_windows
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.recording import Recording, Sound
from callgrade.model.span import Span, Spans, intersect, merge, subtract, total_s

HOP_S = 0.02
MOMENT_HOPS = 5  # 0.1 s, a short syllable
LOUDEST_PERCENTILE = 95
TRIMS = 2
TINY = 1e-12

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Moments:
    """The level of the speech around each 20 ms of it: middles in seconds, in order, and dBov."""

    times_s: Floats
    levels_dbov: Floats

    @property
    def loudest_dbov(self) -> float:
        """How loud the person speaks whose channel it is."""
        return float(np.percentile(self.levels_dbov, LOUDEST_PERCENTILE))

    def most_dbov(self, window: Span) -> float:
        """The level of the loudest moment in ``window``."""
        first, last = np.searchsorted(self.times_s, (window.start_s, window.end_s))
        return float(self.levels_dbov[first:last].max(initial=-np.inf))


def background_of_each(
    recording: Recording, channels: Sequence[int], speech: Sequence[Spans], settings: HearingSettings
) -> list[Spans]:
    """What somebody else says in the background of each of two persons' ``channels``; ``speech``: on each of them.

    A channel that both persons may share has no background: one of them may be far fainter than the other.
    """
    if len(speech) != 2 or min(map(total_s, speech)) < settings.background.own_min_s:
        return [()] * len(speech)
    rate_hz = recording.sample_rate_hz
    return [
        background_speech(recording.channels[index], rate_hz, spoken, settings.background, settings.speakers)
        for index, spoken in zip(channels, speech, strict=True)
    ]


def background_gaps(found: Iterable[tuple[int, Spans]], roles: Mapping[int, Role]) -> Iterator[Gap]:
    """Background speech ``found`` on each channel, as gaps in what the person on it says; ``roles``: by channel."""
    for index, spans in found:
        yield from (Gap(span, Reason.BACKGROUND_SPEECH, roles[index]) for span in spans)


def background_speech(
    samples: Sound, sample_rate_hz: int, speech: Spans, settings: BackgroundSettings, speakers: SpeakerSettings
) -> Spans:
    """The part of the ``speech`` on one person's channel that somebody else says in the background."""
    if total_s(speech) < settings.min_s + settings.own_min_s:
        return ()
    moments = _moments(samples, sample_rate_hz, speech)
    faint = _faint(speech, moments, settings)
    if sum(map(total_s, faint)) < settings.min_s:
        return ()
    rest = subtract(speech, [span for stretch in faint for span in stretch])
    own = _own_voice(samples, sample_rate_hz, rest, moments, settings, speakers)
    if own is None:
        return ()
    voices = (_voice(samples, sample_rate_hz, stretch, speakers) for stretch in faint)
    unlike = [float(voice @ own) <= settings.max_similarity for voice in voices]
    found = merge(span for stretch, other in zip(faint, unlike, strict=True) if other for span in stretch)
    return found if total_s(found) >= settings.min_s else ()


def _moments(samples: Sound, sample_rate_hz: int, speech: Spans) -> _Moments:
    hop = round(HOP_S * sample_rate_hz)
    times, levels = [np.zeros(0)], [np.zeros(0)]
    for span in speech:
        start = int(span.start_s * sample_rate_hz)
        piece = samples[start : int(span.end_s * sample_rate_hz)]
        hops = piece[: piece.size // hop * hop].astype(np.float64).reshape(-1, hop)
        if hops.size:
            power = uniform_filter1d(np.mean(hops**2, axis=1), MOMENT_HOPS, mode="nearest")
            times.append((start + hop * (np.arange(power.size) + 0.5)) / sample_rate_hz)
            levels.append(10 * np.log10(power + TINY))
    return _Moments(np.concatenate(times), np.concatenate(levels))


def _faint(speech: Spans, moments: _Moments, settings: BackgroundSettings) -> list[Spans]:
    """The ``speech`` from one loud moment to the next, where it is long enough to show a voice."""
    loud_s = moments.times_s[moments.levels_dbov >= moments.loudest_dbov - settings.fainter_db]
    edges_s = np.concatenate([[0.0], loud_s, [speech[-1].end_s + MOMENT_HOPS * HOP_S]])
    apart = np.flatnonzero(np.diff(edges_s) >= settings.stretch_s)
    reach_s = MOMENT_HOPS * HOP_S / 2
    between = (Span(edges_s[i] + reach_s, edges_s[i + 1] - reach_s) for i in apart.tolist())
    stretches = (intersect(speech, (Span(float(gap.start_s), float(gap.end_s)),)) for gap in between)
    return [stretch for stretch in stretches if total_s(stretch) >= settings.stretch_s]


def _own_voice(
    samples: Sound,
    sample_rate_hz: int,
    speech: Spans,
    moments: _Moments,
    settings: BackgroundSettings,
    speakers: SpeakerSettings,
) -> Embeddings | None:
    """The voice of the loudest windows, without those that are unlike the others; ``None`` if it is too little."""
    windows = sorted(_windows(speech, speakers), key=moments.most_dbov, reverse=True)[: settings.own_windows]
    if total_s(merge(windows)) < settings.own_min_s:
        return None
    prints = embed_windows(samples, sample_rate_hz, speech, windows)
    own = _mean(prints)
    for _ in range(TRIMS):
        alike = prints @ own > settings.max_similarity
        own = _mean(prints[alike]) if alike.any() else own
    return own


def _voice(samples: Sound, sample_rate_hz: int, stretch: Spans, speakers: SpeakerSettings) -> Embeddings:
    windows = list(_windows(stretch, speakers))
    lengths = np.array([[window.duration_s] for window in windows], np.float32)
    return _mean(embed_windows(samples, sample_rate_hz, stretch, windows) * lengths)


def _windows(speech: Sequence[Span], speakers: SpeakerSettings) -> Iterator[Span]:
    return (window for span in speech for window in windows_in(span, speakers.window_s, speakers.step_s))


def _mean(prints: Embeddings) -> Embeddings:
    total = prints.sum(axis=0)
    mean: Embeddings = total / (np.linalg.norm(total) + np.float32(TINY))
    return mean
