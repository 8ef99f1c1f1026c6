"""The location of a store: a file of SQLite, or a database of PostgreSQL."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL

from callgrade.database_address import is_like_database_address
from callgrade.errors import OutputError, UsageError
from callgrade.store.connection.server import HOW, connection, parsed

_POSTGRESQL = ("postgresql", "postgres")


@dataclass(frozen=True)
class Location:
    """A location. ``url``: for SQLAlchemy, without secrets; ``file``: of SQLite, else ``None``.

    ``connect``: arguments of the driver. ``no_password``: why no password was found, and where to put it.
    """

    url: URL
    file: Path | None
    connect: dict[str, Any] = field(default_factory=dict, repr=False)
    no_password: str | None = None

    def __str__(self) -> str:
        """The location as messages show it."""
        return str(self.file) if self.file else self.url.set(drivername="postgresql").render_as_string()


def locate(location: str | Path) -> Location:
    """The location that a path or a URL names; raises ``UsageError``, and ``OutputError`` for a folder."""
    if isinstance(location, Path):
        return _file(location)
    if "://" not in location:
        return _file(_named(location))
    scheme, _, rest = location.partition(":///")
    if scheme == "sqlite" and rest:
        return _file(Path(rest.partition("?")[0]))
    url = parsed(location)
    if url.drivername not in _POSTGRESQL or not url.database:
        raise UsageError("callgrade cannot keep a store at such a URL.", HOW)
    server, arguments, no_password = connection(url)
    return Location(server, None, arguments, no_password)


def _named(location: str) -> Path:
    """The file; raises ``UsageError`` for a mistyped address, of which nothing is shown."""
    if is_like_database_address(location):
        raise UsageError("The store is neither a file nor a URL: it looks like the address of a database.", HOW)
    return Path(location)


def _file(path: Path) -> Location:
    file = path.expanduser().resolve()  # the same lock for every link to the file
    if file.is_dir():
        what = f"The store {file} cannot be used: it is a folder."
        raise OutputError(what, f"Give a file in it, such as {file / 'callgrade.db'}.")
    return Location(URL.create("sqlite", database=str(file)), file)
