"""The options of an export. They are stored, so that the same export can be rewritten."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from callgrade.config.export import ExportSettings
from callgrade.config.ui_language import UiLanguage
from callgrade.errors import UsageError


class ExportFormat(StrEnum):
    """Format of the files, which is their ending."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"


class Period(StrEnum):
    """The period by which an agent's calls are grouped: calendar months, or weeks from Monday (ISO 8601)."""

    MONTH = "month"
    WEEK = "week"

    def of(self, day: date) -> str:
        """The period of ``day``, such as 2026-03 or 2026-W10."""
        if self is Period.MONTH:
            return f"{day.year:04}-{day.month:02}"
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"


class Dialect(BaseModel):
    """How CSV is written. ``bom``: a byte order mark, by which Excel recognises UTF-8."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    delimiter: Literal[",", ";", "\t"] = ","
    decimal: Literal[".", ","] = "."
    bom: bool = False

    @classmethod
    def chosen(cls, delimiter: str | None, decimal: str, bom: bool) -> "Dialect":
        """The dialect; without a ``delimiter``, ``;`` if the decimal sign is a comma, else a comma.

        Raises ``UsageError`` if decimal sign and delimiter are both commas.
        """
        if decimal == "," and delimiter == ",":
            raise UsageError("A comma cannot be both decimal sign and delimiter.", "Use --delimiter ';' or tab.")
        usual = ";" if decimal == "," else ","
        return cls.model_validate({"delimiter": delimiter or usual, "decimal": decimal, "bom": bom})


class ExportOptions(BaseModel):
    """The options of an export.

    ``sections``: those whose scores get a column. ``since``, ``until``: first and last day of the calls. ``team``,
    ``agent``: only their calls. ``None``: no limit. ``bands``: names of the bands of the score, from the best, which a
    workbook colours. ``report``: the folder of a report, as seen from that of the tables, to whose pages it links.
    ``language``: of heads and texts; ``None``: they are for programs.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    settings: ExportSettings
    sections: tuple[str, ...]
    form: ExportFormat = ExportFormat.CSV
    period: Period = Period.MONTH
    dialect: Dialect = Dialect()
    since: date | None = None
    until: date | None = None
    team: str | None = None
    agent: str | None = None
    language: UiLanguage | None = None
    bands: tuple[str, ...] = ()
    report: str | None = None
