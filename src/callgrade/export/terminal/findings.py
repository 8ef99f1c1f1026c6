"""The norms one by one: what to work on, what passed, what could not be judged."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from callgrade.export.clock import clock
from callgrade.export.for_people.absence import searched
from callgrade.export.for_people.review_notes import review_in_brief, review_notes
from callgrade.export.for_people.terms import reason_term, role_term, section_term, severity_term
from callgrade.export.terminal.marks import QUIET, STYLES, Glyphs, columns_for, heading, listing, words
from callgrade.export.wording import amount, percent, points_lost, stretch
from callgrade.model.finding import Evidence, Finding, Verdict
from callgrade.model.reason import Reason
from callgrade.model.scorecard import Scorecard
from callgrade.model.span import Span
from callgrade.translation.current import norm_text, ntr, tr

MOST_QUOTES = 3
MOST_PLACES = 6
MOST_WORDS = 24
LONGEST_SENTENCE_S = 15.0
LONGEST_MOMENT_S = 60.0
SURE = 0.9  # from this probability of the speaker, the card does not mention it
_TITLE_SHARE = 0.45
LABEL_COLUMNS = 8


def to_work_on(card: Scorecard, glyphs: Glyphs) -> RenderableType | None:
    """Fails and partial passes, most severe first, each with where to listen, what was expected and advice."""
    chosen = card.to_work_on
    if not chosen:
        return None
    return Group(heading(tr("To work on")), *(_detailed(finding, card, glyphs) for finding in chosen))


def noticed(card: Scorecard, columns: int, glyphs: Glyphs) -> RenderableType | None:
    """What did not pass and is only for information or the site's, one line per finding."""
    return _lines(tr("Noticed, not scored"), card.noticed, columns, glyphs)


def passed(card: Scorecard, columns: int, glyphs: Glyphs) -> RenderableType | None:
    """What passed, one line per finding."""
    return _lines(tr("Passed"), [f for f in card.findings if f.verdict is Verdict.PASS], columns, glyphs)


def _lines(head: str, chosen: Sequence[Finding], columns: int, glyphs: Glyphs) -> RenderableType | None:
    """One line per finding: title, time and quote; ``None`` without findings."""
    if not chosen:
        return None
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=3, justify="right")
    grid.add_column(width=int(columns * _TITLE_SHARE))
    grid.add_column(justify="right", style=QUIET)
    grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    grid.expand = True
    for finding in chosen:
        grid.add_row(
            _sign(finding, glyphs),
            words(norm_text(finding.headline)),
            _second(finding),
            _heard_briefly(finding, glyphs),
        )
    return Group(heading(head), grid)


def not_judged(card: Scorecard, glyphs: Glyphs) -> RenderableType | None:
    """What could not be judged and what does not apply, by reason."""
    parts = [
        *_by_reason(tr("Could not be judged"), Verdict.CANNOT_TELL, card.findings, glyphs),
        *_by_reason(tr("Does not apply"), Verdict.NOT_APPLICABLE, card.findings, glyphs),
    ]
    return Group(*parts) if parts else None


def _by_reason(title: str, verdict: Verdict, findings: Sequence[Finding], glyphs: Glyphs) -> Iterator[RenderableType]:
    titles: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.verdict is verdict:
            titles[reason_term(finding.reason)].append(_to_listen(finding))
    if titles:
        yield heading(title)
    yield from (listing(reason, members, glyphs.verdicts[verdict]) for reason, members in titles.items())


def _to_listen(finding: Finding) -> str:
    """The title, with the words that somebody must listen to."""
    title = norm_text(finding.title)
    if finding.reason is not Reason.LISTEN or not finding.evidence:
        return title
    said = finding.evidence[0]
    when = f"{clock(said.start_s)} " if said.start_s is not None else ""
    return f"{title} ({when}“{said.quote}”)"


def _detailed(finding: Finding, card: Scorecard, glyphs: Glyphs) -> RenderableType:
    title = Table.grid(padding=(0, 1), expand=True)
    title.add_column(width=3, justify="right")
    title.add_column(ratio=1)
    title.add_column(justify="right", style=QUIET)
    lost = card.score.lost.get(finding.norm)
    cost = [points_lost(lost)] if lost else []
    where = ", ".join((section_term(finding.section), severity_term(finding.severity), *cost))
    title.add_row(_sign(finding, glyphs), words(norm_text(finding.headline), "bold"), words(where))
    facts = Table.grid(padding=(0, 1))
    facts.add_column(width=columns_for(_labels(), LABEL_COLUMNS), style=QUIET)
    facts.add_column()
    for label, text in _facts(finding):
        facts.add_row(label, text)
    return Group(title, Padding(facts, (0, 0, 0, 4)))


