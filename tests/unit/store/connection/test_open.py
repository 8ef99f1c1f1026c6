"""Opening a store: possible locations, refusals, and permissions."""

import os
import sqlite3
import ssl
import stat
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.support.postgres import Server
from tests.support.stored import digest, score, seen

from callgrade.errors import ExitCode, LockedError, OutputError, StoreError, UsageError
from callgrade.store import CallState, Store, open_store
from callgrade.store.connection.location import locate
from callgrade.store.connection.lock import file_lock
from callgrade.store.tables import VERSION_TABLE

OPEN = "import sys; from callgrade.store import open_store; open_store(sys.argv[1]).ledger.start_run()"


def change(location: str, statement: str) -> None:
    """Change a store behind callgrade's back."""
    with open_store(location) as store, store._database.writing() as connection:
        connection.execute(text(statement))


def lose_connection(store: Store, cut: Callable[[], object]) -> None:
    """Lose the connection during a transaction."""
    with store._database.writing() as connection:
        connection.execute(text("SELECT 1"))
        cut()
        connection.execute(text("SELECT 1"))


class TestAnyDatabase:
    def test_an_empty_database_becomes_a_store(self, location: str) -> None:
        with open_store(location) as store:
            assert set(store.ledger.counts().values()) == {0}

    @pytest.mark.slow
    def test_two_programs_may_create_a_store_at_once(self, location: str) -> None:
        programs = [subprocess.Popen([sys.executable, "-c", OPEN, location]) for _ in range(2)]
        assert [program.wait(timeout=60) for program in programs] == [0, 0]
        with open_store(location) as store:
            assert store.ledger.start_run() == 3

    def test_a_required_store_is_not_created(self, location: str) -> None:
        with pytest.raises(UsageError, match="no store"):
            open_store(location, create=False)
        open_store(location).close()
        open_store(location, create=False).close()

    def test_a_store_of_a_newer_callgrade_is_refused(self, location: str) -> None:
        change(location, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        with pytest.raises(StoreError, match=r"newer callgrade\. Update callgrade"):
            open_store(location)

    def test_a_database_of_another_program_is_refused_and_not_changed(self, location: str) -> None:
        with open_store(location) as store, store._database.writing() as connection:
            connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))
        with pytest.raises(StoreError, match="another program"):
            open_store(location)


