"""The store as a whole: opened, at the newest version, and closed."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import TracebackType

from callgrade.store.cards import Cards
from callgrade.store.connection.database import Database
from callgrade.store.connection.location import locate
from callgrade.store.connection.lock import file_lock
from callgrade.store.erasure import Erasure
from callgrade.store.ledger import Ledger
from callgrade.store.migrate import migrate


class Store(Ledger, Cards, Erasure):
    """All of a store. A context manager that closes it; may be used by several threads, not across processes."""

    def __enter__(self) -> "Store":
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def __str__(self) -> str:
        """Where it lies, without a password."""
        return str(self._database.location)

    @property
    def file(self) -> Path | None:
        """The file of SQLite, ``None`` for a server."""
        return self._database.location.file

    def run_lock(self) -> AbstractContextManager[None]:
        """Held during a run. SQLite: a second run raises ``LockedError`` at once, a dead one's lock is free.

        PostgreSQL: nothing is locked; several runs share the work, call by call.
        """
        file = self._database.location.file
        return file_lock(file) if file else nullcontext()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def open_store(location: str | Path, *, create: bool = True) -> Store:
    """The store at a file of SQLite or a URL (``postgresql://USER@HOST/DATABASE``), brought to the newest version.

    ``create``: whether to make one where there is none; else ``UsageError``. Raises ``UsageError`` for a location that
    cannot be one, ``StoreError`` for what is no store, a damaged one or that of a newer callgrade (nothing is ever
    overwritten), ``OutputError`` where it cannot be read or written, ``LockedError`` when it must be brought to a newer
    version while a run is at work.
    """
    database = Database(locate(location))
    try:
        migrate(database, create)
    except BaseException:
        database.close()
        raise
    return Store(database)
