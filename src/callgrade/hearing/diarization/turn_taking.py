"""What the words say about a split into two voices: people take turns, and one person's voice does not.

Two people change at the end of a sentence, and a question is answered by the other. If one person's voice was split by
its manner, changes fall inside sentences as well, and the same "voice" goes on after a question. It needs no list of
words, only the marks that a recogniser writes.
"""

from collections.abc import Sequence
from itertools import pairwise

from callgrade.config.hearing import TurnsSettings
from callgrade.hearing.diarization.word_speakers import nearest_voice
from callgrade.model.conversation import Word
from callgrade.model.span import Spans
from callgrade.text import SENTENCE_ENDS

QUESTION_MARKS = ("?", "？")


def turn_odds(words: Sequence[Word], voices: Sequence[Spans], settings: TurnsSettings) -> float:
    """Log-odds that ``voices`` (two) are two persons, from the ``words`` said by both, in order; 0 without marks."""
    if not any(word.text.endswith(SENTENCE_ENDS) for word in words):
        return 0.0
    odds = 0.0
    for one, other in pairwise(words):
        changes = nearest_voice(one.span, voices) != nearest_voice(other.span, voices)
        if one.text.endswith(QUESTION_MARKS):
            odds += settings.answered if changes else settings.unanswered
        elif changes:
            odds += settings.at_end if one.text.endswith(SENTENCE_ENDS) else settings.inside
    return max(-settings.most, min(settings.most, odds))
