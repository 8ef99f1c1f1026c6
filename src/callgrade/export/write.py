"""Writes an export: four tables, from calls that are read once. Memory does not grow with their number."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from callgrade.export.agents import AGENTS, AgentSums
from callgrade.export.call_tables import FINDINGS, MEASUREMENTS, finding_sources, measurement_sources, scorecards
from callgrade.export.csv import csv_file
from callgrade.export.excel import excel_file
from callgrade.export.for_people.heads import for_people
from callgrade.export.options import ExportFormat, ExportOptions
from callgrade.export.parquet import parquet_file
from callgrade.export.table import Row, Rows, Table, Write
from callgrade.files import make_folder, sweep, whole_files
from callgrade.model.scorecard import Scorecard
from callgrade.translation.current import in_language
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
    written = tables_for(options)
    calls_table, findings, measurements, agent_figures = written
    agents = AgentSums(options.period, options.settings)
    calls = 0
    with _writers(folder, options, written) as writes:
        add_calls, add_findings, add_measurements, add_agents = writes
        for card in cards:
            calls += 1
            agents.add(card)
            add_calls(calls_table.rows([card]))
            add_findings(findings.rows(finding_sources(card)))
            add_measurements(measurements.rows(measurement_sources(card)))
        for row in agents.rows():
            add_agents(agent_figures.rows([row]))
    return Exported(calls, agents.nameless)


def tables(sections: Iterable[str]) -> tuple[Table[Any], Table[Any], Table[Any], Table[Any]]:
    """The tables of an export; ``sections``: those whose scores get a column."""
    return scorecards(sections), FINDINGS, MEASUREMENTS, AGENTS


def tables_for(options: ExportOptions) -> tuple[Table[Any], Table[Any], Table[Any], Table[Any]]:
    """The tables of an export as ``options`` ask for them; heads for people are of the language in use."""
    plain = tables(options.sections)
    if options.language is None:
        return plain
    calls, findings, measurements, agents = map(for_people, plain)
    return calls, findings, measurements, agents


def table_paths(folder: Path, form: ExportFormat) -> list[Path]:
    """The files of an export in ``form``."""
    return [folder / f"{table.name}.{form}" for table in tables(())]


@contextmanager
def _writers(folder: Path, options: ExportOptions, written: tuple[Table[Any], ...]) -> Iterator[list[Write]]:
    """For each table a function that writes rows; the files are replaced when the block ends."""
    with whole_files(*table_paths(folder, options.form)) as files, ExitStack() as open_tables:
        yield [
            open_tables.enter_context(_chunked(_table_file(file, table, folder, options)))
            for file, table in zip(files, written, strict=True)
        ]


def _table_file(
    file: BinaryIO, table: Table[Any], folder: Path, options: ExportOptions
) -> AbstractContextManager[Write]:
    match options.form:
        case ExportFormat.CSV:
            return csv_file(file, table.headings, options.dialect)
        case ExportFormat.PARQUET:
            return parquet_file(file, table.headings)
        case ExportFormat.XLSX:
            return excel_file(file, table.name, table.headings, folder)


@contextmanager
def _chunked(opened: AbstractContextManager[Write]) -> Iterator[Write]:
    """The same, with rows collected into chunks."""
    with opened as write:
        held: list[Row] = []

        def add(rows: Rows) -> None:
            held.extend(rows)
            if len(held) >= CHUNK_ROWS:
                write(held)
                held.clear()

        yield add
        if held:
            write(held)
