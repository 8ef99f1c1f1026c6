"""Call detail records: what the telephone system wrote about the calls, found by recording.

A record belongs to a recording if it names the recording, if its identifier is in the recording's name, or if its time
and one of its numbers are in the name. If several calls fit, none is taken.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Self

from callgrade.config.batch import CdrField, CdrSettings
from callgrade.errors import InputError
from callgrade.intake.cdr.hint import hint
from callgrade.intake.cdr.index import CdrIndex, IndexedRow
from callgrade.intake.cdr.joined_legs import follow_each_other, record_of_legs, warnings_of_legs
from callgrade.intake.cdr.keys import identifiers_in, is_same_place, keys_of_identifier, recordings_of
from callgrade.intake.cdr.layout import IDENTIFYING, CdrLayout, recognise
from callgrade.intake.cdr.leg import Leg, leg_of
from callgrade.intake.cdr.no_record import OTHER_CLOCKS_S, NoRecord, is_of_other_days
from callgrade.intake.cdr.party import same_number
from callgrade.intake.cdr.times import clock_s, time_of
from callgrade.intake.csv_table import CsvTable, open_table
from callgrade.intake.refusal import Refusal, refuse
from callgrade.model.record import CallRecord

_SAMPLE_TIMES = 20
_NOT_NUMBERS = re.compile(
    r"(?<![0-9])20[0-9]{2}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:[-_T ]?[0-9]{2}[-:_h]?[0-9]{2}(?:[-:_m]?[0-9]{2})?)?(?![0-9])"
    r"|[0-9]{9,11}\.[0-9]+"
)
_DIGITS = re.compile(r"\+?[0-9]{2,15}")


class MatchedBy(StrEnum):
    """How a recording's record was found."""

    RECORDING = "the record names the recording"
    IDENTIFIER = "the record's identifier is in the name"
    TIME = "the time and a number are in the name"
    SEVERAL = "several calls fit, so none was taken"
    NOTHING = "no record fits"


@dataclass(frozen=True)
class CdrMatch:
    """``record``: ``None`` unless exactly one call fits. ``warnings``: what in it was not understood, for the card.

    ``system_id``: of the call, by the telephone system. ``internal``: whether colleagues talk to each other.
    """

    record: CallRecord | None
    by: MatchedBy
    warnings: tuple[str, ...] = ()
    system_id: str | None = None
    internal: bool = False


