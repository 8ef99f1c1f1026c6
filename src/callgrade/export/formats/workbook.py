"""The sheets of the workbook: the columns of the tables, in the order in which people read them.

A sheet has the digest last. Calls have a link to their page where a report has one, and findings a link to its second.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from callgrade.export.agents import AGENTS
from callgrade.export.call_tables import FINDINGS, MEASUREMENTS, Judged, scorecards
from callgrade.export.clock import clock
from callgrade.export.for_people.terms import band_term, verdict_term
from callgrade.export.options import ExportOptions
from callgrade.export.pages import call_address
from callgrade.export.table import CellLink, Column, ColumnKind, Heading, Table, Value, text
from callgrade.export.team_norms import TEAM_NORMS
from callgrade.model.finding import Verdict
from callgrade.model.scorecard import Scorecard
from callgrade.translation.current import ctr, tr

Source = TypeVar("Source")

NAME = "callgrade.xlsx"
_DIGEST = "sha256"
_FILLS = ("C6E0B4", "E2EFDA", "FFF2CC", "F8CBAD")  # from the best to the worst; dark text is readable on each
_VERDICTS = {Verdict.PASS: _FILLS[1], Verdict.PARTIAL: _FILLS[2], Verdict.FAIL: _FILLS[3]}


def fills(options: ExportOptions) -> Mapping[str, Mapping[str, str]]:
    """The colours of cells: column → value → colour (RRGGBB). The value itself stands in the cell."""
    steps = max(1, len(options.bands) - 1)
    bands = {
        band_term(band): _FILLS[round(place * (len(_FILLS) - 1) / steps)] for place, band in enumerate(options.bands)
    }
    return {"band": bands, "verdict": {verdict_term(verdict): fill for verdict, fill in _VERDICTS.items()}}


def sheets(options: ExportOptions, folder: Path) -> tuple[Table[Any], ...]:
    """The sheets of calls, findings, measurements, agents and norms of teams, for a workbook in ``folder``."""
    pages = _Pages(folder, options.report)
    calls = scorecards(options.sections)
    return (
        _sheet(calls, tr("calls"), {"file": (pages.of_call,), "started": (_OFFSET,)}),
        _sheet(FINDINGS, tr("findings"), {"file": (*_of_call("started", "team", "agent"), pages.of_finding)}),
        _sheet(MEASUREMENTS, tr("measurements"), {"file": _of_call("started", "team", "agent")}),
        replace(AGENTS, name=tr("agents")),
        replace(TEAM_NORMS, name=tr("team norms")),
    )


def _sheet(table: Table[Source], name: str, after: Mapping[str, Iterable[Column[Source]]]) -> Table[Source]:
    """``table`` with further columns ``after`` those of a name, and with its digest last."""
    placed = [column for one in table.columns for column in (one, *after.get(one.name, ()))]
    ordered = sorted(placed, key=lambda column: column.name == _DIGEST)
    return Table(name, table.meaning, tuple(ordered))


def _offset(card: Scorecard) -> str | None:
    started = card.record.started
    return f"{started:%z}" or None if started else None


_OFFSET = text("utc_offset", "of the local time in started, such as +0100; blank if not known", _offset)


def _of_call(*names: str) -> tuple[Column[Any], ...]:
    """Columns of the call, for a table whose sources are pairs of a card and something."""
    columns = {column.name: column for column in scorecards(()).columns}
    return tuple(_of_card(columns[name]) for name in names)


def _of_card(column: Column[Scorecard]) -> Column[Any]:
    def read(source: tuple[Scorecard, Any]) -> Value:
        return column.read(source[0])

    return Column(column.name, column.kind, column.unit, column.meaning, read)


@dataclass(frozen=True)
class _Pages:
    """The pages of a report at ``report``, as seen from ``folder``; ``None``: there is no report."""

    folder: Path
    report: str | None

    @property
    def of_call(self) -> Column[Scorecard]:
        """The column of links to pages."""
        return Column("page", ColumnKind.LINK, "", "link to the page of the call", self._link)

    @property
    def of_finding(self) -> Column[Judged]:
        """The column of links to seconds of calls."""
        return Column("listen", ColumnKind.LINK, "", "link to that second, for what did not pass", self._moment)

    def _moment(self, source: Judged) -> CellLink | None:
        card, finding = source
        start_s = next((one.start_s for one in finding.evidence if one.start_s is not None), None)
        return self._link(card, start_s) if finding.short_of_a_pass and start_s is not None else None

    def _link(self, card: Scorecard, at_s: float | None = None) -> CellLink | None:
        if self.report is None:
            return None
        page = Path(self.report, call_address(card.file.sha256))
        if not (self.folder / page).exists():
            return None
        return (
            CellLink(page.as_posix(), tr("open"))
            if at_s is None
            else CellLink(f"{page.as_posix()}#t={at_s:.1f}", clock(at_s))
        )


COLUMNS: Table[tuple[str, Heading]] = Table(
    "columns",
    "what each column of the other sheets means",
    (
        text("sheet", "name of the sheet", lambda source: source[0]),
        text("column", "name of the column", lambda source: source[1].shown),
        text("unit", "unit of its values", lambda source: ctr("unit", source[1].unit)),
        text("meaning", "what it means", lambda source: source[1].meaning),
    ),
)


def explanations(written: Iterable[Table[Any]]) -> list[tuple[str, Heading]]:
    """The sources of the rows of ``COLUMNS``."""
    return [(table.name, heading) for table in written for heading in table.headings]
