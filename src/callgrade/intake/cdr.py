"""Call detail records: what the telephone system wrote down of the calls, found for a recording.

A record belongs to a recording when it names it, when its identifier stands in the recording's name, or when it began
at the time and has a number that stand in the name. Where several calls would fit, none is taken.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Self

from callgrade.config.batch import CdrField, CdrSettings
from callgrade.errors import InputError
from callgrade.intake.cdr_index import CdrIndex, IndexedRow
from callgrade.intake.cdr_layout import IDENTIFYING, Layout, recognise
from callgrade.intake.cdr_leg import Leg, follow_each_other, leg_of, record_of_legs
from callgrade.intake.cdr_party import same_number
from callgrade.intake.cdr_times import clock_s, time_of
from callgrade.intake.refusal import Refusal, refuse
from callgrade.intake.table import Table, open_table
from callgrade.model.record import CallRecord

_FEWEST_ID_CHARACTERS = 6
_MOST_PIECES = 40
_SEPARATORS = re.compile(r"[-_()\[\]\s]+")
_NOT_NUMBERS = re.compile(
    r"(?<![0-9])20[0-9]{2}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:[-_T ]?[0-9]{2}[-:_h]?[0-9]{2}(?:[-:_m]?[0-9]{2})?)?(?![0-9])"
    r"|[0-9]{9,11}\.[0-9]+"
)
_DIGITS = re.compile(r"\+?[0-9]{2,15}")


class MatchedBy(StrEnum):
    """How a recording's record was found."""

    RECORDING = "the record names the recording"
    IDENTIFIER = "the record's identifier stands in the name"
    TIME = "the time and a number stand in the name"
    SEVERAL = "several calls would fit, none was taken"
    NOTHING = "no record fits"


@dataclass(frozen=True)
class CdrMatch:
    """``record``: ``None`` unless exactly one call fits."""

    record: CallRecord | None
    by: MatchedBy


