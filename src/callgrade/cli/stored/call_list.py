"""Calls of the store as a list: a table for the terminal, CSV or JSON."""

import json
from collections.abc import Callable, Sequence
from typing import Literal

import click

from callgrade.export.clock import clock
from callgrade.export.table import Column, ColumnKind, Value
from callgrade.store import StoredCall


def _text(name: str, meaning: str, read: Callable[[StoredCall], str | None]) -> Column[StoredCall]:
    return Column(name, ColumnKind.TEXT, "", meaning, read)


def _number(name: str, unit: str, meaning: str, read: Callable[[StoredCall], float | None]) -> Column[StoredCall]:
    return Column(name, ColumnKind.NUMBER, unit, meaning, read)


COLUMNS = (
    _text("started", "local time of the call", lambda call: call.started.isoformat(" ") if call.started else None),
    _text("state", "what became of the call", lambda call: call.state),
    _number("score", "0 to 100", "overall score", lambda call: call.overall),
    _text("band", "band of the score", lambda call: call.band),
    _text("agent", "the agent's name, or else the extension", lambda call: call.agent or call.extension),
    _text("team", "the agent's team", lambda call: call.team),
    _text("direction", "in: the customer called; out: the agent called", lambda call: call.direction),
    _text("language", "ISO 639-1", lambda call: call.language),
    _number("duration_s", "s", "length of the recording", lambda call: call.duration_s),
    _text("file", "name of the recording", lambda call: call.name),
    _text("reason", "code: why there is no scorecard or no score", lambda call: call.reason_code or call.withheld),
    _text("path", "where the recording was", lambda call: call.path),
    _text("system_id", "of the call, by the telephone system", lambda call: call.system_id),
    _text("sha256", "of the recording, by which callgrade show finds it", lambda call: call.sha256),
)
_ON_A_TERMINAL = tuple(
    next(column for column in COLUMNS if column.name == name)
    for name in ("started", "score", "duration_s", "agent", "file", "state", "reason")
)
_FOLDED = ("agent", "file", "reason")  # columns that take a second line where there is no room


def print_calls(calls: Sequence[StoredCall], form: str) -> None:
    """Print ``calls``; ``form``: table, csv or json."""
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[form](calls)


def _print_json(calls: Sequence[StoredCall]) -> None:
    rows = [{column.name: column.value(call) for column in COLUMNS} for call in calls]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))


def _print_csv(calls: Sequence[StoredCall]) -> None:
    from callgrade.export.formats.csv import csv_text
    from callgrade.export.options import Dialect

    rows = [tuple(column.value(call) for column in COLUMNS) for call in calls]
    click.echo(csv_text(COLUMNS, rows, Dialect(), header=True), nl=False)


def _print_table(calls: Sequence[StoredCall]) -> None:
    """Print a table; a column without any value is left out."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = [[_shown(column, column.value(call)) for column in _ON_A_TERMINAL] for call in calls]
    filled = [number for number in range(len(_ON_A_TERMINAL)) if any(row[number] for row in rows)]
    table = Table(box=None, pad_edge=False)
    for column in (_ON_A_TERMINAL[number] for number in filled):
        number = column.kind is ColumnKind.NUMBER
        justify: Literal["left", "right"] = "right" if number else "left"
        folded = column.name in _FOLDED
        table.add_column(column.name.removesuffix("_s"), justify=justify, overflow="fold", no_wrap=not folded)
    for row in rows:
        table.add_row(*(Text(row[number]) for number in filled))
    Console().print(table)


def _shown(column: Column[StoredCall], value: Value) -> str:
    if value is None:
        return ""
    if column.name == "started":
        return str(value)[:16]  # to the minute
    if column.unit == "s" and isinstance(value, float):
        return clock(value)
    return f"{value:.0f}" if isinstance(value, float) else str(value)
