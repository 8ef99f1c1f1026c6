"""Why no call detail record belongs to a recording."""

from datetime import timedelta
from enum import StrEnum

_HALF_HOUR_S = 1800.0
_FARTHEST_CLOCK_H = 14
_DAY_S = timedelta(days=1).total_seconds()


class NoRecord(StrEnum):
    """Reason codes, in the summary of a batch; never renamed."""

    NO_ROWS = "no_rows"
    SEVERAL = "several"
    NO_TIME_IN_NAME = "no_time_in_name"
    OTHER_NUMBER = "other_number"
    OTHER_CLOCK = "other_clock"
    OTHER_DAYS = "other_days"
    NO_ROW_THEN = "no_row_then"

    @property
    def text(self) -> str:
        """The likely cause, in words."""
        return _TEXTS[self]


_TEXTS = {
    NoRecord.NO_ROWS: "no row of the records could be read",
    NoRecord.SEVERAL: "several calls fit",
    NoRecord.NO_TIME_IN_NAME: "the name holds no identifier of a record, and no time that intake.file_names reads",
    NoRecord.OTHER_NUMBER: "a call began at that time, but none of its numbers is in the name",
    NoRecord.OTHER_CLOCK: "the clock of the records is of another time zone: see intake.time_zone and batch.cdr.utc",
    NoRecord.OTHER_DAYS: "the records are of other days",
    NoRecord.NO_ROW_THEN: "no call of the records began at that time",
}

OTHER_CLOCKS_S = tuple(sign * steps * _HALF_HOUR_S for steps in range(1, 2 * _FARTHEST_CLOCK_H + 1) for sign in (-1, 1))
"""How far apart two clocks can be that show the time of different places."""


def is_of_other_days(at_s: float, first_s: float, last_s: float) -> bool:
    """Whether ``at_s`` is more than a day away from the records, which begin between the two other times."""
    return not first_s - _DAY_S <= at_s <= last_s + _DAY_S