class CallDetailRecords:
    """The records of one or more files.

    ``rows``: how many. ``warnings``: what was wrong with the files, as shown to people. ``ambiguous``: recordings asked
    for that several calls would fit.
    """

    def __init__(self, settings: CdrSettings, time_zone: str | None) -> None:
        """No records yet. ``time_zone``: IANA name of the place of the calls, for times in UTC."""
        self._settings, self._time_zone = settings, time_zone
        self._index = CdrIndex()
        self.rows = 0
        self.ambiguous = 0
        self.warnings: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Let go of the records."""
        self.close()

    def close(self) -> None:
        """Let go of the records."""
        self._index.close()

    def add(self, path: Path) -> None:
        """Take in the file at ``path``; raises ``InputError`` (``bad_table``, ``missing`` …).

        An empty file is a warning, for records are begun anew now and then; so are rows that cannot be read.
        """
        try:
            with open_table(path) as table:
                self._take(table)
        except InputError as error:
            if error.code != Refusal.EMPTY:
                raise
            self.warnings += (error.what,)

    def record_for(self, relative: str, by_name: CallRecord = CallRecord()) -> CallRecord | None:  # noqa: B008 - frozen
        """The record of the recording at ``relative``; see ``match``."""
        return self.match(relative, by_name).record

    def match(self, relative: str, by_name: CallRecord = CallRecord()) -> CdrMatch:  # noqa: B008 - frozen
        """What the records know of a recording.

        ``relative``: its path, ``/`` between names, as far as the records may name it. ``by_name``: what its name tells
        (``record_of_name``), for the time.
        """
        match = self._match(relative, by_name)
        self.ambiguous += match.by is MatchedBy.SEVERAL
        return match

    def _match(self, relative: str, by_name: CallRecord) -> CdrMatch:
        rows = self._naming(relative)
        if rows:
            one_call = follow_each_other(self._legs(rows), self._settings.tolerance_s)
            return CdrMatch(self._record(rows), MatchedBy.RECORDING) if one_call else CdrMatch(None, MatchedBy.SEVERAL)
        rows = self._index.by_key(_identifiers(PurePosixPath(relative).name))
        if rows:
            return self._only_call(rows, MatchedBy.IDENTIFIER)
        rows = self._beginning(relative, by_name)
        return self._only_call(rows, MatchedBy.TIME) if rows else CdrMatch(None, MatchedBy.NOTHING)

    def _take(self, table: Table) -> None:
        recognised = recognise(table.rows, self._settings)
        if recognised is None:
            raise refuse(Refusal.BAD_TABLE, f"{table.name} is no table of call detail records: {self._expected()}.")
        self._index.fill(self._keyed_rows(table, *recognised))
        self.warnings += table.warnings
        if table.bad.count:
            self.warnings += (f"{table.name}: {table.bad.told()}",)

    def _naming(self, relative: str) -> list[IndexedRow]:
        rows = self._index.by_key(_recordings(relative))
        return [row for row in rows if _same_place(row.told[CdrField.RECORDING], relative)]

    def _beginning(self, relative: str, by_name: CallRecord) -> list[IndexedRow]:
        if by_name.started is None:
            return []
        at_s, reach_s = clock_s(by_name.started, self._time_zone), self._settings.tolerance_s
        bare = _NOT_NUMBERS.sub(" ", PurePosixPath(relative).name)
        numbers = _DIGITS.findall(bare)
        return [
            row
            for row in self._index.by_clock(at_s - reach_s, at_s + reach_s)
            if any(same_number(one, other) for leg in self._legs([row]) for one in leg.numbers for other in numbers)
        ]

    def _only_call(self, rows: Sequence[IndexedRow], by: MatchedBy) -> CdrMatch:
        if len({leg.call for leg in self._legs(rows)}) > 1:
            return CdrMatch(None, MatchedBy.SEVERAL)
        return CdrMatch(self._record(rows), by)

    def _record(self, rows: Sequence[IndexedRow]) -> CallRecord:
        return record_of_legs(self._legs(rows))

    def _legs(self, rows: Iterable[IndexedRow]) -> list[Leg]:
        return [leg_of(row, self._settings) for row in rows]

    def _keyed_rows(
        self, table: Table, layout: Layout, rows: Iterable[tuple[int, Sequence[str]]]
    ) -> Iterator[tuple[IndexedRow, set[bytes]]]:
        for line, cells in rows:
            told = layout.told(cells)
            started = time_of(told.get(CdrField.STARTED, ""), self._settings) if told else None
            if told is None:
                table.bad.note(line, f"{len(cells)} cells do not fit")
            elif started is None:
                table.bad.note(line, "no time that can be read")
            else:
                self.rows += 1
                keys = {*_recordings(told.get(CdrField.RECORDING, ""))}
                for field in (CdrField.UNIQUE_ID, CdrField.LINKED_ID):
                    keys |= _identifier_keys(told.get(field, ""))
                yield IndexedRow(f"{table.name}:{line}", clock_s(started, self._time_zone), told), keys

    def _expected(self) -> str:
        names = {field: "/".join(self._settings.columns.get(field, ())) for field in CdrField}
        others = ", ".join(f"{field} ({names[field]})" for field in IDENTIFYING if names[field])
        return f"expected are a column for started ({names[CdrField.STARTED]}) and one for any of {others}"


def read_cdr(paths: Sequence[Path], settings: CdrSettings, time_zone: str | None = None) -> CallDetailRecords:
    """The call detail records of the CSV files at ``paths``; raises ``InputError`` as ``CallDetailRecords.add``."""
    records = CallDetailRecords(settings, time_zone)
    try:
        for path in paths:
            records.add(path)
    except InputError:
        records.close()
        raise
    return records


def _recordings(path: str) -> set[bytes]:
    """Keys by which a recording is found: its name with and without its ending, folders and case aside."""
    name = _parts(path)[-1:]
    return {_key("recording", form) for one in name for form in (one, one.rpartition(".")[0]) if form}


def _identifiers(name: str) -> set[bytes]:
    """Keys of every identifier that may stand in ``name``: each stretch of it between separators."""
    stem = name.rpartition(".")[0] or name
    starts = [0, *(mark.end() for mark in _SEPARATORS.finditer(stem))][:_MOST_PIECES]
    ends = [*(mark.start() for mark in _SEPARATORS.finditer(stem)), len(stem)][:_MOST_PIECES]
    stretches = {stem[start:end] for start in starts for end in ends if end - start >= _FEWEST_ID_CHARACTERS}
    return {_key("identifier", stretch) for stretch in stretches}


def _identifier_keys(identifier: str) -> set[bytes]:
    """None for a mere number, which may stand in a name as a date, a time or a telephone number too."""
    telling = len(identifier) >= _FEWEST_ID_CHARACTERS and not identifier.isdigit()
    return {_key("identifier", identifier)} if telling else set()


def _same_place(recorded: str, relative: str) -> bool:
    """Whether the shorter of two paths is the end of the other, the last name's ending aside."""
    one, other = _parts(recorded)[:-1], _parts(relative)[:-1]
    common = min(len(one), len(other))
    return one[len(one) - common :] == other[len(other) - common :]


def _parts(path: str) -> list[str]:
    return [part for part in path.casefold().replace("\\", "/").split("/") if part not in ("", ".")]


def _key(kind: str, text: str) -> bytes:
    folded = unicodedata.normalize("NFC", text).casefold()
    return f"{kind}:{folded}".encode(errors="surrogatepass")
