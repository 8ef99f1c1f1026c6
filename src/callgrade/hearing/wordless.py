"""Speech that got no words: somebody says something there, and nobody knows what."""

from collections.abc import Iterable, Sequence

from callgrade.config.recognition import WordlessSettings
from callgrade.hearing.recognition.word_placement import counts_from_s
from callgrade.model.conversation import Word
from callgrade.model.span import Span, Spans, intersect, merge, subtract, total_s


def wordless(speech: Spans, words: Iterable[Word], settings: WordlessSettings) -> Spans:
    """Stretches of ``speech`` that hold no word, each with at least ``min_s`` of speech; in order.

    Speech within ``reach_s`` of a word belongs to it, since the times of words err.
    """
    near = (Span(max(0.0, _from_s(word) - settings.reach_s), word.end_s + settings.reach_s) for word in words)
    rest = subtract(speech, near)
    runs = merge(rest, settings.join_s)
    return tuple(run for run in runs if total_s(intersect(rest, [run])) >= settings.min_s)


def _from_s(word: Word) -> float:
    """Where ``word`` begins: digits may stand for many spoken words, other words are not that long."""
    return word.start_s if any(map(str.isdigit, word.text)) else counts_from_s(word)


def hearable(runs: Sequence[Span], longest_s: float) -> Spans:
    """``runs`` cut into equal parts of at most ``longest_s``."""
    return tuple(part for run in runs for part in _parts(run, longest_s))


def _parts(run: Span, longest_s: float) -> Iterable[Span]:
    count = -int(-run.duration_s // longest_s)
    edges_s = [run.start_s + run.duration_s * number / count for number in range(count)]
    return map(Span, edges_s, [*edges_s[1:], run.end_s])
