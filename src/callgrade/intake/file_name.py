"""Facts in a recording's name, by the patterns of the configuration."""

from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from callgrade.config.intake import FileNamePattern
from callgrade.errors import InputError
from callgrade.intake.facts import record_of
from callgrade.model.provenance import Provenance
from callgrade.model.record import CallRecord


def record_of_name(name: str, patterns: tuple[FileNamePattern, ...]) -> CallRecord:
    """The record of the first pattern that fits ``name``; an empty one when none does."""
    stem = PurePath(name).stem
    for pattern in patterns:
        found = pattern.template.match(stem)
        if found is not None:
            try:
                return record_of(_facts(found, pattern), Provenance.FILE_NAME, name)
            except InputError:  # a name that only looks like this pattern: "sideways" is no direction
                continue
    return CallRecord()


def _facts(found: dict[str, str | datetime], pattern: FileNamePattern) -> dict[str, Any]:
    facts: dict[str, Any] = dict(found)
    if pattern.direction:
        facts["direction"] = pattern.direction
    started = facts.get("started")
    if pattern.utc and isinstance(started, datetime):
        facts["started"] = started.replace(tzinfo=UTC)
    return facts
