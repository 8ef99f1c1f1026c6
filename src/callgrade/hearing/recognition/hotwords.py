"""Known names as hotwords, used to spell what was said and never to add what was not.

Whisper with hotwords spells names better, but it also writes names that nobody said and drops words near them (on
nine English calls, two of five lists of wrong names changed a call by more than ten words, and one name that nobody
said appeared). So the words come from a run without hotwords; a second run with them is asked only where something
like a known name was heard, and only its spelling of that very place is taken over.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from rapidfuzz.fuzz import ratio

from callgrade.model.conversation import Word

LONGEST_NAME_WORDS = 4
SHORTEST_PART = 3


def may_hold_name(words: Sequence[Word], names: Sequence[str], likeness: float) -> bool:
    """Whether some stretch of ``words`` is like one of ``names``, or of its parts, without being it.

    ``likeness``: 0…100, of letters (normalised insertions and deletions, as rapidfuzz has it).
    """
    stretches = {
        _letters(words[i : i + n]) for n in range(1, LONGEST_NAME_WORDS + 1) for i in range(len(words) - n + 1)
    }
    parts = _parts(names) - stretches
    return any(ratio(part, stretch, score_cutoff=likeness) for part in parts for stretch in stretches)


def take_spelling(
    plain: Sequence[Word], prompted: Sequence[Word], names: Sequence[str], likeness: float
) -> tuple[Word, ...]:
    """``plain`` with the spelling of names from ``prompted``, where both runs wrote something alike there."""
    parts = _parts(names)
    taken: list[Word] = []
    matcher = SequenceMatcher(None, [_letters([w]) for w in plain], [_letters([w]) for w in prompted], autojunk=False)
    for kind, i, end, j, other_end in matcher.get_opcodes():
        old, new = plain[i:end], prompted[j:other_end]
        if kind == "replace" and _is_spelling(old, new, parts, likeness):
            taken.extend(_in_place(old, new))
        else:
            taken.extend(old)
    return tuple(taken)


def _is_spelling(old: Sequence[Word], new: Sequence[Word], parts: set[str], likeness: float) -> bool:
    named = any(_letters([word]) in parts for word in new)
    short = max(len(old), len(new)) <= LONGEST_NAME_WORDS
    return named and short and ratio(_letters(old), _letters(new)) >= likeness


def _in_place(old: Sequence[Word], new: Sequence[Word]) -> Iterator[Word]:
    """``new`` in the time of ``old``, evenly; the probability is the least of both."""
    start_s, length_s = old[0].start_s, (old[-1].end_s - old[0].start_s) / len(new)
    least = min(word.probability or 0.0 for word in (*old, *new))
    for number, word in enumerate(new):
        begin_s = start_s + number * length_s
        yield replace(word, start_s=begin_s, end_s=begin_s + length_s, probability=least)


def _parts(names: Sequence[str]) -> set[str]:
    """Whole names and their longer words, letters only."""
    whole = {re.sub(r"\W+", "", name).casefold() for name in names}
    words = {re.sub(r"\W+", "", word).casefold() for name in names for word in name.split()}
    return {part for part in whole | words if len(part) >= SHORTEST_PART}


def _letters(words: Sequence[Word]) -> str:
    return re.sub(r"\W+", "", "".join(word.text for word in words)).casefold()
