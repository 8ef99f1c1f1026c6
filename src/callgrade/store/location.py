"""Where a store lies: a file of SQLite, or a database of PostgreSQL."""

import os
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from callgrade.errors import UsageError

_POSTGRESQL = ("postgresql", "postgres")
_HOW = "Give a file, or postgresql://USER@HOST/DATABASE."


@dataclass(frozen=True)
class Location:
    """``url``: for SQLAlchemy. ``file``: of SQLite, else ``None``. ``connect``: arguments of the driver."""

    url: URL
    file: Path | None
    connect: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """The location as messages show it, without a password."""
        return str(self.file) if self.file else self.url.set(drivername="postgresql").render_as_string()


def locate(location: str | Path) -> Location:
    """The place that a path or a URL names; raises ``UsageError``."""
    if isinstance(location, Path) or "://" not in location:
        return _file(Path(location))
    try:
        url = make_url(location)
    except ArgumentError as error:
        raise UsageError("The location of the store is not a URL.", _HOW) from error
    if url.get_backend_name() == "sqlite" and url.database:
        return _file(Path(url.database))
    if url.drivername not in _POSTGRESQL or not url.database:
        raise UsageError(f"callgrade cannot keep a store at {url.render_as_string()}.", _HOW)
    return _server(url)


def _file(path: Path) -> Location:
    file = path.expanduser().resolve()  # one lock, whatever link leads here
    return Location(URL.create("sqlite", database=str(file)), file)


def _server(url: URL) -> Location:
    """PostgreSQL by the driver pg8000, with the options of a connection that libpq knows and this driver does not."""
    mode, root = url.query.get("sslmode"), url.query.get("sslrootcert")
    password = url.password or os.environ.get("PGPASSWORD")
    url = url.set(drivername="postgresql+pg8000", password=password).difference_update_query(["sslmode", "sslrootcert"])
    return Location(url, None, {} if mode is None else {"ssl_context": _ssl(str(mode), str(root) if root else None)})


def _ssl(mode: str, root: str | None) -> ssl.SSLContext | bool | None:
    """What ``sslmode`` asks for; ``None``: TLS where the server has it."""
    if mode in ("disable", "prefer"):
        return False if mode == "disable" else None
    if mode not in ("require", "verify-ca", "verify-full"):
        raise UsageError(f"sslmode={mode} is not known.", "Give disable, prefer, require, verify-ca or verify-full.")
    try:
        context = ssl.create_default_context(cafile=root)
    except OSError as error:
        raise UsageError(
            f"sslrootcert={root} cannot be read: {error.strerror}.", "Give the file in PEM form."
        ) from error
    context.check_hostname = mode == "verify-full"
    if mode == "require":
        context.verify_mode = ssl.CERT_NONE
    return context
