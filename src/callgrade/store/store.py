"""The store: open it at the newest version, use its parts, close it."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import TracebackType

from callgrade.store.calls import Calls
from callgrade.store.cards import Cards
from callgrade.store.connection.database import Database
from callgrade.store.connection.location import locate
from callgrade.store.connection.lock import file_lock
from callgrade.store.erasure import Erasure
from callgrade.store.ledger import Ledger
from callgrade.store.migrate import migrate
from callgrade.store.reviews.reviews import ReviewStore
from callgrade.store.runs import Runs
from callgrade.store.tables import VERSION


class Store:
    """A store and its parts.

    A context manager that closes the store. Threads may share it, processes may not. ``ledger``: runs, files and the
    states of calls. ``runs``: earlier runs. ``calls``: calls in any state, found and listed. ``cards``: scorecards,
    read and replaced. ``reviews``: what people say of verdicts. ``erasure``: what is erased, and where it was exported.
    """

    def __init__(self, database: Database) -> None:
        """``database``: at the newest version."""
        self._database = database
        self.ledger = Ledger(database)
        self.runs = Runs(database)
        self.calls = Calls(database)
        self.cards = Cards(database)
        self.reviews = ReviewStore(database)
        self.erasure = Erasure(database)

    def __enter__(self) -> "Store":
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def __str__(self) -> str:
        """Its location, without a password."""
        return str(self._database.location)

    @property
    def file(self) -> Path | None:
        """The file of SQLite, ``None`` for a server."""
        return self._database.location.file

    @property
    def version(self) -> str:
        """The version of its tables."""
        return VERSION

    def size_bytes(self) -> int:
        """The size of the database, with the journal of a file."""
        return self._database.size_bytes()

    def run_lock(self) -> AbstractContextManager[None]:
        """The lock that a run holds.

        SQLite: a second run raises ``LockedError`` at once; the lock of a run that died is free. PostgreSQL: there is
        no lock, and several runs share the work, call by call.
        """
        file = self._database.location.file
        return file_lock(file) if file else nullcontext()

    def close(self) -> None:
        """Close the connections to the database."""
        self._database.close()


def open_store(location: str | Path, *, create: bool = True) -> Store:
    """Open the store at ``location`` and bring it to the newest version.

    ``location``: a file of SQLite or a URL (``postgresql://USER@HOST/DATABASE``). ``create``: whether to make a store
    if there is none; otherwise that raises ``UsageError``. Nothing that is no store is ever overwritten.

    Raises ``UsageError`` for a location that cannot be a store, ``StoreError`` if the store is damaged, is not a store
    or was written by a newer callgrade, ``OutputError`` if it cannot be read or written, and ``LockedError`` if it must
    be upgraded while a run is at work.
    """
    database = Database(locate(location))
    try:
        migrate(database, create)
    except BaseException:
        database.close()
        raise
    return Store(database)
