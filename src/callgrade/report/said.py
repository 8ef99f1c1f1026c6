"""The transcript as a page shows it: runs of words, those of a finding marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from markupsafe import Markup, escape

from callgrade.model.conversation import Turn, Word
from callgrade.model.finding import Finding, Verdict
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard
from callgrade.report.absence import lacks, nothing_found, searched
from callgrade.text import joined, plain

UNSURE = 0.5  # a word of a lower probability is shown as uncertain
LONGEST_QUOTE_S = 60.0
_ORDER = (Verdict.FAIL, Verdict.PARTIAL, Verdict.PASS)


@dataclass(frozen=True)
class Run:
    """Words in a row of the same finding, or of none. ``apart``: a blank comes before them."""

    finding: Finding | None
    apart: bool
    words: Markup


@dataclass(frozen=True)
class ShownTurn:
    """One turn; ``start_s`` is ``None`` where the transcript has no times."""

    role: Role
    start_s: float | None
    runs: tuple[Run, ...]
    text: str


@dataclass(frozen=True)
class _Quoted:
    """Words of a finding."""

    start_s: float
    end_s: float
    role: Role | None
    finding: Finding


def talk(card: Scorecard) -> Iterator[ShownTurn]:
    """The turns of a call, in order."""
    timed = card.conversation.timed
    quotes = _quotes(card) if timed else []
    for turn in card.conversation.turns:
        near = [one for one in quotes if one.start_s <= turn.end_s and turn.start_s <= one.end_s]
        near = [one for one in near if one.role in (turn.role, None)]
        yield ShownTurn(turn.role, turn.start_s if timed else None, tuple(_runs(turn, near, timed)), turn.text)


def _runs(turn: Turn, quotes: list[_Quoted], timed: bool) -> Iterator[Run]:
    """The words of ``turn``, as a page shows them. This is most of a page, so it is not left to the template."""
    previous = ("", *(word.text for word in turn.words))
    shown = [
        (_finding_of(word, quotes), _is_apart(before, word.text), _html(word, timed))
        for before, word in zip(previous, turn.words, strict=False)
    ]
    for finding, group in groupby(shown, itemgetter(0)):
        words = list(group)
        blanks = ("", *(" " if apart else "" for _, apart, _ in words[1:]))
        html = "".join(blank + word for blank, (_, _, word) in zip(blanks, words, strict=True))
        yield Run(finding, words[0][1], Markup(html))


def _html(word: Word, timed: bool) -> str:
    text = str(escape(plain(word.text)))
    if not timed:
        return text
    unsure = word.probability is not None and word.probability < UNSURE
    mark = ' class="unsure"' if unsure else ""
    return f'<span data-t="{word.start_s:.2f}"{mark}>{text}</span>'


def _is_apart(before: str, text: str) -> bool:
    """Whether a blank separates the words: not between Chinese characters."""
    if not before:
        return False
    return (before[-1] + text[:1]).isascii() or joined((before, text)) != before + text


def _finding_of(word: Word, quotes: list[_Quoted]) -> Finding | None:
    middle_s = word.span.middle_s if quotes else 0.0
    return next((one.finding for one in quotes if one.start_s <= middle_s <= one.end_s), None)


def _quotes(card: Scorecard) -> list[_Quoted]:
    """The words of findings; a fail comes before a partial pass, and that before a pass."""
    judged = [f for f in card.findings if f.verdict in _ORDER and not (nothing_found(f) or searched(f))]
    judged.sort(key=lambda finding: _ORDER.index(finding.verdict))
    return [
        _Quoted(one.start_s, one.end_s, one.role, finding)
        for finding in judged
        for one in finding.evidence
        if one.quote and one.start_s is not None and one.end_s is not None
        and not (lacks(finding) and one.role is Role.AGENT)
        and one.end_s - one.start_s <= LONGEST_QUOTE_S
    ]  # fmt: skip
