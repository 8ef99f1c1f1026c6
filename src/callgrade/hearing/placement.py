"""Words placed in their channel's speech.

Whisper's word times come from attention: they drift by tenths of a second, and the silence before a phrase is often
counted to its first word. Voice activity knows better where speech is, so each word is moved into the stretch of
speech it belongs to. A word that lies mostly in silence goes where its punctuation says: forward if the word before it
ended a phrase, back if it ends a sentence itself, else to the nearer stretch.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from callgrade.hearing.windows import SpeechWindow
from callgrade.model.conversation import Word
from callgrade.model.span import Span, intersect

MOSTLY = 0.5
SHORTEST_WORD_S = 0.04
SENTENCE_ENDS = (".", "?", "!", "。", "？", "！")
PHRASE_ENDS = (*SENTENCE_ENDS, ",", "，", "、", ";", ":")


@dataclass(frozen=True)
class _Stretch:
    """Unbroken speech inside a window: ``span`` in the window's time, ``offset_s`` to add for the call's time."""

    span: Span
    offset_s: float


def place_words(words: Iterable[Word], window: SpeechWindow) -> tuple[Word, ...]:
    """``words`` with times of the window, as words with times of the call, in order, each inside speech.

    Without any speech in the window there are no words.
    """
    stretches = _stretches(window)
    if not stretches:
        return ()
    placed: list[Word] = []
    index, free_s, before = 0, 0.0, ""
    for word in words:
        chosen = max(index, _choose(word, before, stretches))
        free_s = free_s if chosen == index else 0.0
        index, before = chosen, word.text
        stretch = stretches[index]
        span = _clip(word.span, Span(min(max(free_s, stretch.span.start_s), stretch.span.end_s), stretch.span.end_s))
        free_s = span.end_s
        placed.append(replace(word, start_s=span.start_s + stretch.offset_s, end_s=span.end_s + stretch.offset_s))
    return tuple(placed)


def glue_parts(words: Iterable[Word], longest_gap_s: float) -> tuple[Word, ...]:
    """Words as written, without blanks: ``" high"`` and ``"-end"`` become one when no more than the gap is between.

    Whisper marks the beginning of a word by a blank before it; a part without one belongs to the word before. Parts
    farther apart (a name that is spelled) stay words of their own. The probability is the least of the parts'.
    """
    glued: list[Word] = []
    for word in words:
        last = glued[-1] if glued else None
        if last is None or word.text.startswith(" ") or word.start_s - last.end_s > longest_gap_s:
            glued.append(replace(word, text=word.text.strip(" -")))
        else:
            sure = min(last.probability or 0.0, word.probability or 0.0)
            glued[-1] = Word(last.text + word.text, last.start_s, word.end_s, sure)
    return tuple(word for word in glued if word.text)


def _stretches(window: SpeechWindow) -> list[_Stretch]:
    return [
        _Stretch(Span(part.start_s - offset_s, part.end_s - offset_s), offset_s)
        for start_s, piece in zip(window.starts_s, window.pieces, strict=True)
        for offset_s in [piece.start_s - start_s]
        for part in intersect(window.speech, [piece])
    ]


def _choose(word: Word, before: str, stretches: Sequence[_Stretch]) -> int:
    """Index of the stretch that ``word`` belongs to; ``before``: the text of the word before it."""
    shares = [_overlap_s(word.span, stretch.span) for stretch in stretches]
    most = max(range(len(shares)), key=lambda i: shares[i])
    if shares[most] and shares[most] >= MOSTLY * word.span.duration_s:
        return most
    following = bisect_right([stretch.span.start_s for stretch in stretches], word.span.middle_s)
    if following in (0, len(stretches)):
        return min(following, len(stretches) - 1)
    if before.endswith(PHRASE_ENDS):
        return following
    if word.text.endswith(SENTENCE_ENDS):
        return following - 1
    back_s = word.span.middle_s - stretches[following - 1].span.end_s
    ahead_s = stretches[following].span.start_s - word.span.middle_s
    return following if ahead_s < back_s else following - 1


def _clip(span: Span, room: Span) -> Span:
    """``span`` cut to ``room``; one that lies outside or is too short gets a little room at the nearest edge."""
    shortest_s = min(SHORTEST_WORD_S, room.duration_s)
    start_s = min(max(span.start_s, room.start_s), room.end_s - shortest_s)
    return Span(start_s, max(min(span.end_s, room.end_s), start_s + shortest_s))


def _overlap_s(left: Span, right: Span) -> float:
    return max(0.0, min(left.end_s, right.end_s) - max(left.start_s, right.start_s))
