"""Who speaks on one channel: two voices separated by their embeddings, and how sure that is.

1. An embedding of 0.8 s is taken every ``step_s`` inside speech. 2. Those wholly inside speech are split in two groups.
3. Every embedding is scored along the line between both centroids, and the most probable sequence of voices is found
(Viterbi); a change of voice costs ``change_cost``. 4. Speech is cut where the voice changes. If one voice was split in
two, the centroids are nearly alike: see ``similarity``. 5. A voice is several if it becomes another one at some moment,
or if it splits into two that are unlike and speak long enough.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from callgrade.config.hearing import SpeakerSettings
from callgrade.hearing.diarization.clustering import two_centroids
from callgrade.hearing.diarization.embedding_grid import middles_in, smoothed, speech_share
from callgrade.hearing.diarization.encoder import Embeddings
from callgrade.hearing.diarization.speaker_embedding import embed_speech, find_encoder
from callgrade.hearing.diarization.voice_changes import by_voice, cut_at_changes, doubtful, most_probable_labels
from callgrade.hearing.diarization.voice_count import are_several, distinctness
from callgrade.model.recording import Samples
from callgrade.model.span import Spans, total_s

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Diarization:
    """Speech of one channel by voice. ``voices``: the spans of each voice, the first to speak first; one entry with
    all speech if two voices could not be separated.

    ``similarity``: cosine between the two centroids, ``None`` if there is too little speech. ``more``: one of two
    voices is several. ``doubtful``: pieces that by themselves are more like the other voice than like their own.
    """

    voices: tuple[Spans, ...]
    similarity: float | None
    more: bool = False
    doubtful: Spans = ()


def diarize(samples: Samples, sample_rate_hz: int, speech: Spans, settings: SpeakerSettings) -> Diarization:
    """``speech`` (the timing pass of one channel) by voice: two voices, or one if they are too much alike."""
    middles_s = middles_in(speech, settings.step_s)
    if not middles_s.size or _whole(middles_s, speech, settings).sum() < 2 * settings.min_prints:
        return Diarization((speech,), None)
    embeddings = embed_speech(samples, sample_rate_hz, middles_s, find_encoder(settings.encoder))
    return _two_voices(embeddings, middles_s, speech, settings)


def _two_voices(embeddings: Embeddings, middles_s: Floats, speech: Spans, settings: SpeakerSettings) -> Diarization:
    whole = _whole(middles_s, speech, settings)
    centroids = two_centroids(smoothed(embeddings, middles_s, settings.step_s)[whole])
    similarity = float(centroids[0] @ centroids[1])
    raw = embeddings @ (centroids[1] - centroids[0])
    scores = raw / (raw[whole].std() + 1e-9) * speech_share(middles_s, speech)
    labels = most_probable_labels(scores, settings.change_cost)
    pieces = cut_at_changes(speech, middles_s, labels, settings.min_piece_s)
    voices = by_voice(pieces)
    if not _are_two(voices, similarity, distinctness(raw[whole]), settings):
        return Diarization((speech,), similarity)
    more = any(are_several(voice, embeddings, middles_s, speech, settings) for voice in voices)
    return Diarization(voices, similarity, more, doubtful(pieces, middles_s, scores))


def _are_two(voices: tuple[Spans, ...], similarity: float, distinct: float, settings: SpeakerSettings) -> bool:
    if len(voices) != 2 or similarity > settings.max_similarity[settings.encoder]:
        return False
    lengths_s = [total_s(spans) for spans in voices]
    return distinct >= settings.min_distinctness and min(lengths_s) / sum(lengths_s) >= settings.min_share


def embedding_of(samples: Samples, sample_rate_hz: int, speech: Spans, settings: SpeakerSettings) -> Embeddings | None:
    """The embedding of one voice, unit length, shape (256,); ``None`` if there is too little speech."""
    middles_s = middles_in(speech, settings.step_s)
    whole = middles_s[_whole(middles_s, speech, settings)] if middles_s.size else middles_s
    if whole.size < settings.voice_min_prints:
        return None
    total = embed_speech(samples, sample_rate_hz, whole, find_encoder(settings.encoder)).mean(axis=0)
    voice: Embeddings = total / np.linalg.norm(total)
    return voice


def _whole(middles_s: Floats, speech: Spans, settings: SpeakerSettings) -> npt.NDArray[np.bool_]:
    """Which windows are speech nearly throughout."""
    return np.asarray(speech_share(middles_s, speech) >= settings.min_inside)
