"""The words of one channel given to its voices, one by one.

A word belongs to the voice in whose speech its middle lies, or to the nearer one. Speaker embeddings place a change of
voice within some tenths of a second. People change at the end of a sentence far more often than a word before or after
it, so a change near the end of a sentence moves there; from further away if nobody pauses at the change, since on a
poor line a voice may seem to be the other one for some words.
"""

from collections.abc import Iterable, Sequence

from callgrade.config.hearing import SpeakerSettings
from callgrade.model.conversation import Word
from callgrade.model.span import Span, Spans
from callgrade.text import SENTENCE_ENDS

MOST_WORDS = 4
UNBROKEN_S = 0.1


def words_by_voice(
    words: Sequence[Word], voices: Sequence[Spans], settings: SpeakerSettings
) -> tuple[tuple[Word, ...], ...]:
    """``words`` (in order) for each of ``voices``; none lost, none twice."""
    labels = _at_sentence_ends(words, [nearest_voice(word.span, voices) for word in words], settings)
    return tuple(
        tuple(word for word, label in zip(words, labels, strict=True) if label == voice) for voice in range(len(voices))
    )


def nearest_voice(span: Span, voices: Sequence[Spans]) -> int:
    """Index of the voice whose speech is nearest to the middle of ``span``."""
    return min(range(len(voices)), key=lambda voice: _distance_s(span.middle_s, voices[voice]))


def _distance_s(time_s: float, spans: Iterable[Span]) -> float:
    return min((max(span.start_s - time_s, time_s - span.end_s, 0.0) for span in spans), default=float("inf"))


def _at_sentence_ends(words: Sequence[Word], labels: list[int], settings: SpeakerSettings) -> list[int]:
    """``labels`` with every change of voice moved to the nearest end of a sentence within reach, if any."""
    moved = list(labels)
    for change in [i for i in range(1, len(labels)) if labels[i] != labels[i - 1]]:
        target = _sentence_start(words, change, settings)
        if target is None:
            continue
        for i in range(min(change, target), max(change, target)):
            moved[i] = labels[change] if target < change else labels[change - 1]
    return moved


def _sentence_start(words: Sequence[Word], change: int, settings: SpeakerSettings) -> int | None:
    """Index of the word nearest to ``change`` that begins a sentence, ``None`` if none is within reach."""
    time_s = words[change].start_s
    unbroken = time_s - words[change - 1].end_s < UNBROKEN_S
    reach_s = settings.unbroken_reach_s if unbroken else settings.sentence_reach_s

    def away_s(i: int) -> float:
        return min(abs(words[i].start_s - time_s), abs(words[i - 1].end_s - time_s) if unbroken else reach_s + 1)

    starts = range(max(1, change - MOST_WORDS), min(len(words), change + MOST_WORDS + 1))
    near = [i for i in starts if words[i - 1].text.endswith(SENTENCE_ENDS) and away_s(i) <= reach_s]
    return min(near, key=away_s, default=None)