def _labels() -> tuple[str, ...]:
    return tr("measured"), tr("heard"), tr("searched"), tr("listen"), tr("speaker"), tr("expected"), tr("advice")


def _facts(finding: Finding) -> Iterator[tuple[str, Text]]:
    if finding.value is not None:
        yield tr("measured"), words(amount(finding.value, finding.unit))
    yield from [(tr("searched"), _not_found(finding.evidence[0]))] if searched(finding) else _heard(finding)
    if finding.attribution is not None and finding.attribution < SURE:
        yield tr("speaker"), words(tr("{share} sure", share=percent(finding.attribution)), "yellow")
    yield tr("expected"), words(norm_text(finding.expected))
    if finding.advice:
        yield tr("advice"), words(norm_text(finding.advice))
    for label, said in review_notes(finding):
        yield label, words(said)


def _heard(finding: Finding) -> Iterator[tuple[str, Text]]:
    quoted = [evidence for evidence in finding.evidence if evidence.quote]
    for evidence in quoted[:MOST_QUOTES]:
        yield tr("heard"), _quoted(evidence)
    if len(quoted) > MOST_QUOTES:
        yield "", Text(ntr("and {n} more", "and {n} more", len(quoted) - MOST_QUOTES), QUIET)
    if finding.evidence and not quoted:
        yield tr("searched") if finding.value is None else tr("listen"), _places(finding.evidence)


def _quoted(evidence: Evidence) -> Text:
    """Time, speaker and quote; if longer than a sentence, with its end time and only its first words."""
    if evidence.start_s is None or evidence.end_s is None:
        return _said(evidence)
    span = Span(evidence.start_s, evidence.end_s)
    when = clock(span.start_s) if span.duration_s <= LONGEST_SENTENCE_S else stretch(span)
    return Text(f"{when} ").append_text(_said(evidence))


def _said(evidence: Evidence) -> Text:
    """Speaker and quote, of a long one the first words."""
    spoken = evidence.quote.split()
    text = " ".join(spoken[:MOST_WORDS]) + (" …" if len(spoken) > MOST_WORDS else "")
    return Text(f"{role_term(evidence.role) if evidence.role else ''} ", QUIET).append_text(words(f"“{text}”"))


def _not_found(evidence: Evidence) -> Text:
    """What was searched without success: the times, and what is said there."""
    if evidence.start_s is None or evidence.end_s is None:
        where = tr("the whole transcript, not found")
    else:
        where = tr("{start} to {end}, not found", start=clock(evidence.start_s), end=clock(evidence.end_s))
    return Text(f"{where}; ").append_text(_said(evidence)) if evidence.quote else Text(where)


def _places(evidence: Sequence[Evidence]) -> Text:
    """The times of evidence without quotes."""
    spans = [Span(e.start_s, e.end_s) for e in evidence if e.start_s is not None and e.end_s is not None]
    if not spans:
        return Text(tr("the whole transcript"))
    left = len(spans) - MOST_PLACES
    more = " " + ntr("and {n} more", "and {n} more", left) if left > 0 else ""
    return Text(", ".join(stretch(span) for span in spans[:MOST_PLACES]) + more)


def _sign(finding: Finding, glyphs: Glyphs) -> Text:
    return Text(glyphs.verdicts[finding.verdict], STYLES[finding.verdict])


def _second(finding: Finding) -> Text:
    """The start of the first evidence that is short enough to be a moment."""
    for evidence in finding.evidence:
        if evidence.start_s is not None and (evidence.end_s or 0.0) - evidence.start_s <= LONGEST_MOMENT_S:
            return Text(clock(evidence.start_s))
    return Text()


def _heard_briefly(finding: Finding, glyphs: Glyphs) -> Text:
    value = [words(amount(finding.value, finding.unit))] if finding.value is not None else []
    quotes = [words(f"“{e.quote}”", QUIET) for e in finding.evidence if e.quote][:1]
    meant = [words(tr("by meaning"), QUIET)] if finding.by_meaning else []
    reviewed = [words(said, QUIET)] if (said := review_in_brief(finding)) else []
    return Text(f" {glyphs.dot} ").join([*value, *reviewed, *quotes, *meant])
