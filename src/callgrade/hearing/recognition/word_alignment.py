"""Words placed in their channel's speech.

Whisper's word times come from attention: they drift by tenths of a second, and the silence before a phrase is often
counted to its first word. Voice activity knows better where speech is, so each word is moved into the stretch of
speech it belongs to. A word that lies mostly in silence goes where its punctuation says: forward if the word before it
ended a phrase, back if it ends a sentence itself, else to the nearer stretch, with a bias forward.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from callgrade.hearing.recognition.windows import SpeechWindow
from callgrade.model.conversation import Word
from callgrade.model.span import Span, intersect

MOSTLY = 0.5
EARLY_S = 0.3
LONGEST_FIRST_S = 0.5
SHORTEST_WORD_S = 0.02
SENTENCE_ENDS = (".", "?", "!", "。", "？", "！")
PHRASE_ENDS = (*SENTENCE_ENDS, ",", "，", "、", ";", ":")


@dataclass(frozen=True)
class _Stretch:
    """Unbroken speech inside a window: ``span`` in the window's time, ``offset_s`` to add for the call's time."""

    span: Span
    offset_s: float


def align_words(words: Iterable[Word], window: SpeechWindow) -> tuple[Word, ...]:
    """``words`` with times of the window, as words with times of the call, in order, each inside speech.

    Without any speech in the window there are no words.
    """
    stretches = _stretches(window)
    if not stretches:
        return ()
    groups: dict[int, list[Word]] = {}
    index, before = -1, ""
    for word in words:
        index = max(index, _choose(word, before, index, stretches))
        groups.setdefault(index, []).append(word)
        before = word.text
    return tuple(word for index, group in groups.items() for word in _fitted(group, stretches[index]))


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


def _choose(word: Word, before: str, filled: int, stretches: Sequence[_Stretch]) -> int:
    """Index of the stretch that ``word`` belongs to.

    ``before``: the text of the word before it, which is in stretch ``filled`` (-1: there is none). A new phrase that
    comes late begins in speech that has no words yet: a short answer whose words Whisper counts to what follows.
    """
    shares = [_overlap_s(word.span, stretch.span) for stretch in stretches]
    most = max(range(len(shares)), key=lambda i: shares[i])
    if shares[most] and shares[most] >= MOSTLY * word.span.duration_s:
        return most
    following = bisect_right([stretch.span.start_s for stretch in stretches], word.span.middle_s)
    if following in (0, len(stretches)):
        return min(following, len(stretches) - 1)
    ends = word.text.endswith(SENTENCE_ENDS)
    if before.endswith(SENTENCE_ENDS) and following - 1 > filled:
        return following - 1
    if before.endswith(PHRASE_ENDS) and not (ends and word.text.strip()[0].islower()):
        return following
    if ends:
        return following - 1
    back_s = word.span.middle_s - stretches[following - 1].span.end_s
    ahead_s = stretches[following].span.start_s - word.span.middle_s
    return following if ahead_s < back_s + EARLY_S else following - 1


def _fitted(group: Sequence[Word], stretch: _Stretch) -> Iterator[Word]:
    """The words of one stretch in the call's time, none outside it, none without length."""
    warped = _warp(group, stretch.span)
    shortest_s = min(SHORTEST_WORD_S, stretch.span.duration_s / len(group))
    latest_s = stretch.span.end_s - len(group) * shortest_s
    free_s = stretch.span.start_s
    for word in group:
        latest_s += shortest_s
        start_s = max(free_s, min(warped(word.start_s), latest_s - shortest_s))
        free_s = max(start_s + shortest_s, min(warped(word.end_s), latest_s))
        yield replace(word, start_s=start_s + stretch.offset_s, end_s=free_s + stretch.offset_s)


def _warp(group: Sequence[Word], room: Span) -> Callable[[float], float]:
    """Piecewise linear map of window time that brings ``group`` into ``room``.

    Only as much of the group as lies outside is squeezed, together with as much inside; the rest stays. The first
    word counts from at most ``LONGEST_FIRST_S`` before its end: what is before that is silence.
    """
    first_s = max(group[0].start_s, group[0].end_s - LONGEST_FIRST_S)
    last_s = max(first_s + SHORTEST_WORD_S, group[-1].end_s)
    early_s, late_s = max(0.0, room.start_s - first_s), max(0.0, last_s - room.end_s)
    calm_s, calm_end_s = room.start_s + early_s, room.end_s - late_s
    if calm_s < min(calm_end_s, last_s) and first_s + early_s < last_s - late_s:
        known = [first_s, calm_s, max(calm_s, min(calm_end_s, last_s)), last_s]
        wanted = [max(first_s, room.start_s), known[1], known[2], min(last_s, room.end_s)]
    else:
        known = [first_s, last_s]
        start_s = min(max(first_s, room.start_s), room.end_s - min(last_s - first_s, room.duration_s))
        wanted = [start_s, min(room.end_s, start_s + last_s - first_s)]
    return lambda time_s: float(np.interp(time_s, known, wanted))


def _overlap_s(left: Span, right: Span) -> float:
    return max(0.0, min(left.end_s, right.end_s) - max(left.start_s, right.start_s))
