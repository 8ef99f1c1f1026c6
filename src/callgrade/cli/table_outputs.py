"""Scorecards as tables: the table of calls on standard output, or all tables in a folder."""

from pathlib import Path

import click

from callgrade.export.formats.csv import csv_text
from callgrade.export.options import ExportOptions
from callgrade.export.table import Rows
from callgrade.export.write import tables_for, write_export
from callgrade.model.scorecard import Scorecard
from callgrade.translation.current import in_language
from callgrade.translation.languages import ENGLISH


class CallTable:
    """The table of calls on standard output."""

    def __init__(self, options: ExportOptions) -> None:
        """Print nothing until the first card or the end."""
        self._language, self._dialect = options.language or ENGLISH, options.dialect
        with in_language(self._language):
            self._table, *_ = tables_for(options)
        self._header = True

    def add(self, card: Scorecard, _recording: Path, /) -> None:
        """Print the row of one call."""
        with in_language(self._language):
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
