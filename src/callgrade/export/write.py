"""Writes an export: five tables, from calls that are read once. Memory does not grow with their number."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from callgrade.export.agents import AGENTS, AgentSums
from callgrade.export.call_tables import FINDINGS, MEASUREMENTS, finding_sources, measurement_sources, scorecards
from callgrade.export.for_people.heads import for_people
from callgrade.export.formats.csv import csv_file
from callgrade.export.formats.excel import excel_file
from callgrade.export.formats.parquet import parquet_file
from callgrade.export.formats.workbook import COLUMNS, NAME, explanations, fills, sheets
from callgrade.export.options import ExportFormat, ExportOptions
from callgrade.export.table import Row, Table, Write
from callgrade.export.team_norms import TEAM_NORMS, TeamSums
from callgrade.files import make_folder, sweep, whole_files
from callgrade.model.scorecard import Scorecard
from callgrade.translation.current import in_language, tr
from callgrade.translation.languages import ENGLISH

CHUNK_ROWS = 5_000  # enough for pandas and pyarrow to be fast, few enough to need little memory


@dataclass(frozen=True)
class Exported:
    """What was written.

    ``calls``: number of calls. ``nameless``: calls that are in no row of the agents' table. ``damaged``: digests of
    calls that could not be read, so they are in no table.
    """

    calls: int
    nameless: int
    damaged: tuple[str, ...] = ()


def write_export(cards: Iterable[Scorecard], folder: Path, options: ExportOptions) -> Exported:
    """Write the tables of ``cards`` into ``folder``. If one cannot be written, the old tables stay.

    Raises ``OutputError``, and ``UsageError`` if the library of a format is not installed.
    """
    make_folder(folder)
    sweep(folder)
    with in_language(options.language or ENGLISH):
        return _written(cards, folder, options)


def _written(cards: Iterable[Scorecard], folder: Path, options: ExportOptions) -> Exported:
    agents, teams = AgentSums(options.period, options.settings), TeamSums(options.settings)
    calls = 0
    with _writers(folder, options) as (add_calls, add_findings, add_measurements, add_agents, add_teams):
        for card in cards:
            calls += 1
            agents.add(card)
            teams.add(card)
            add_calls([card])
            add_findings(finding_sources(card))
            add_measurements(measurement_sources(card))
        for agent in agents.rows():
            add_agents([agent])
        for team in teams.rows():
            add_teams([team])
    return Exported(calls, agents.nameless)


def tables(sections: Iterable[str]) -> tuple[Table[Any], ...]:
    """The tables of an export; ``sections``: those whose scores get a column."""
    return scorecards(sections), FINDINGS, MEASUREMENTS, AGENTS, TEAM_NORMS


def tables_for(options: ExportOptions) -> tuple[Table[Any], ...]:
    """The tables of an export as ``options`` ask for them; heads for people are of the language in use."""
    plain = tables(options.sections)
    return tuple(map(for_people, plain)) if options.language else plain


def table_paths(folder: Path, form: ExportFormat) -> list[Path]:
    """The files of an export in ``form``."""
    if form is ExportFormat.XLSX:
        return [folder / NAME]
    return [folder / f"{table.name}.{form}" for table in tables(())]


Add = Callable[[Iterable[Any]], None]
"""Adds the rows of sources to a table."""


@contextmanager
def _writers(folder: Path, options: ExportOptions) -> Iterator[list[Add]]:
    """For each table a function that adds the rows of sources; the files are replaced when the block ends."""
    with whole_files(*table_paths(folder, options.form)) as files, ExitStack() as opened:
        if options.form is ExportFormat.XLSX:
            written = tuple(map(for_people, sheets(options, folder)))
            writes = opened.enter_context(_workbook(files[0], written, folder, options))
        else:
            written = tables_for(options)
            writes = [
                opened.enter_context(_table_file(file, table, options))
                for file, table in zip(files, written, strict=True)
            ]
        yield [opened.enter_context(_chunked(table, write)) for table, write in zip(written, writes, strict=True)]


@contextmanager
def _workbook(
    file: BinaryIO, written: tuple[Table[Any], ...], folder: Path, options: ExportOptions
) -> Iterator[list[Write]]:
    """A workbook of ``written`` and a sheet that explains their columns."""
    with excel_file(file, (*written, replace(for_people(COLUMNS), name=tr("columns"))), folder, fills(options)) as (
        *writes,
        explain,
    ):
        explain(COLUMNS.rows(explanations(written)))
        yield writes


def _table_file(file: BinaryIO, table: Table[Any], options: ExportOptions) -> AbstractContextManager[Write]:
    if options.form is ExportFormat.CSV:
        return csv_file(file, table.headings, options.dialect)
    return parquet_file(file, table.headings)


@contextmanager
def _chunked(table: Table[Any], write: Write) -> Iterator[Add]:
    """Adds rows of ``table``, which are written in chunks."""
    held: list[Row] = []

    def add(sources: Iterable[Any]) -> None:
        held.extend(table.rows(sources))
        if len(held) >= CHUNK_ROWS:
            write(held)
            held.clear()

    yield add
    if held:
        write(held)
