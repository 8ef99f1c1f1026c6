"""Who speaks on one channel: one voice or two by their embeddings, and how sure that is.

1. Embeddings of 1.5 s are taken every 0.5 s of speech, and they are split in two groups in several ways. 2. A fitted
test says whether the best split is two voices, and the turns of the words count as well. 3. With embeddings of 1 s the
most probable sequence of voices is found (Viterbi); a change costs less at a pause. 4. The same test inside each voice
finds a third one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from callgrade.config.hearing import SpeakerSettings
from callgrade.hearing.diarization.campplus import Embeddings
from callgrade.hearing.diarization.changing_speech import ScoredSpeech, score_speech
from callgrade.hearing.diarization.print_windows import windows_over
from callgrade.hearing.diarization.prints import take_prints
from callgrade.hearing.diarization.speaker_embedding import embed_windows
from callgrade.hearing.diarization.turn_taking import turn_odds
from callgrade.hearing.diarization.voice_changes import (
    Piece,
    by_voice,
    cut_at_changes,
    doubtful,
    most_probable_labels,
)
from callgrade.hearing.diarization.voice_count import Split, best_split, log_odds
from callgrade.model.conversation import Word
from callgrade.model.recording import Sound
from callgrade.model.span import Spans


@dataclass(frozen=True)
class Diarization:
    """Speech of one channel by voice. ``voices``: the spans of each voice, the first to speak first; one entry with
    all speech if two voices could not be separated.

    ``similarity``: cosine between the two centroids, ``None`` if there is too little speech. ``more``: one of two
    voices is several. ``unsure``: it may be two voices as well as one. ``doubtful``: pieces that by themselves are
    more like the other voice than like their own.
    """

    voices: tuple[Spans, ...]
    similarity: float | None
    more: bool = False
    unsure: bool = False
    doubtful: Spans = ()


def diarize(
    samples: Sound, sample_rate_hz: int, speech: Spans, settings: SpeakerSettings, words: Sequence[Word] = ()
) -> Diarization:
    """``speech`` (the timing pass of one channel) by voice: two voices, or one if a second does not show.

    ``words``: those said in it, in order; without them only the sound counts.
    """
    prints = take_prints(samples, sample_rate_hz, speech, settings)
    split = best_split(prints.embeddings, settings.step_s, settings.two_voices) if prints else None
    if prints is None or split is None:
        return Diarization((speech,), None, unsure=bool(speech))
    if split.odds < log_odds(settings.surely_two) and not words:
        return _one_voice(speech, split, split.odds, settings)
    scored = score_speech(prints, split, settings)
    pieces = _pieces(scored, speech, settings)
    voices = by_voice(pieces)
    odds = split.odds + (turn_odds(words, voices, settings.turns) if len(voices) > 1 else 0.0)
    if len(voices) < 2 or odds < log_odds(settings.surely_two):
        return _one_voice(speech, split, odds, settings)
    more = any(_is_several(prints.embeddings[own], settings) for own in (split.scores > 0, split.scores <= 0))
    return Diarization(voices, split.similarity, more, doubtful=doubtful(pieces, scored.middles_s, scored.scores))


def _one_voice(speech: Spans, split: Split, odds: float, settings: SpeakerSettings) -> Diarization:
    return Diarization((speech,), split.similarity, unsure=odds > log_odds(settings.surely_one))


def _pieces(scored: ScoredSpeech, speech: Spans, settings: SpeakerSettings) -> list[Piece]:
    """``speech`` cut where the most probable sequence of voices changes."""
    labels = most_probable_labels(scored.scores, scored.change_costs)
    return cut_at_changes(speech, scored.middles_s, labels, settings.min_piece_s)


def _is_several(own: Embeddings, settings: SpeakerSettings) -> bool:
    """Whether the embeddings of one voice are in truth those of two."""
    split = best_split(own, settings.step_s, settings.two_voices)
    return split is not None and split.odds >= log_odds(settings.surely_two)


def embedding_of(samples: Sound, sample_rate_hz: int, speech: Spans, settings: SpeakerSettings) -> Embeddings | None:
    """The embedding of one voice, unit length, shape (192,); ``None`` if there is too little speech."""
    windows = windows_over(speech, settings.window_s, settings.step_s, settings.min_share)
    if len(windows) < settings.voice_min_prints:
        return None
    total = embed_windows(samples, sample_rate_hz, speech, windows).mean(axis=0)
    voice: Embeddings = total / np.linalg.norm(total)
    return voice
