"""The transcript as a page shows it: runs of words, those of a finding marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from callgrade.model.conversation import Turn, Word
from callgrade.model.finding import Finding, Verdict
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard
from callgrade.report.absence import nothing_found, searched
from callgrade.text import joined

UNSURE = 0.5  # a word of a lower probability is shown as uncertain
LONGEST_QUOTE_S = 60.0


@dataclass(frozen=True)
class Said:
    """A word; ``apart``: after a blank. ``start_s`` is ``None`` where the transcript has no times."""

    apart: bool
    text: str
    start_s: float | None
    unsure: bool


@dataclass(frozen=True)
class Run:
    """Words in a row of the same finding, or of none."""

    finding: Finding | None
    words: tuple[Said, ...]


@dataclass(frozen=True)
class ShownTurn:
    """One turn."""

    role: Role
    start_s: float | None
    runs: tuple[Run, ...]
    text: str


def talk(card: Scorecard) -> Iterator[ShownTurn]:
    """The turns of a call, in order."""
    quoted = _Quoted(card)
    timed = card.conversation.timed
    for turn in card.conversation.turns:
        said = [(quoted.by(word, turn.role) if timed else None, one) for word, one in _said(turn, timed)]
        runs = tuple(Run(finding, tuple(one for _, one in pairs)) for finding, pairs in groupby(said, itemgetter(0)))
        yield ShownTurn(turn.role, turn.start_s if timed else None, runs, turn.text)


def _said(turn: Turn, timed: bool) -> Iterator[tuple[Word, Said]]:
    before = ""
    for word in turn.words:
        apart = bool(before) and joined((before, word.text)) != before + word.text
        unsure = word.probability is not None and word.probability < UNSURE
        yield word, Said(apart, word.text, round(word.start_s, 2) if timed else None, unsure)
        before = word.text


class _Quoted:
    """Which words are those of a finding; a fail comes before a partial pass, and that before a pass."""

    def __init__(self, card: Scorecard) -> None:
        order = {Verdict.FAIL: 0, Verdict.PARTIAL: 1, Verdict.PASS: 2}
        judged = sorted((f for f in card.findings if f.verdict in order), key=lambda f: order[f.verdict])
        self._places = [
            (evidence.start_s, evidence.end_s, evidence.role, finding)
            for finding in judged
            for evidence in finding.evidence
            if not (nothing_found(finding) or searched(finding))
            and evidence.quote and evidence.start_s is not None and evidence.end_s is not None
            and evidence.end_s - evidence.start_s <= LONGEST_QUOTE_S
        ]  # fmt: skip

    def by(self, word: Word, role: Role) -> Finding | None:
        middle_s = word.span.middle_s
        return next((f for start, end, of, f in self._places if of in (role, None) and start <= middle_s <= end), None)
