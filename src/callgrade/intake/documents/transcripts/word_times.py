"""The times of single words: as given where they make sense, between their neighbours where one has none."""

from collections.abc import Sequence
from itertools import groupby

from callgrade.intake.documents.transcripts.reader import PartWord
from callgrade.intake.documents.transcripts.values import number, share
from callgrade.intake.documents.turns import WrittenWord
from callgrade.text import cleaned

_MARGIN_S = 1.0
"""Seconds by which a word may lie outside its part."""

Span = tuple[float, float]


def timed_words(
    words: Sequence[PartWord], unit_s: float, start_s: float | None, end_s: float | None
) -> tuple[WrittenWord, ...]:
    """``words`` with times in seconds; none where less than half of them have some."""
    said = [word for word in words if isinstance(word.text, str) and cleaned(word.text)]
    spans = [_span(word, unit_s, start_s, end_s) for word in said]
    known = sum(span is not None for span in spans)
    if not known or 2 * known < len(spans):
        return ()
    placed = _filled(spans, start_s, end_s)
    timed = [
        WrittenWord(cleaned(word.text), *span, share(word.probability)) for word, span in zip(said, placed, strict=True)
    ]
    return tuple(sorted(timed, key=lambda word: word.start_s))


def _span(word: PartWord, unit_s: float, start_s: float | None, end_s: float | None) -> Span | None:
    start, end = number(word.start), number(word.end)
    if start is None or end is None or not 0 <= start <= end:
        return None
    span = start * unit_s, end * unit_s
    early = start_s is not None and span[0] < start_s - _MARGIN_S
    late = end_s is not None and span[1] > end_s + _MARGIN_S
    return None if early or late else span


def _filled(spans: Sequence[Span | None], start_s: float | None, end_s: float | None) -> list[Span]:
    """Words in a row without times share the time between their neighbours evenly."""
    filled: list[Span] = []
    for is_known, run in groupby(enumerate(spans), key=lambda pair: pair[1] is not None):
        group = list(run)
        if is_known:
            filled += [span for _, span in group if span is not None]
            continue
        after = next((span for span in spans[group[-1][0] + 1 :] if span is not None), None)
        first_known = next(span for span in spans if span is not None)
        begin = filled[-1][1] if filled else min(first_known[0], start_s if start_s is not None else first_known[0])
        end = max(begin, after[0] if after else end_s if end_s is not None else begin)
        step = (end - begin) / len(group)
        filled += [(begin + index * step, begin + (index + 1) * step) for index in range(len(group))]
    return filled
