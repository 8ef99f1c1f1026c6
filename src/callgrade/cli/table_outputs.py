"""Scorecards as tables: the table of calls on standard output, or all tables in a folder."""

from pathlib import Path

import click

from callgrade.export.csv import csv_text
from callgrade.export.options import ExportOptions
from callgrade.export.table import Rows
from callgrade.export.write import tables_for, write_export
from callgrade.model.scorecard import Scorecard


class CallTable:
    """The table of calls on standard output."""

    def __init__(self, options: ExportOptions) -> None:
        """Print nothing until the first card or the end."""
        (self._table, *_), self._dialect = tables_for(options), options.dialect
        self._header = True

    def add(self, card: Scorecard, _recording: Path, /) -> None:
        """Print the row of one call."""
        self._print(self._table.rows([card]))

    def close(self) -> None:
        """Print the column names if there was no card."""
        if self._header:
            self._print([])

    def _print(self, rows: Rows) -> None:
        click.echo(csv_text(self._table.headings, rows, self._dialect, header=self._header), nl=False)
        self._header = False


class Tables:
    """All calls in the tables of an export."""

    def __init__(self, folder: Path, options: ExportOptions) -> None:
        """``folder``: where the tables go."""
        self._folder, self._options = folder, options
        self._cards: list[Scorecard] = []

    def add(self, card: Scorecard, _recording: Path, /) -> None:
        """Keep the card. Tables are written at the end, because those of a stopped run would be incomplete."""
        self._cards.append(card)

    def close(self) -> None:
        """Write the tables."""
        write_export(self._cards, self._folder, self._options)
