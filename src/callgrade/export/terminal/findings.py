"""The norms one by one: what to work on, what passed, what could not be judged."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from callgrade.export.clock import clock
from callgrade.export.terminal.marks import QUIET, STYLES, Glyphs, heading, listing, words
from callgrade.export.wording import amount, name_of, review_in_brief, review_notes, stretch
from callgrade.model.finding import Evidence, Finding, Verdict
from callgrade.model.reason import Reason
from callgrade.model.scorecard import Scorecard
from callgrade.model.span import Span

MOST_QUOTES = 3
MOST_PLACES = 6
MOST_WORDS = 24
LONGEST_SENTENCE_S = 15.0
LONGEST_MOMENT_S = 60.0
SURE = 0.9  # from this probability of the speaker, the card does not mention it
_TITLE_SHARE = 0.45


def to_work_on(card: Scorecard, glyphs: Glyphs) -> RenderableType | None:
    """Fails and partial passes, most severe first, each with where to listen, what was expected and advice."""
    chosen = card.to_work_on
    if not chosen:
        return None
    return Group(heading("To work on"), *(_detailed(finding, card, glyphs) for finding in chosen))


def noticed(card: Scorecard, columns: int, glyphs: Glyphs) -> RenderableType | None:
    """What did not pass and is only for information or the site's, one line per finding."""
    return _lines("Noticed, not scored", card.noticed, columns, glyphs)


def passed(card: Scorecard, columns: int, glyphs: Glyphs) -> RenderableType | None:
    """What passed, one line per finding."""
    return _lines("Passed", [f for f in card.findings if f.verdict is Verdict.PASS], columns, glyphs)


def _lines(title: str, chosen: Sequence[Finding], columns: int, glyphs: Glyphs) -> RenderableType | None:
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
        grid.add_row(_sign(finding, glyphs), words(finding.headline), _second(finding), _heard_briefly(finding, glyphs))
    return Group(heading(title), grid)


def not_judged(card: Scorecard, glyphs: Glyphs) -> RenderableType | None:
    """What could not be judged and what does not apply, by reason."""
    parts = [
        *_by_reason("Could not be judged", Verdict.CANNOT_TELL, card.findings, glyphs),
        *_by_reason("Does not apply", Verdict.NOT_APPLICABLE, card.findings, glyphs),
    ]
    return Group(*parts) if parts else None


def _by_reason(title: str, verdict: Verdict, findings: Sequence[Finding], glyphs: Glyphs) -> Iterator[RenderableType]:
    titles: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.verdict is verdict:
            titles[finding.reason.text if finding.reason else ""].append(_to_listen(finding))
    if titles:
        yield heading(title)
    yield from (listing(reason, members, glyphs.verdicts[verdict]) for reason, members in titles.items())


def _to_listen(finding: Finding) -> str:
    """The title, with the words that somebody must listen to."""
    if finding.reason is not Reason.LISTEN or not finding.evidence:
        return finding.title
    said = finding.evidence[0]
    when = f"{clock(said.start_s)} " if said.start_s is not None else ""
    return f"{finding.title} ({when}“{said.quote}”)"


def _detailed(finding: Finding, card: Scorecard, glyphs: Glyphs) -> RenderableType:
    title = Table.grid(padding=(0, 1), expand=True)
    title.add_column(width=3, justify="right")
    title.add_column(ratio=1)
    title.add_column(justify="right", style=QUIET)
    lost = card.score.lost.get(finding.norm)
    cost = f", {lost:g} points lost" if lost else ""
    where = f"{name_of(finding.section)}, {finding.severity}{cost}"
    title.add_row(_sign(finding, glyphs), words(finding.headline, "bold"), words(where))
    facts = Table.grid(padding=(0, 1))
    facts.add_column(width=8, style=QUIET)
    facts.add_column()
    for label, text in _facts(finding):
        facts.add_row(label, text)
    return Group(title, Padding(facts, (0, 0, 0, 4)))


def _facts(finding: Finding) -> Iterator[tuple[str, Text]]:
    if finding.value is not None:
        yield "measured", words(amount(finding.value, finding.unit))
    quoted = [evidence for evidence in finding.evidence if evidence.quote]
    for evidence in quoted[:MOST_QUOTES]:
        yield "heard", _quoted(evidence)
    if len(quoted) > MOST_QUOTES:
        yield "", Text(f"and {len(quoted) - MOST_QUOTES} more", QUIET)
    if finding.evidence and not quoted:
        yield "searched" if finding.value is None else "listen", _places(finding.evidence)
    if finding.attribution is not None and finding.attribution < SURE:
        yield "speaker", words(f"{finding.attribution:.0%} sure".replace("%", " %"), "yellow")
    yield "expected", words(finding.expected)
    if finding.advice:
        yield "advice", words(finding.advice)
    for label, said in review_notes(finding):
        yield label, words(said)


def _quoted(evidence: Evidence) -> Text:
    """Time, speaker and quote; if longer than a sentence, with its end time and only its first words."""
    spoken = evidence.quote.split()
    text = " ".join(spoken[:MOST_WORDS]) + (" …" if len(spoken) > MOST_WORDS else "")
    quote = Text(f"{evidence.role or ''} ", QUIET).append_text(words(f"“{text}”"))
    if evidence.start_s is None or evidence.end_s is None:
        return quote
    span = Span(evidence.start_s, evidence.end_s)
    when = clock(span.start_s) if span.duration_s <= LONGEST_SENTENCE_S else stretch(span)
    return Text(f"{when} ").append_text(quote)


def _places(evidence: Sequence[Evidence]) -> Text:
    """The times of evidence without quotes."""
    spans = [Span(e.start_s, e.end_s) for e in evidence if e.start_s is not None and e.end_s is not None]
    if not spans:
        return Text("the whole transcript")
    more = f" and {len(spans) - MOST_PLACES} more" if len(spans) > MOST_PLACES else ""
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
    meant = [words("by meaning", QUIET)] if finding.by_meaning else []
    reviewed = [words(said, QUIET)] if (said := review_in_brief(finding)) else []
    return Text(f" {glyphs.dot} ").join([*value, *reviewed, *quotes, *meant])
