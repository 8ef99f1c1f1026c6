"""Stretches of speech whose words are so doubtful that they may be in another language.

A window of 20 s that holds a sentence in another language sounds like the call's, and Whisper translates that sentence
or invents one. But it is unsure of its words there, from one pause to the next.
"""

from collections.abc import Iterator, Sequence
from math import log

from callgrade.config.recognition import DoubtfulWordsSettings
from callgrade.hearing.wordless import hearable
from callgrade.model.conversation import Word
from callgrade.model.span import Span, Spans, merge

LEAST = 1e-3  # probability; one impossible word shows no more than one very unlikely word


def doubtful(speech: Spans, words: Sequence[Word], settings: DoubtfulWordsSettings) -> Iterator[Span]:
    """The stretches of ``speech`` of at least ``min_s`` whose words are doubtful, in parts of at most ``longest_s``."""
    for part in hearable(merge(speech, settings.join_s), settings.longest_s):
        said = [word for word in words if part.contains(word.span.middle_s)]
        if part.duration_s >= settings.min_s and said and _sureness(said) < settings.doubt:
            yield part


def _sureness(words: Sequence[Word]) -> float:
    """Mean of the logarithms of the probabilities."""
    return sum(log(max(LEAST, word.probability or 0.0)) for word in words) / len(words)
