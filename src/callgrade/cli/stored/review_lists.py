"""Agreement and changes of reviews as lists: a table for the terminal, CSV or JSON."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import click

from callgrade.export.intervals import Estimate
from callgrade.export.table import Column, Table, Value, number, text, whole
from callgrade.review.figures import Agreement
from callgrade.store import ReviewChange

Source = TypeVar("Source")


def _figure(name: str, meaning: str, read: Callable[[Agreement], Estimate | None]) -> tuple[Column[Agreement], ...]:
    """A figure and the ends of its interval."""

    def part(which: int) -> Callable[[Agreement], Value]:
        def value(source: Agreement) -> Value:
            found = read(source)
            return found[which] if found else None

        return value

    return (
        number(name, "share", meaning, part(0)),
        number(f"{name}_low", "share", "lower end of the interval", part(1)),
        number(f"{name}_high", "share", "upper end of the interval", part(2)),
    )


AGREEMENT: Table[Agreement] = Table(
    "agreement",
    "one row per norm and kind of raters",
    (
        text("norm", "id of the norm", lambda one: one.norm),
        text("between", "people and machine, or people among themselves", lambda one: one.between),
        whole("cases", "calls that two raters judged", lambda one: one.cases),
        *_figure("agreement", "share of pairs of verdicts that are the same", lambda one: one.share),
        *_figure("kappa", "Cohen's kappa, of two raters", lambda one: one.kappa),
        *_figure("ac1", "Gwet's AC1", lambda one: one.ac1),
        *_figure("alpha", "Krippendorff's alpha", lambda one: one.alpha),
    ),
)


def _said(said: Mapping[str, Any] | None) -> str | None:
    return None if said is None else "; ".join(f"{name} {value}" for name, value in said.items() if value != "")


CHANGES: Table[ReviewChange] = Table(
    "changes",
    "one row per change",
    (
        text("at", "when, UTC", lambda one: f"{one.at:%Y-%m-%d %H:%M:%S}"),
        text("who", "who made it", lambda one: one.who),
        text("call", "name of the recording", lambda one: one.name or one.sha256[:12]),
        text("norm", "id of the norm", lambda one: one.norm),
        text("what", "mark, dispute or answer", lambda one: one.what),
        text("before", "what was there", lambda one: _said(one.before)),
        text("after", "what is there now", lambda one: _said(one.after)),
    ),
)


def print_rows(table: Table[Source], sources: Sequence[Source], form: str) -> None:
    """Print ``sources`` as rows of ``table``; ``form``: table, csv or json."""
    rows = table.rows(sources)
    names = [column.name for column in table.columns]
    if form == "json":
        click.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False, indent=2))
    elif form == "csv":
        from callgrade.export.formats.csv import csv_text
        from callgrade.export.options import Dialect

        click.echo(csv_text(table.headings, rows, Dialect(), header=True), nl=False)
    elif rows:
        _print_table(names, [dict(zip(names, row, strict=True)) for row in rows])


def _print_table(names: Sequence[str], rows: Sequence[Mapping[str, Value]]) -> None:
    """Print a table in which a figure and its interval share a cell."""
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    shown = [name for name in names if not name.endswith(("_low", "_high"))]
    grid = Grid(box=None, pad_edge=False)
    for name in shown:
        grid.add_column(name, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(_cell(name, row)) for name in shown))
    Console().print(grid)


def _cell(name: str, row: Mapping[str, Value]) -> str:
    value = row[name]
    if value is None:
        return ""
    if f"{name}_low" in row:
        return f"{value:.2f} ({row[f'{name}_low']:.2f} to {row[f'{name}_high']:.2f})"
    return str(value)
