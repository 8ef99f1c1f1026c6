"""Which stretch of speech each word belongs to.

Whisper's word times err: they drift by tenths of a second, the silence before a phrase is counted to its first word,
and where speech got no words, its time is given to the words beside it. Voice activity knows better when somebody
speaks. So all words of a window are divided among its stretches of speech at once, in order, at the least cost:

- a second between a word's middle and its stretch costs 1, so inside speech a word stays where it is; what begins a
  phrase may be early by ``EARLY_S``;
- a second too little for what is said in a stretch costs ``CROWDED``;
- a stretch without words costs its length, up to a limit, for a short answer that Whisper counts to what follows;
- a pause inside a phrase costs up to ``BROKEN``, between phrases nothing.

The costs are conventions; the tests show what they decide.
"""

from collections.abc import Sequence
from itertools import pairwise, repeat
from unicodedata import east_asian_width

import numpy as np
import numpy.typing as npt

from callgrade.model.conversation import Word
from callgrade.model.span import Span

FASTEST_S = 0.04
WIDE_FASTEST_S = 0.12
LONGEST_WORD_S = 0.5
CROWDED = 3.0
BROKEN = 0.6
BREAK_S = 0.5
EMPTY_MOST = 0.7
EARLY_S = 0.1
PHRASE_ENDS = (".", "?", "!", "。", "？", "！", ",", "，", "、", ";", ":")

Floats = npt.NDArray[np.float64]


def counts_from_s(word: Word) -> float:
    """Where ``word`` begins at the earliest: what is longer before its end is silence."""
    return max(word.start_s, word.end_s - max(LONGEST_WORD_S, 2 * shortest_s(word)))


def shortest_s(word: Word) -> float:
    """The time that the letters of ``word`` take at the least; a Chinese character is a syllable."""
    return sum(
        WIDE_FASTEST_S if east_asian_width(letter) in "WF" else FASTEST_S for letter in word.text if letter.isalnum()
    )


def divide(words: Sequence[Word], stretches: Sequence[Span]) -> list[range]:
    """The words (indexes) of each of ``stretches``, in order, all in the same time. Both must have an element."""
    texts = ["", *(word.text for word in words)]
    away = np.array([list(map(_away_s, words, texts, repeat(stretch))) for stretch in stretches])
    taken = np.concatenate([np.zeros((len(stretches), 1)), np.cumsum(away, axis=1)], axis=1)
    needed = np.cumsum([0.0, *map(shortest_s, words)])
    gaps_s = [0.0, *(after.start_s - before.end_s for before, after in pairwise(stretches))]
    least = np.full(len(words) + 1, np.inf)
    least[0] = 0.0
    begins = []
    for stretch, cost, gap_s in zip(stretches, taken, gaps_s, strict=True):
        ways = least[:, None] + _costs(words, cost, needed, stretch.duration_s, gap_s)
        begins.append(ways.argmin(axis=0))
        least = ways.min(axis=0)
    return _traced(begins, len(words))


def _costs(words: Sequence[Word], taken: Floats, needed: Floats, duration_s: float, gap_s: float) -> Floats:
    """Cost of giving words j … i - 1 to a stretch, at [j, i]; infinite where j > i."""
    count = len(words) + 1
    crowded = CROWDED * np.maximum(0.0, needed[None, :] - needed[:, None] - duration_s)
    costs: Floats = taken[None, :] - taken[:, None] + crowded + _breaks(words, gap_s)[:, None]
    np.fill_diagonal(costs, min(EMPTY_MOST, duration_s))
    costs[np.tril_indices(count, -1)] = np.inf
    return costs


def _breaks(words: Sequence[Word], gap_s: float) -> Floats:
    """Cost of a pause of ``gap_s`` before each word."""
    cost = BROKEN * min(1.0, gap_s / BREAK_S)
    return np.array([0.0, *(0.0 if word.text.endswith(PHRASE_ENDS) else cost for word in words)])


def _traced(begins: Sequence[npt.NDArray[np.intp]], end: int) -> list[range]:
    groups = []
    for first in reversed(begins):
        groups.append(range(int(first[end]), end))
        end = int(first[end])
    return groups[::-1]


def _away_s(word: Word, before: str, stretch: Span) -> float:
    """Seconds between ``word`` and ``stretch``; what begins a phrase counts from its end, for it comes late if it errs.

    ``before``: the text of the word before it.
    """
    if before.endswith(PHRASE_ENDS):
        middle_s, early_s = word.end_s - shortest_s(word) / 2, EARLY_S
    else:
        middle_s, early_s = (counts_from_s(word) + word.end_s) / 2, 0.0
    return max(0.0, stretch.start_s - middle_s - early_s, middle_s - stretch.end_s)
