"""One window to decode, what is heard in it, and the batches in which windows are decoded."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from callgrade.hearing.recognition.windows import SpeechWindow
from callgrade.model.conversation import Word

Place = tuple[int, int]
"""Index of the call, and index of the window in it."""


@dataclass(frozen=True, eq=False)
class WindowJob:
    """One window with all that decides its words, and the place where they belong.

    ``names``: those that may occur in it.
    """

    place: Place
    source: SpeechWindow
    language: str
    prompt: tuple[int, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeardWindow:
    """``words`` of one window; ``log_probability``: mean of its tokens, 0 without any.

    ``language``: the one that the window is in, where it is not the call's; ``UNDETERMINED`` where the words make no
    sense and it sounds like none.
    """

    words: tuple[Word, ...]
    log_probability: float
    language: str | None = None


def batches(jobs: Sequence[WindowJob], batch_size: int, workers: int) -> Iterator[list[WindowJob]]:
    """Jobs of one language and one length of prompt and of sound (CTranslate2 needs it), in batches of nearly one size.

    There are enough batches to keep all ``workers`` busy; together they decode at most ``batch_size`` windows at once.
    """
    groups: dict[tuple[str, int, float], list[WindowJob]] = defaultdict(list)
    for job in jobs:
        groups[job.language, len(job.prompt), job.source.encoded_s].append(job)
    for group in groups.values():
        rounds = -(-len(group) // batch_size)
        count = min(len(group), rounds * workers)
        for number in range(count):
            yield group[number * len(group) // count : (number + 1) * len(group) // count]