class TestFile:
    def test_a_store_file_is_readable_only_by_its_owner(self, tmp_path: Path) -> None:
        old = os.umask(0)
        try:
            with open_store(tmp_path / "callgrade.db") as store, store.run_lock():
                score(store, 1)
                modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        finally:
            os.umask(old)
        names = ("callgrade.db", "callgrade.db-wal", "callgrade.db-shm", "callgrade.db.lock")
        assert modes == dict.fromkeys(names, 0o600)

    def test_a_closed_store_is_one_file(self, tmp_path: Path) -> None:
        with open_store(tmp_path / "callgrade.db") as store:
            score(store, 1)
        assert {path.name for path in tmp_path.iterdir()} - {"callgrade.db.lock"} == {"callgrade.db"}

    def test_a_store_file_is_written_durably(self, tmp_path: Path) -> None:
        with open_store(tmp_path / "callgrade.db") as store, store._database.reading() as connection:
            settings = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            }
        assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}

    @pytest.mark.parametrize("spelled", ["callgrade.db", "./x/../callgrade.db", "link.db"])
    def test_a_store_file_is_the_same_under_every_name(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spelled: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "x").mkdir()
        (tmp_path / "link.db").symlink_to("callgrade.db")
        with open_store("callgrade.db") as store, store.run_lock(), open_store(spelled) as again:
            assert again.file == store.file
            with pytest.raises(LockedError), again.run_lock():
                pass

    @pytest.mark.slow
    def test_a_store_file_may_have_any_name(self, tmp_path: Path) -> None:
        for name in ("ünï.db", "a b%20?.db", "100%(x)s.db", "#1.db"):
            with open_store(tmp_path / name) as store:
                score(store, 1)
            assert (tmp_path / name).is_file()

    def test_a_store_file_may_be_given_as_a_url(self, tmp_path: Path) -> None:
        with open_store(f"sqlite:///{tmp_path}/callgrade.db") as store:
            assert store.file == tmp_path / "callgrade.db"

    def test_an_empty_file_becomes_a_store(self, tmp_path: Path) -> None:
        (tmp_path / "callgrade.db").touch()
        open_store(tmp_path / "callgrade.db").close()

    @pytest.mark.parametrize("content", [b"RIFF....WAVEfmt ", b"x" * 100_000, b"SQLite format 3\0" + b"\1" * 8176])
    def test_a_file_that_is_not_a_store_is_refused_and_not_changed(self, tmp_path: Path, content: bytes) -> None:
        file = tmp_path / "call.wav"
        file.write_bytes(content)
        with pytest.raises(StoreError) as raised:
            open_store(file)
        assert raised.value.exit_code is ExitCode.OUTPUT
        assert file.read_bytes() == content

    def test_a_file_of_another_program_is_not_changed(self, tmp_path: Path) -> None:
        file = tmp_path / "contacts.db"
        with closing(sqlite3.connect(file)) as other, other:
            other.execute("CREATE TABLE contacts (name TEXT)")
        before = file.read_bytes()
        with pytest.raises(StoreError, match="another program"):
            open_store(file)
        assert file.read_bytes() == before

    def test_a_store_file_with_damaged_pages_is_an_error(self, tmp_path: Path) -> None:
        file = tmp_path / "callgrade.db"
        open_store(file).close()
        empty_bytes = file.stat().st_size
        with open_store(file) as store:
            run = store.ledger.start_run()
            for number in range(20):
                score(store, number, run=run)
        pages = bytearray(file.read_bytes())
        pages[empty_bytes:] = os.urandom(len(pages) - empty_bytes)
        file.write_bytes(pages)
        with open_store(file) as store, pytest.raises(StoreError, match="damaged"):
            list(store.cards.read())

    @pytest.mark.parametrize("place", ["missing/callgrade.db", ".", "file.txt/callgrade.db"])
    def test_a_path_where_no_store_can_be_is_an_output_error(self, tmp_path: Path, place: str) -> None:
        (tmp_path / "file.txt").write_text("")
        with pytest.raises(OutputError, match="cannot be") as raised:
            open_store(tmp_path / place)
        assert raised.value.exit_code is ExitCode.OUTPUT

    def test_a_migration_waits_for_the_lock(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("callgrade.store.migrate._WAIT_S", 0.05)
        file = tmp_path / "callgrade.db"
        with file_lock(file), pytest.raises(LockedError):
            open_store(file)


class TestServer:
    def test_the_password_comes_from_the_environment(self, postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        url = postgres.blank()
        monkeypatch.setenv("PGPASSWORD", postgres.password)
        with open_store(url.replace(f":{postgres.password}", "")) as store:
            assert store.ledger.start_run() == 1
            assert postgres.password not in str(store)

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            (("/callgrade", "/nowhere"), "no such database"),
            (("callgrade:", "nobody:"), "refuses the user"),
        ],
    )
    def test_an_error_of_the_server_is_shown_without_the_password(
        self, postgres: Server, wrong: tuple[str, str], says: str
    ) -> None:
        url = postgres.url("callgrade").replace(*wrong, 1) if wrong[0] != "/callgrade" else postgres.url("nowhere")
        with pytest.raises(OutputError, match=says) as raised:
            open_store(url)
        assert postgres.password not in str(raised.value)

    def test_the_password_comes_from_the_password_file(
        self, postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("PGPASSWORD", raising=False)
        monkeypatch.delenv("PGPASSFILE", raising=False)
        monkeypatch.setenv("HOME", str(tmp_path))
        url = postgres.blank().replace(f":{postgres.password}", "")
        file = tmp_path / ".pgpass"
        file.write_text(f"127.0.0.1:{postgres.port}:*:callgrade:{postgres.password}\n")
        with pytest.raises(OutputError, match=r"asks for a password.*\.pgpass is not used, because others may read it"):
            open_store(url)
        file.chmod(0o600)
        open_store(url).close()
        file.rename(tmp_path / "passwords")
        open_store(f"{url}?passfile={tmp_path}/passwords").close()
        monkeypatch.setenv("PGPASSFILE", str(tmp_path / "passwords"))
        open_store(url).close()

    def test_the_error_for_a_missing_password_says_where_to_put_it(
        self, postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("PGPASSWORD", raising=False)
        monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
        with pytest.raises(OutputError) as raised:
            open_store(postgres.blank().replace(f":{postgres.password}", ""))
        assert f"there is no {tmp_path / 'none'}" in str(raised.value)
        assert f"127.0.0.1:{postgres.port}:callgrade_blank:callgrade:PASSWORD" in str(raised.value)

    @pytest.mark.parametrize("wrong", ["?password=mistaken", "?password=mis%74aken&application_name=night"])
    def test_a_password_behind_the_question_mark_is_used_and_never_shown(self, postgres: Server, wrong: str) -> None:
        bare = postgres.blank().replace(f":{postgres.password}", "")
        open_store(f"{bare}?password={postgres.password}").close()
        with pytest.raises(OutputError, match="refuses the user") as raised:
            open_store(bare + wrong)
        shown = "".join(traceback.format_exception(raised.value))
        assert f"postgresql://callgrade@127.0.0.1:{postgres.port}/callgrade_blank cannot" in shown
        assert "mistaken" not in shown

    @pytest.mark.parametrize("written", ["%00", "a%0Ab", "%FF%FE", "%E2%80%A8", "%CD%B8"])
    def test_a_password_that_cannot_be_sent_is_an_error_that_helps(self, postgres: Server, written: str) -> None:
        with pytest.raises(OutputError, match=r"cannot be used.*\.pgpass") as raised:
            open_store(postgres.blank().replace(f":{postgres.password}", f":{written}"))
        assert raised.value.exit_code is ExitCode.OUTPUT

    @pytest.mark.parametrize("password", ["a\nb", "\u2028", "\u0378", "\udcff"])
    def test_so_is_one_in_the_environment_and_it_is_not_shown(
        self, postgres: Server, password: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PGPASSWORD", f"secret{password}")
        with pytest.raises(OutputError, match=r"cannot be used.*\.pgpass") as raised:
            open_store(postgres.blank().replace(f":{postgres.password}", ""))
        assert "secret" not in "".join(traceback.format_exception(raised.value))

    def test_a_missing_server_is_an_output_error(self) -> None:
        with pytest.raises(OutputError, match="cannot be reached"):
            open_store("postgresql://callgrade:x@127.0.0.1:1/callgrade")

    def test_tls_is_asked_for_as_libpq_does(self, postgres: Server) -> None:
        with pytest.raises(OutputError, match="cannot be reached"):  # the tests' server has none
            open_store(postgres.blank() + "?sslmode=require")
        open_store(postgres.blank() + "?sslmode=disable").close()

    def test_a_lost_connection_is_an_output_error_and_the_next_one_works(self, postgres: Server) -> None:
        url = postgres.blank()
        with open_store(url) as store:
            run = store.ledger.start_run()
            with store._database.reading() as connection:
                own = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with pytest.raises(OutputError, match=r"connection|reached|going down"):
                lose_connection(store, lambda: postgres.execute("postgres", f"SELECT pg_terminate_backend({own})"))
            assert store.ledger.enrol(run, seen(1), digest(1)).state is CallState.WAITING

    def test_several_runs_share_a_server(self, postgres: Server) -> None:
        url = postgres.blank()
        with open_store(url) as one, open_store(url) as two, one.run_lock(), two.run_lock():
            assert {one.ledger.start_run(), two.ledger.start_run()} == {1, 2}


class TestLocation:
    def test_postgresql_is_spoken_to_by_the_free_driver(self) -> None:
        for scheme in ("postgresql", "postgres"):
            assert locate(f"{scheme}://u@h/d").url.drivername == "postgresql+pg8000"

    @pytest.mark.parametrize(
        "location",
        [
            "mysql://u:secret@h/d",
            "postgresql://h",
            "postgresql+psycopg2://u:secret@h/d",
            "://",
            "sqlite://",
            "http://h/d",
        ],
    )
    def test_an_unusable_url_is_refused_without_the_password(self, location: str) -> None:
        with pytest.raises(UsageError) as raised:
            locate(location)
        assert "secret" not in str(raised.value)

    @pytest.mark.parametrize(
        "written", ["u:s%2B%20+%40@h/d", "u@h/d?password=s%2B%20+%40", "h/d?user=u&password=s%2b +%40"]
    )
    def test_a_password_is_read_as_libpq_reads_it_and_kept_out_of_sight(self, written: str) -> None:
        location = locate(f"postgresql://{written}")
        assert location.connect["password"] == "s+ +@"
        assert location.url.password is None
        assert "s+" not in f"{location} {location!r}"

    @pytest.mark.parametrize(
        ("url", "says"),
        [
            ("postgresql://u:secret@h:port/d", "port"),
            ("postgresql://u:secret@h:99999/d", "port"),
            ("postgresql://u:secret@h:0/d", "port"),
            ("postgresql://u:secret", "port"),
            ("postgresql://u:secret@h/d?port=secret", "port"),
            ("postgresql://u@h/d?passwrd=secret", "It knows application_name, host"),
            ("postgresql://u@h/d?connect_timeout=5", "an option that callgrade does not know"),
            ("postgresql://u@h/d?password=a&secret=b", "an option that callgrade does not know"),
            ("postgresql://u@h/d?secret=1", "an option that callgrade does not know"),
            ("postgresql://u@h/d?secret", "an option that callgrade does not know"),
            ("postgresql://u@h/d?sslmode=require&secret", "an option that callgrade does not know"),
            ("postgresql://u@h/d?sslmode=secret", "verify-full"),
            ("postgresql://u@h/d?sslmode=require&sslrootcert=%00secret", "control character"),
            ("postgresql://u:secret/d", "port"),
            ("postgresql:///u:secret@h/d", "%40"),
            ("postgresql://u:127.0.0.1:secret/d", "port"),
            ("postgresql:/u:secret@h/d", "looks like the address of a database"),
            ("postgresql//u:secret@h/d", "looks like the address of a database"),
            ("postgresql:u:secret@h/d", "looks like the address of a database"),
            ("Postgres:u:secret@h/d", "looks like the address of a database"),
            ("postgresql%3A//u:secret@h/d", "looks like the address of a database"),
            ("postgresql%3a%2F%2fu%3Asecret%40h/d", "looks like the address of a database"),
            ("/data/postgresql:/u:secret@h/d", "looks like the address of a database"),
            ("u:secret@h/d", "looks like the address of a database"),
            ("//u:secret@h/d", "looks like the address of a database"),
            ("host=h password=secret dbname=d", "looks like the address of a database"),
            ("dbname = d passwort = secret", "looks like the address of a database"),
            ("password=secret", "looks like the address of a database"),
            ("postgresql://u@h/d?password=a&password=secret", "password twice"),
            ("postgresql://u:a@secret@h/d", "%40"),
            ("postgresql://u:a@s/secret@h/d", "%40"),
            ("postgresql://u@h/d?sslmode=require&sslcert=/no&sslpassword=secret", "file of sslcert cannot be used"),
            ("mysql://u@h/d?password=secret", "such a URL"),
        ],
    )
    def test_a_url_that_cannot_be_used_is_a_usage_error_without_the_password(self, url: str, says: str) -> None:
        with pytest.raises(UsageError) as raised:
            locate(url)
        shown = "".join(traceback.format_exception(raised.value))
        assert says in str(raised.value)
        assert "secret" not in shown.replace(url, "")

    @pytest.mark.parametrize(
        "name", ["calls.db", "a@b.db", "/data/12:30@home.db", "./u:x@h.db", "x=1.db", "a postgres.db"]
    )
    def test_a_name_that_is_no_address_stays_the_name_of_a_file(self, name: str) -> None:
        assert locate(name).file == Path(name).absolute()

    def test_a_file_by_its_url_keeps_its_name(self, tmp_path: Path) -> None:
        assert locate(f"sqlite:///{tmp_path}/a+b%20@c.db").file == tmp_path / "a+b%20@c.db"

    def test_a_url_without_a_user_means_the_user_who_runs_this(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PGUSER", "grader")
        assert str(locate("postgresql://h/d")) == "postgresql://grader@h/d"

    def test_the_driver_is_an_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pg8000", None)
        with pytest.raises(UsageError, match=r"'\.\[postgres\]'"):
            open_store("postgresql://u@127.0.0.1/d")

    @pytest.mark.parametrize(
        ("mode", "verifies", "names"),
        [
            ("require", ssl.CERT_NONE, False),
            ("verify-ca", ssl.CERT_REQUIRED, False),
            ("verify-full", ssl.CERT_REQUIRED, True),
        ],
    )
    def test_tls_modes_are_those_of_libpq(self, mode: str, verifies: ssl.VerifyMode, names: bool) -> None:
        context = locate(f"postgresql://u@h/d?sslmode={mode}").connect["ssl_context"]
        assert (context.verify_mode, context.check_hostname) == (verifies, names)

    @pytest.mark.parametrize(
        ("query", "says"),
        [("sslmode=maybe", "sslmode"), ("sslmode=require&sslrootcert=/no", "sslrootcert cannot be read: No such file")],
    )
    def test_impossible_tls_settings_are_refused(self, query: str, says: str) -> None:
        with pytest.raises(UsageError, match=says):
            locate(f"postgresql://u@h/d?{query}")

    @pytest.mark.parametrize("query", ["unix_sock=/run/pg/.s.PGSQL.5433", "host=/run/pg&port=5433"])
    def test_a_socket_is_reached_in_the_words_of_the_driver_and_of_libpq(self, query: str) -> None:
        location = locate(f"postgresql://u@/d?{query}")
        assert location.connect["unix_sock"] == "/run/pg/.s.PGSQL.5433"
        assert (location.url.host, location.url.port, location.url.query) == (None, None, {})
