"""Every test of the store runs on SQLite and on a real PostgreSQL."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.postgres import Server

from callgrade.store import Store, open_store

_MEMORY = Path("/dev/shm")  # thousands of writes, none of which must outlast a loss of power


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for stores whose tests are not about the disk."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else tmp_path) as made:
        yield Path(made)


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, folder: Path) -> str:
    """A location where no store is yet."""
    if request.param == "sqlite":
        return str(folder / "callgrade.db")
    server: Server = request.getfixturevalue("postgres")
    return server.blank()


@pytest.fixture(scope="session")
def shared_store(postgres: Server) -> str:
    """A store on the server that many tests use, one after the other."""
    url = postgres.database()
    open_store(url).close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, folder: Path) -> Iterator[Store]:
    """An empty store."""
    location = str(folder / "callgrade.db")
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        location = request.getfixturevalue("shared_store")
        server.empty(location)
    with open_store(location) as opened:
        yield opened


@pytest.fixture
def run(store: Store) -> int:
    """A run that has begun."""
    return store.ledger.start_run()
