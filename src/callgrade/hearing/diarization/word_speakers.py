"""The words of one channel given to its voices, one by one.

A word belongs to the voice in whose speech its middle lies, or to the nearer one. Speaker embeddings place a change of
voice within some tenths of a second. People change at the end of a sentence far more often than a word before or after
it, so a change near the end of a sentence moves there.
"""

from collections.abc import Iterable, Sequence

from callgrade.model.conversation import Word
from callgrade.model.span import Span, Spans
from callgrade.text import SENTENCE_ENDS


def words_by_voice(
    words: Sequence[Word], voices: Sequence[Spans], sentence_reach_s: float
) -> tuple[tuple[Word, ...], ...]:
    """``words`` (in order) for each of ``voices``; none lost, none twice."""
    labels = _at_sentence_ends(words, [nearest_voice(word.span, voices) for word in words], sentence_reach_s)
    return tuple(
        tuple(word for word, label in zip(words, labels, strict=True) if label == voice) for voice in range(len(voices))
    )


def nearest_voice(span: Span, voices: Sequence[Spans]) -> int:
    """Index of the voice whose speech is nearest to the middle of ``span``."""
    return min(range(len(voices)), key=lambda voice: _distance_s(span.middle_s, voices[voice]))


def _distance_s(time_s: float, spans: Iterable[Span]) -> float:
    return min((max(span.start_s - time_s, time_s - span.end_s, 0.0) for span in spans), default=float("inf"))


def _at_sentence_ends(words: Sequence[Word], labels: list[int], reach_s: float) -> list[int]:
    """``labels`` with every change of voice moved to the nearest end of a sentence within ``reach_s``, if any."""
    moved = list(labels)
    for change in [i for i in range(1, len(labels)) if labels[i] != labels[i - 1]]:
        target = _sentence_start(words, change, reach_s)
        if target is None:
            continue
        for i in range(min(change, target), max(change, target)):
            moved[i] = labels[change] if target < change else labels[change - 1]
    return moved


def _sentence_start(words: Sequence[Word], change: int, reach_s: float) -> int | None:
    """Index of the word nearest to ``change`` that begins a sentence, ``None`` if none is within ``reach_s``."""
    time_s = words[change].start_s
    near = [
        i
        for i in range(max(1, change - 4), min(len(words), change + 5))
        if words[i - 1].text.endswith(SENTENCE_ENDS) and abs(words[i].start_s - time_s) <= reach_s
    ]
    return min(near, key=lambda i: abs(words[i].start_s - time_s), default=None)
