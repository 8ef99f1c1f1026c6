"""The prints of one channel: embeddings of its speech in long windows, and in short ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from callgrade.config.hearing import SpeakerSettings
from callgrade.hearing.diarization.campplus import Embeddings
from callgrade.hearing.diarization.print_windows import windows_in, windows_over
from callgrade.hearing.diarization.speaker_embedding import embed_windows
from callgrade.hearing.diarization.voice_count import may_be_two
from callgrade.model.recording import Sound
from callgrade.model.span import Span, Spans

SHORTEST_S = 0.5


@dataclass(frozen=True, eq=False)
class Prints:
    """``embeddings`` of the long ``windows``, shape (windows, 192), and those of the short windows ``near`` each
    other, by span of speech, shape (all of them, 192).
    """

    windows: Spans
    embeddings: Embeddings
    near: Sequence[Spans]
    near_embeddings: Embeddings


def take_prints(samples: Sound, sample_rate_hz: int, speech: Spans, settings: SpeakerSettings) -> Prints | None:
    """The prints of all ``speech`` of one channel, which is heard once for them; ``None`` if it is too little for two
    voices: then nothing of it is heard.
    """
    windows = windows_over(speech, settings.window_s, settings.step_s, settings.min_share)
    if not may_be_two(len(windows), settings.step_s, settings.two_voices):
        return None
    near = [windows_in(span, settings.near_window_s, settings.near_step_s) for span in speech]
    short = [_lengthened(window) for inside in near for window in inside]
    embeddings = embed_windows(samples, sample_rate_hz, speech, [*windows, *short])
    return Prints(windows, embeddings[: len(windows)], near, embeddings[len(windows) :])


def _lengthened(window: Span) -> Span:
    """Less than half a second shows no voice."""
    spare_s = max(0.0, SHORTEST_S - window.duration_s) / 2
    return Span(max(0.0, window.start_s - spare_s), window.end_s + spare_s)