class CallDetailRecords:
    """The records of one or more files.

    ``rows``: how many; ``unreadable``: how many more could not be read. ``warnings``: what was wrong with the files, as
    shown to people.
    """

    def __init__(self, settings: CdrSettings, time_zone: str | None) -> None:
        """No records yet. ``time_zone``: IANA name of the place of the calls, for times in UTC."""
        self._settings, self._time_zone = settings, time_zone
        self._index = CdrIndex()
        self.rows = 0
        self.unreadable = 0
        self.warnings: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the records."""
        self.close()

    def close(self) -> None:
        """Close the records."""
        self._index.close()

    def add(self, path: Path) -> None:
        """Take in the file at ``path``; raises ``InputError`` (``bad_table``, ``missing`` …).

        An empty file, such as one that the system has just begun, gives a warning; so do rows that cannot be read.
        """
        try:
            with open_table(path) as table:
                self._take(table)
        except InputError as error:
            if error.code != Refusal.EMPTY:
                raise
            self.warnings += (error.what,)

    def match(self, relative: str, by_name: CallRecord = CallRecord()) -> CdrMatch:  # noqa: B008 - frozen
        """The record of a recording.

        ``relative``: its path, ``/`` between names, as far as the records may name it. ``by_name``: the facts in its
        name (``record_of_name``), for the time.
        """
        rows = self._naming(relative)
        if rows:
            one_call = follow_each_other(self._legs(rows), self._settings.tolerance_s)
            return self._matched(rows, MatchedBy.RECORDING) if one_call else CdrMatch(None, MatchedBy.SEVERAL)
        rows = self._index.by_key(identifiers_in(PurePosixPath(relative).name))
        if rows:
            return self._only_call(rows, MatchedBy.IDENTIFIER)
        rows = self._beginning(relative, by_name)
        return self._only_call(rows, MatchedBy.TIME) if rows else CdrMatch(None, MatchedBy.NOTHING)

    def why_none(self, relative: str, by_name: CallRecord) -> NoRecord:
        """The likely cause why ``match`` finds no record; arguments as there."""
        span_s = self._index.span_s()
        if span_s is None:
            return NoRecord.NO_ROWS
        if self.match(relative, by_name).by is MatchedBy.SEVERAL:
            return NoRecord.SEVERAL
        if by_name.started is None:
            return NoRecord.NO_TIME_IN_NAME
        at_s, reach_s = clock_s(by_name.started, self._time_zone), self._settings.tolerance_s
        if self._index.by_clock(at_s - reach_s, at_s + reach_s):
            return NoRecord.OTHER_NUMBER
        if any(self._with_a_number_of(relative, at_s + off_s) for off_s in OTHER_CLOCKS_S):
            return NoRecord.OTHER_CLOCK
        return NoRecord.OTHER_DAYS if is_of_other_days(at_s, *span_s) else NoRecord.NO_ROW_THEN

    def _take(self, table: CsvTable) -> None:
        recognised = recognise(table.rows, self._settings)
        if recognised is None:
            raise refuse(Refusal.BAD_TABLE, f"{table.name} is no table of call detail records: {self._expected()}.")
        no_times: set[str] = set()
        self._index.fill(self._keyed_rows(table, *recognised, no_times))
        self.warnings += table.warnings
        self.unreadable += table.bad.count
        if table.bad.count:
            more = f"; {hint(no_times, self._settings)}" if no_times else ""
            self.warnings += (f"{table.name}: {table.bad.summary()}{more}",)

    def _naming(self, relative: str) -> list[IndexedRow]:
        rows = self._index.by_key(recordings_of(relative))
        return [row for row in rows if is_same_place(row.values[CdrField.RECORDING], relative)]

    def _beginning(self, relative: str, by_name: CallRecord) -> list[IndexedRow]:
        return self._with_a_number_of(relative, clock_s(by_name.started, self._time_zone)) if by_name.started else []

    def _with_a_number_of(self, relative: str, at_s: float) -> list[IndexedRow]:
        """The rows that began at ``at_s`` by the clock on the wall and have a number that is in the name."""
        reach_s = self._settings.tolerance_s
        bare = _NOT_NUMBERS.sub(" ", PurePosixPath(relative).name)
        numbers = _DIGITS.findall(bare)
        return [row for row in self._index.by_clock(at_s - reach_s, at_s + reach_s) if self._has_one_of(numbers, row)]

    def _has_one_of(self, numbers: Iterable[str], row: IndexedRow) -> bool:
        known, digits = leg_of(row, self._settings).numbers, self._settings.external_digits
        return any(same_number(one, other, digits) for one in known for other in numbers)

    def _only_call(self, rows: Sequence[IndexedRow], by: MatchedBy) -> CdrMatch:
        if len({leg.call for leg in self._legs(rows)}) > 1:
            return CdrMatch(None, MatchedBy.SEVERAL)
        return self._matched(rows, by)

    def _matched(self, rows: Sequence[IndexedRow], by: MatchedBy) -> CdrMatch:
        legs = self._legs(rows)
        record = record_of_legs(legs)
        warnings = warnings_of_legs(legs) if record.direction is None else ()
        return CdrMatch(record, by, warnings, legs[0].system_id, all(leg.internal for leg in legs))

    def _legs(self, rows: Iterable[IndexedRow]) -> list[Leg]:
        return [leg_of(row, self._settings) for row in rows]

    def _keyed_rows(
        self, table: CsvTable, layout: CdrLayout, rows: Iterable[tuple[int, Sequence[str]]], no_times: set[str]
    ) -> Iterator[tuple[IndexedRow, set[bytes]]]:
        """The rows that can be read, each with its keys; ``no_times`` gets some of the times that cannot be."""
        for line, cells in rows:
            values = layout.read(cells)
            started = time_of(values.get(CdrField.STARTED, ""), self._settings) if values else None
            if values is None:
                table.bad.note(line, f"{len(cells)} cells do not fit")
            elif started is None:
                table.bad.note(line, "no time that can be read")
                written = values.get(CdrField.STARTED, "")
                if len(no_times) < _SAMPLE_TIMES and any(char.isdigit() for char in written):  # "Totals" is no time
                    no_times.add(written)
            else:
                self.rows += 1
                keys = {*recordings_of(values.get(CdrField.RECORDING, ""))}
                for field in (CdrField.UNIQUE_ID, CdrField.LINKED_ID):
                    keys |= keys_of_identifier(values.get(field, ""))
                yield IndexedRow(f"{table.name}:{line}", clock_s(started, self._time_zone), values), keys

    def _expected(self) -> str:
        names = {field: "/".join(self._settings.columns.get(field, ())) for field in CdrField}
        others = ", ".join(f"{field} ({names[field]})" for field in IDENTIFYING if names[field])
        expected = f"expected are a column for started ({names[CdrField.STARTED]}) and one for any of {others}"
        return f"{expected}; names of a site's own go into batch.cdr.columns"
