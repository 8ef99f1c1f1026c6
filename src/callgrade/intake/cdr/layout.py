"""Which cell of a call detail record holds which field: by the header, or by the order of the telephone system.

Orders without a header: ``Master.csv`` of Asterisk's module cdr_csv (16 columns, then unique id and user field as far
as they are switched on, then peer account, linked id and sequence), 3CX's ``cdr.log`` with its fields in the order in
which 3CX lists them, and what FreeSWITCH's module cdr_csv writes by its templates ``asterisk`` and ``example``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Protocol

from callgrade.config.batch import CdrField, CdrSettings
from callgrade.text import cleaned

Cells = Sequence[str]
CdrValues = Mapping[CdrField, str]

_HEADER_ROWS = 10
IDENTIFYING = (CdrField.RECORDING, CdrField.UNIQUE_ID, CdrField.SOURCE, CdrField.DESTINATION)
_ASTERISK = {
    CdrField.SOURCE: 1,
    CdrField.DESTINATION: 2,
    CdrField.CONTEXT: 3,
    CdrField.CALLER_ID: 4,
    CdrField.CHANNEL: 5,
    CdrField.DESTINATION_CHANNEL: 6,
    CdrField.LAST_APP: 7,
    CdrField.STARTED: 9,
    CdrField.ANSWERED: 10,
    CdrField.DURATION: 12,
    CdrField.TALK: 13,
    CdrField.DISPOSITION: 14,
}
_ASTERISK_WIDTHS = range(16, 22)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# FreeSWITCH says why a call ended (NORMAL_CLEARING), not whether it was answered: its talking time shows that.
_FREESWITCH_AS_ASTERISK: dict[CdrField, int] = {
    **{field: at for field, at in _ASTERISK.items() if field is not CdrField.DISPOSITION},
    CdrField.UNIQUE_ID: 16,
}
_FREESWITCH = {
    CdrField.SOURCE_NAME: 0,
    CdrField.SOURCE: 1,
    CdrField.DESTINATION: 2,
    CdrField.CONTEXT: 3,
    CdrField.STARTED: 4,
    CdrField.ANSWERED: 5,
    CdrField.DURATION: 7,
    CdrField.TALK: 8,
    CdrField.UNIQUE_ID: 10,
}
_TYPE = re.compile(
    r"(?:(?:BIG|SMALL|TINY)?INT(?:EGER)?|N?(?:VAR)?CHAR|TEXT|UNIQUEIDENTIFIER|DATE(?:TIME)?|TIME(?:STAMP)?|FLOAT|DOUBLE|REAL"
    r"|DECIMAL|NUMERIC|BOOLEAN|BIT)(?:\([0-9, ]+\))?",
    re.IGNORECASE,
)
_UNIQUE_ID = re.compile(r"(?:[^ ,]+-)?[0-9]{9,11}\.[0-9]+")
_THREE_CX = {
    CdrField.UNIQUE_ID: 1,
    CdrField.STARTED: 3,
    CdrField.ANSWERED: 4,
    CdrField.SOURCE: 7,
    CdrField.DESTINATION: 8,
    CdrField.FINAL: 13,
}
_THREE_CX_NAMES = {CdrField.SOURCE_NAME: 23, CdrField.FINAL_NAME: 25}
"""Only newer versions write them."""
_THREE_CX_CALL = re.compile(r"Call [0-9]+")


class CdrLayout(Protocol):
    """How the cells of a row are to be read."""

    def read(self, cells: Cells) -> CdrValues | None:
        """The values of the cells, without blank ones; ``None`` for a row that does not fit."""


@dataclass(frozen=True)
class WithHeader:
    """Columns by their names; a row has as many cells as the header, or more that are blank."""

    places: Mapping[CdrField, int]
    width: int

    def read(self, cells: Cells) -> CdrValues | None:
        """See ``CdrLayout``."""
        if len(cells) < self.width or any(cell.strip() for cell in cells[self.width :]):
            return None
        return _at(self.places, cells)


@dataclass(frozen=True)
class Asterisk:
    """``Master.csv``; what is switched on may change from one row to the next."""

    def read(self, cells: Cells) -> CdrValues | None:
        """See ``CdrLayout``."""
        width = len(cells)
        if width not in _ASTERISK_WIDTHS or not (cells[12].strip().isdigit() and cells[13].strip().isdigit()):
            return None
        values = dict(_at(_ASTERISK, cells))
        if width > 16 and _UNIQUE_ID.fullmatch(cells[16].strip()):
            values[CdrField.UNIQUE_ID] = cells[16].strip()
        if width >= 19 and _UNIQUE_ID.fullmatch(cells[-2].strip()):
            values[CdrField.LINKED_ID] = cells[-2].strip()
        return values


@dataclass(frozen=True)
class FreeSwitch:
    """One of the templates of FreeSWITCH, known by the places of the call's UUID and its two durations."""

    places: Mapping[CdrField, int]

    def read(self, cells: Cells) -> CdrValues | None:
        """See ``CdrLayout``."""
        if len(cells) <= max(self.places.values()):
            return None
        values = _at(self.places, cells)
        durations = (values.get(field, "") for field in (CdrField.DURATION, CdrField.TALK))
        fits = _UUID.fullmatch(values.get(CdrField.UNIQUE_ID, "")) and all(text.isdigit() for text in durations)
        return values if fits else None


