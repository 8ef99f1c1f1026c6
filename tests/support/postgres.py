"""A PostgreSQL server of the tests' own: real, on loopback, thrown away at the end."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pg8000.dbapi

from callgrade.store.tables import METADATA

REQUIRED = "CALLGRADE_REQUIRE_POSTGRES"
"""Set where the tests of PostgreSQL may not be skipped."""

MISSING = "no server of PostgreSQL is installed here (Debian: apt-get install postgresql)"
USER = "callgrade"


@dataclass
class Server:
    """``password``: of ``USER``, who may make databases. ``folder``: the cluster's data."""

    port: int
    password: str
    folder: Path
    made: int = 0

    def database(self) -> str:
        """The URL of a new, empty database. Each is some hundred files: tests that can, share one."""
        self.made += 1
        name = f"callgrade_{self.made}"
        self.execute("postgres", f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, database: str) -> str:
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def blank(self) -> str:
        """The URL of the database that tests use one after the other; it is emptied."""
        name = "callgrade_blank"
        if not self.execute("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            self.execute("postgres", f"CREATE DATABASE {name}")
        others = f"datname = '{name}' AND pid <> pg_backend_pid()"
        self.execute("postgres", f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        self.execute(name, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        return self.url(name)

    def files(self, url: str) -> Path:
        """The folder that holds the tables of the database at ``url``, all of it written out."""
        name = url.rpartition("/")[2]
        ((oid,),) = self.execute(name, f"SELECT oid FROM pg_database WHERE datname = '{name}'")
        self.execute(name, "CHECKPOINT")
        return self.folder / "base" / str(oid)

    def empty(self, url: str) -> None:
        """Take every row out of callgrade's tables in the database at ``url``."""
        tables = ", ".join(table.name for table in METADATA.sorted_tables)
        self.execute(url.rpartition("/")[2], f"TRUNCATE {tables} RESTART IDENTITY")

    def execute(self, database: str, statement: str) -> list[tuple[Any, ...]]:
        connection = pg8000.dbapi.connect(
            USER, host="127.0.0.1", port=self.port, password=self.password, database=database, ssl_context=False
        )
        connection.autocommit = True
        try:
            cursor = connection.cursor()
            cursor.execute(statement)
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []
        finally:
            connection.close()


def binaries() -> Path | None:
    """The folder of the newest server's programs, ``None`` if no server is installed."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")]
    if found:
        return max(found, key=lambda folder: int(folder.parent.name))
    elsewhere = shutil.which("pg_ctl")
    return Path(elsewhere).resolve().parent if elsewhere else None


@contextmanager
def server(programs: Path, *, safe: bool = False) -> Iterator[Server]:
    """A server on a free port of loopback, for the time of the block; it trusts nobody without the password.

    ``safe``: it waits for the disk, as servers do.
    """
    with tempfile.TemporaryDirectory(prefix="callgrade-postgres-") as folder:
        made = Server(_free_port(), secrets.token_hex(8), Path(folder) / "data")
        password_file = Path(folder) / "password"
        password_file.write_text(made.password)
        if os.getuid() == 0:  # the server refuses to run as root
            shutil.chown(folder, "postgres")
            shutil.chown(password_file, "postgres")
        _run(programs / "initdb", "-D", made.folder, "-U", USER, "-A", "scram-sha-256", f"--pwfile={password_file}",
             "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        sync = "on" if safe else "off"
        options = f"-p {made.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync={sync}"
        _run(programs / "pg_ctl", "-D", made.folder, "-w", "-l", Path(folder) / "log", "-o", options, "start")
        try:
            yield made
        finally:
            _run(programs / "pg_ctl", "-D", made.folder, "-w", "-m", "immediate", "stop")


def _run(*command: str | Path) -> None:
    """Run a program of the server, as the user that Debian makes for it when this is root."""
    as_user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
    with tempfile.TemporaryFile() as said:  # a file: a pipe would stay open as long as the server runs
        done = subprocess.run(command, cwd="/", stdout=said, stderr=said, check=False, **as_user)  # type: ignore[call-overload]
        if done.returncode:
            said.seek(0)
            raise RuntimeError(said.read().decode(errors="replace"))


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
