"""Rows of the table ``files``: made of files that a scan saw, and read again."""

from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Row, Select, select

from callgrade.store.columns import shown
from callgrade.store.entries import CallState, KnownFile, SeenFile, path_digest
from callgrade.store.tables import CALLS, FILES, RUNS
from callgrade.text import storable

KNOWN_FILES: Select[Any] = select(
    FILES,
    RUNS.c.started_at.label("seen_s"),
    CALLS.c.id.label("call_id"),
    CALLS.c.state,
    CALLS.c.attempts,
).select_from(FILES.join(RUNS, FILES.c.last_run == RUNS.c.id).outerjoin(CALLS, FILES.c.sha256 == CALLS.c.sha256))
"""Every file, with the run that saw it last and its call; see ``known_file``."""


def known_file(row: Row[Any]) -> KnownFile:
    """A row of ``KNOWN_FILES``."""
    return KnownFile(
        size_bytes=row.size_bytes,
        mtime_ns=row.mtime_ns,
        sha256=row.sha256,
        facts_hash=row.facts_hash,
        call_id=row.call_id,
        state=None if row.state is None else CallState(row.state),
        attempts=row.attempts or 0,
        last_run=row.last_run,
        seen_s=row.seen_s,
    )


def file_row(run_id: int, file: SeenFile) -> dict[str, Any]:
    """The columns of ``files`` that a scan gives."""
    return {
        "path_digest": path_digest(file.path),
        "size_bytes": file.size_bytes,
        "mtime_ns": file.mtime_ns,
        "first_run": run_id,
        "last_run": run_id,
    }


def place_of_call(file: SeenFile) -> dict[str, Any]:
    """The columns of ``calls`` that say where the recording is."""
    path = shown(file.path.absolute())
    place = {"path": path, "name": PurePosixPath(path).name, "site": file.site}
    return place | ({"system_id": storable(file.system_id)} if file.system_id else {})
