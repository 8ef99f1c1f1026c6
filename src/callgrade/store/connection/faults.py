"""Translate errors of the database into callgrade's own errors; the only place that does."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from callgrade.errors import CallgradeError, OutputError, StoreError
from callgrade.store.connection.location import Location

_BACKUP = "Take it back from a backup, or give another file."
_SQLITE: dict[int, tuple[type[CallgradeError], str, str]] = {
    sqlite3.SQLITE_FULL: (OutputError, "the disk is full", "Make room; what was stored before is whole."),
    sqlite3.SQLITE_IOERR: (OutputError, "the disk cannot be read or written", "Check the disk and its space."),
    sqlite3.SQLITE_READONLY: (OutputError, "it may not be written", "Check the rights of the file and its folder."),
    sqlite3.SQLITE_PERM: (OutputError, "it may not be opened", "Check the rights of the file and its folder."),
    sqlite3.SQLITE_CANTOPEN: (OutputError, "it cannot be opened", "Check the folder, its rights and its space."),
    sqlite3.SQLITE_BUSY: (OutputError, "another program keeps it busy", "Run again when that has ended."),
    sqlite3.SQLITE_LOCKED: (OutputError, "another program keeps it busy", "Run again when that has ended."),
    sqlite3.SQLITE_NOTADB: (StoreError, "it is not a store of callgrade, or damaged", _BACKUP),
    sqlite3.SQLITE_CORRUPT: (StoreError, "it is damaged", _BACKUP),
}
_POSTGRESQL: dict[str, tuple[type[CallgradeError], str, str]] = {
    "08": (OutputError, "the connection was lost", "Check the server, and run again."),
    "28": (OutputError, "the server refuses the user", "Check user, password (PGPASSWORD, ~/.pgpass) and pg_hba.conf."),
    "3D": (OutputError, "there is no such database", "Create it, with callgrade's user as its owner."),
    "42501": (OutputError, "the user may not do this", "Make the user the owner of the database and of its schema."),
    "53": (OutputError, "the server has no room left", "Make room on the server; what was stored before is whole."),
    "57": (OutputError, "the server is going down or coming up", "Run again."),
    "58": (OutputError, "the server's disk fails", "Check the server's log."),
    "XX": (StoreError, "the server reports damage", "Check the server's log."),
}

_WRONG_PASSWORD = "28P01"


@contextmanager
def translated(location: Location) -> Iterator[None]:
    """Raise errors of the database at ``location`` as ``OutputError`` or ``StoreError``."""
    try:
        yield
    except DBAPIError as error:
        raise _of_driver(location, error.orig) from error
    except (SQLAlchemyError, OSError) as error:
        raise _error(location, (OutputError, type(error).__name__, "Check the database, and run again.")) from error


def _of_driver(location: Location, error: BaseException | None) -> CallgradeError:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte: the kind, without its variant
        return _error(location, _SQLITE.get(code, (StoreError, f"SQLite says “{error}”", "Run `callgrade doctor`.")))
    fields = error.args[0] if error is not None and error.args else None
    if not isinstance(fields, dict):  # not from the server: it was not reached
        return _error(location, (OutputError, "the server cannot be reached", "Check its address, and that it runs."))
    state = str(fields.get("C", ""))
    if state == _WRONG_PASSWORD and location.no_password:
        return _error(location, (OutputError, "the server asks for a password", location.no_password))
    known = _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
    return _error(location, known or (StoreError, f"the server says {state}", "Check the server's log."))


def _error(location: Location, said: tuple[type[CallgradeError], str, str]) -> CallgradeError:
    kind, what, remedy = said
    return kind(f"The store {location} cannot be used: {what}.", remedy)
