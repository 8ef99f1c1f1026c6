"""The transcript as a page shows it: its words, those of a finding marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from callgrade.export.for_people.absence import lacks, nothing_found, searched
from callgrade.export.for_people.terms import party_term
from callgrade.model.conversation import Turn, Word
from callgrade.model.finding import Finding, Verdict
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard
from callgrade.report.fragments import escaped, play
from callgrade.text import joined, plain
from callgrade.translation.current import norm_text, tr

UNSURE = 0.5  # a word of a lower probability is shown as uncertain
LONGEST_QUOTE_S = 60.0
_ORDER = (Verdict.FAIL, Verdict.PARTIAL, Verdict.PASS)


@dataclass(frozen=True)
class _Quoted:
    """Words of a finding."""

    start_s: float
    end_s: float
    role: Role | None
    finding: Finding


def talk(card: Scorecard) -> Iterator[Markup]:
    """The turns of a call, in order, as items of a list. They are most of a page, so they are not left to Jinja2."""
    timed = card.conversation.timed
    quotes = _quotes(card) if timed else []
    language = f' lang="{escaped(card.record.language)}"' if card.record.language else ""
    for turn in card.conversation.turns:
        near = [one for one in quotes if one.start_s <= turn.end_s and turn.start_s <= one.end_s]
        near = [one for one in near if one.role in (turn.role, None)]
        said = _words(turn, near, timed) if turn.words else escape(plain(turn.text))
        who = f'<span class="who">{escaped(party_term(turn.role, "voice"))}{_from(turn) if timed else ""}</span>'
        yield Markup(f'<li class="turn {turn.role}">{who}\n<p{language}>{said}</p></li>')


def _from(turn: Turn) -> str:
    what = tr("the turn")
    return f" {play(turn.start_s, what)}"


def _words(turn: Turn, quotes: list[_Quoted], timed: bool) -> Markup:
    """The words of ``turn``, those in a row of the same finding in one mark."""
    html = [_html(word, timed) for word in turn.words]
    blanks = ["", *(" " if _is_apart(a.text, b.text) else "" for a, b in pairwise(turn.words))]
    findings = [_finding_of(word, quotes) if quotes else None for word in turn.words]
    norms = [finding.norm if finding else "" for finding in findings]
    pieces: list[str] = []
    for _, group in groupby(range(len(html)), norms.__getitem__):
        first, *others = group
        run = html[first] + "".join(blanks[number] + html[number] for number in others)
        pieces.append(blanks[first] + _marked(run, findings[first]))
    return Markup("".join(pieces))


def _marked(words: str, finding: Finding | None) -> str:
    if finding is None:
        return words
    return f'<mark class="{finding.verdict}" title="{escaped(norm_text(finding.headline))}">{words}</mark>'


def _html(word: Word, timed: bool) -> str:
    text = escaped(word.text)
    if not timed:
        return text
    unsure = word.probability is not None and word.probability < UNSURE
    mark = ' class="unsure"' if unsure else ""
    return f'<span data-t="{word.start_s:.2f}"{mark}>{text}</span>'


def _is_apart(before: str, text: str) -> bool:
    """Whether a blank separates the words: not between Chinese characters."""
    return (before[-1:] + text[:1]).isascii() or joined((before, text)) != before + text


def _finding_of(word: Word, quotes: list[_Quoted]) -> Finding | None:
    middle_s = (word.start_s + word.end_s) / 2
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