@dataclass(frozen=True)
class ThreeCx:
    """``cdr.log``: each row begins with ``Call`` and its number."""

    def read(self, cells: Cells) -> CdrValues | None:
        """See ``CdrLayout``."""
        if len(cells) <= max(_THREE_CX.values()) or not _THREE_CX_CALL.fullmatch(cells[0].strip()):
            return None
        names = {field: at for field, at in _THREE_CX_NAMES.items() if at < len(cells)}
        return _at(_THREE_CX | names, cells)


_WITHOUT_HEADER = (FreeSwitch(_FREESWITCH_AS_ASTERISK), Asterisk(), ThreeCx(), FreeSwitch(_FREESWITCH))


def recognise(
    rows: Iterator[tuple[int, Cells]], settings: CdrSettings
) -> tuple[CdrLayout, Iterable[tuple[int, Cells]]] | None:
    """The layout of the table and the rows that follow from there; titles above a header are passed over.

    ``None`` when none of the first rows is a header or a record of a known order.
    """
    first = list(islice(rows, _HEADER_ROWS))
    for at, (_, cells) in enumerate(first):
        header = _header(cells, settings)
        if header:
            return header, _past_types(header, chain(first[at + 1 :], rows))
        for layout in _WITHOUT_HEADER:
            if layout.read(cells):
                return layout, chain(first, rows)  # what is above is no title, but a record that was cut
    return None


def _header(cells: Cells, settings: CdrSettings) -> WithHeader | None:
    names: dict[str, int] = {}
    for place, cell in enumerate(cells):
        names.setdefault(_name(cell), place)
    places = {}
    for field, known in settings.columns.items():
        present = [names[_name(name)] for name in known if _name(name) in names]
        if present:
            places[field] = present[0]
    usable = CdrField.STARTED in places and any(field in places for field in IDENTIFYING)
    return WithHeader(places, len(cells)) if usable else None


def _past_types(header: WithHeader, rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    """``rows`` without a second header that says of what type each column is (Cisco: ``INTEGER``, ``VARCHAR(50)``)."""
    for line, cells in islice(rows, 1):
        values = [cell.strip() for cell in cells if cell.strip()]
        if not (header.read(cells) and all(_TYPE.fullmatch(cell) for cell in values)):
            yield line, cells
    yield from rows


def _name(text: str) -> str:
    """A column's name without regard to case, blanks, dashes and underscores."""
    return cleaned(text).casefold().replace("-", " ").replace("_", " ")


def _at(places: Mapping[CdrField, int], cells: Cells) -> CdrValues:
    return {field: text for field, place in places.items() if (text := cells[place].strip())}
