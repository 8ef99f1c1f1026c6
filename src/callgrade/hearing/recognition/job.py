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


@dataclass(frozen=True)
class Most:
    """How many windows may be decoded at once: so many ``windows``, and so many seconds of them by each worker."""

    windows: int
    audio_s: float

    def of_length(self, encoded_s: float, workers: int) -> int:
        """How many windows of one length, by all ``workers`` together."""
        return min(self.windows, workers * max(1, int(self.audio_s / encoded_s)))


def batches(jobs: Sequence[WindowJob], most: Most, workers: int) -> Iterator[list[WindowJob]]:
    """Jobs of one language and one length of prompt and of sound (CTranslate2 needs it), in batches of nearly one size.

    There are enough batches to keep all ``workers`` busy; together they decode at most ``most`` at once.
    """
    groups: dict[tuple[str, int, float], list[WindowJob]] = defaultdict(list)
    for job in jobs:
        groups[job.language, len(job.prompt), job.source.encoded_s].append(job)
    for (_, _, encoded_s), group in groups.items():
        rounds = -(-len(group) // most.of_length(encoded_s, workers))
        count = min(len(group), rounds * workers)
        for number in range(count):
            yield group[number * len(group) // count : (number + 1) * len(group) // count]
