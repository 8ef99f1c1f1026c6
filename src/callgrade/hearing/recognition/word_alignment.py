"""Words placed in their channel's speech.

Whisper's word times come from attention and err (see word_placement.py), so each word is moved into the stretch of
speech that it belongs to, and words that got no time take some from their neighbours.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from callgrade.hearing.recognition.windows import SpeechWindow
from callgrade.hearing.recognition.word_placement import counts_from_s, divide, shortest_s
from callgrade.model.conversation import Word
from callgrade.model.span import Span, intersect

SHORTEST_WORD_S = 0.05


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
    given = list(words)
    groups = divide(given, [stretch.span for stretch in stretches]) if given else []
    return tuple(
        word
        for group, stretch in zip(groups, stretches, strict=bool(given))
        for word in _fitted([given[i] for i in group], stretch)
    )


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


def _fitted(group: Sequence[Word], stretch: _Stretch) -> Iterator[Word]:
    """The words of one stretch in the call's time, in order, none outside it, none without length."""
    if not group:
        return
    warped = _warp(group, stretch.span)
    edges_s = np.maximum.accumulate([warped(edge_s) for word in group for edge_s in (word.start_s, word.end_s)])
    inside = [
        replace(word, start_s=float(start_s), end_s=float(end_s))
        for word, start_s, end_s in zip(group, edges_s[::2], edges_s[1::2], strict=True)
    ]
    for word in _with_time(inside, stretch.span):
        yield replace(word, start_s=word.start_s + stretch.offset_s, end_s=word.end_s + stretch.offset_s)


def _with_time(words: list[Word], room: Span) -> list[Word]:
    """``words``, none shorter than can be said: one that is shares the time of its neighbours, by their letters."""
    first = 0
    while first < len(words):
        if words[first].span.duration_s < SHORTEST_WORD_S:
            some = _sharing(words, first, room)
            words[some.start : some.stop] = _shared(words[some.start : some.stop], _free(words, some, room))
            first = some.stop
        else:
            first += 1
    return words


def _sharing(words: Sequence[Word], short: int, room: Span) -> range:
    """The fewest words around ``short`` that have time for all of them."""
    some = range(short, short + 1)
    while len(some) < len(words):
        free = _free(words, some, room)
        if free.duration_s >= sum(_least_s(words[i]) for i in some):
            break
        before_s = words[some.start - 1].span.duration_s if some.start else -1.0
        after_s = words[some.stop].span.duration_s if some.stop < len(words) else -1.0
        some = range(some.start - 1, some.stop) if before_s > after_s else range(some.start, some.stop + 1)
    return some


def _free(words: Sequence[Word], some: range, room: Span) -> Span:
    """The time between the words before and after ``some``."""
    start_s = words[some.start - 1].end_s if some.start else room.start_s
    end_s = words[some.stop].start_s if some.stop < len(words) else room.end_s
    return Span(start_s, max(start_s, end_s))


def _shared(words: Sequence[Word], free: Span) -> Iterator[Word]:
    """``words`` one after the other, each as long as its letters say, near where they were and inside ``free``."""
    needed = [_least_s(word) for word in words]
    length_s = min(free.duration_s, max(sum(needed), words[-1].end_s - words[0].start_s))
    start_s = max(free.start_s, min(words[0].start_s, free.end_s - length_s))
    for word, least_s in zip(words, needed, strict=True):
        end_s = start_s + length_s * least_s / sum(needed)
        yield replace(word, start_s=start_s, end_s=min(end_s, free.end_s))
        start_s = end_s


def _least_s(word: Word) -> float:
    return max(SHORTEST_WORD_S, shortest_s(word))


def _warp(group: Sequence[Word], room: Span) -> Callable[[float], float]:
    """Piecewise linear map of window time that brings ``group`` into ``room``.

    Only as much of the group as lies outside is squeezed, together with as much inside; the rest stays. The first
    word counts from where it can begin: what is before that is silence.
    """
    first_s = counts_from_s(group[0])
    last_s = max(first_s + SHORTEST_WORD_S, group[-1].end_s)
    early_s, late_s = max(0.0, room.start_s - first_s), max(0.0, last_s - room.end_s)
    calm_s, calm_end_s = max(first_s, room.start_s + early_s), room.end_s - late_s
    if calm_s < min(calm_end_s, last_s) and first_s + early_s < last_s - late_s:
        known = [first_s, calm_s, max(calm_s, min(calm_end_s, last_s)), last_s]
        wanted = [max(first_s, room.start_s), known[1], known[2], min(last_s, room.end_s)]
    else:
        known = [first_s, last_s]
        start_s = min(max(first_s, room.start_s), room.end_s - min(last_s - first_s, room.duration_s))
        wanted = [start_s, min(room.end_s, start_s + last_s - first_s)]
    return lambda time_s: float(np.interp(time_s, known, wanted))
