"""Call detail records of several files."""

from collections.abc import Iterable
from pathlib import Path

from callgrade.config.batch import CdrSettings
from callgrade.errors import InputError
from callgrade.intake.cdr.records import CallDetailRecords


def read_cdr(paths: Iterable[Path], settings: CdrSettings, time_zone: str | None = None) -> CallDetailRecords:
    """The records of the files at ``paths``; raises ``InputError``."""
    records = CallDetailRecords(settings, time_zone)
    try:
        for path in paths:
            records.add(path)
    except InputError:
        records.close()
        raise
    return records
