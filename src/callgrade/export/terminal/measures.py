"""The main measures, agent and customer side by side."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from callgrade.export.for_people.terms import reason_term, role_term, source_term
from callgrade.export.terminal.marks import QUIET, Glyphs, heading, label, listing, words
from callgrade.export.wording import amount
from callgrade.model.finding import Verdict
from callgrade.model.measurement import Measurement, Source
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard
from callgrade.translation.current import ctr, tr

OF_A_PERSON = {
    "rate.words_per_minute": "speech rate",
    "rate.articulation_rate": "articulation rate",
    "pitch.spread": "pitch spread",
    "loudness.active_level": "level",
    "latency.median": "response time, median",
    "latency.longest": "response time, longest",
    "interruption.count": "interruptions",
    "talk.share": "talk share",
    "talk.longest_monologue": "longest monologue",
    "dead_air.longest": "longest dead air",
}
OF_THE_CALL = {
    "ringing.rings": "rings",
    "ringing.ring_to_answer": "ring to answer",
    "hold.count": "holds",
    "hold.longest": "longest hold",
    "overlap.total": "both speaking",
}
_COLUMNS = (Role.AGENT, Role.CUSTOMER)

Row = tuple[str, list[Measurement | None]]


def key_measures(card: Scorecard, glyphs: Glyphs) -> RenderableType | None:
    """One row per measure with a value; below, the measures without one, by reason."""
    rows = list(_rows(card))
    if not rows:
        return None
    grid = Table.grid(padding=(0, 2))
    grid.add_column(min_width=24)
    grid.add_column(justify="right", min_width=10)
    grid.add_column(justify="right", min_width=10)
    grid.add_column(style=QUIET)
    grid.add_row(_heading(card), *(Text(role_term(role), QUIET) for role in _COLUMNS))
    for name, found in rows:
        if _has_value(found):
            grid.add_row(label(name), *map(_value, found), *([_reason(found)] if len(found) > 1 else []))
    table = grid if grid.row_count > 1 else _heading(card)
    return Group(table, *_missing(rows, glyphs))


def _heading(card: Scorecard) -> Text:
    """The title, with a note if times come from the turns of a transcript, not from audio."""
    known = card.conversation.timed and not card.conversation.has_audio
    note = tr("from {source}", source=source_term(Source.TURN_TIMES))
    return heading(tr("Measures")).append_text(Text(f" {note}" if known else "", QUIET))


def _rows(card: Scorecard) -> Iterator[Row]:
    for name, shown in OF_A_PERSON.items():
        found = [card.measurements.get(name, role) for role in _COLUMNS]
        if any(found):
            yield ctr("measure in brief", shown), found
    for name, shown in OF_THE_CALL.items():
        whole = card.measurements.get(name)
        if whole:
            yield ctr("measure in brief", shown), [whole]


def _has_value(found: Sequence[Measurement | None]) -> bool:
    return any(item is not None and item.value is not None for item in found)


def _value(item: Measurement | None) -> Text:
    if item is None or item.value is None:
        return Text("–", QUIET)
    return words(amount(item.value, item.unit))


def _reason(found: Sequence[Measurement | None]) -> Text:
    """Why one of two values is missing."""
    return words(
        "; ".join(f"{role_term(item.role)}: {reason_term(item.reason)}" for item in found if item and item.reason)
    )


def _missing(rows: Sequence[Row], glyphs: Glyphs) -> Iterator[RenderableType]:
    names: dict[str, list[str]] = defaultdict(list)
    for name, found in rows:
        reasons = [reason_term(item.reason) for item in found if item and item.reason]
        if not _has_value(found) and reasons:
            names[reasons[0]].append(name)
    sign = glyphs.verdicts[Verdict.CANNOT_TELL]
    yield from (listing(reason, members, sign) for reason, members in names.items())
