"""An erased call is gone from the rows and from the bytes on the disk."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from tests.support.postgres import Server
from tests.support.stored import LEASE_S, digest, heard, judgement, score, seen, stored_calls

from callgrade.errors import LockedError
from callgrade.model.finding import Verdict
from callgrade.model.scorecard import Judgement
from callgrade.store import CallState, CardFilter, Enrolled, NewMark, Store, open_store
from callgrade.store.documents.stored_documents import write_heard, write_judgement
from callgrade.store.tables import METADATA

NORM = "closing.farewell"
SECRET = "Zebulon Quixworth"


def rows(location: str) -> Iterator[str]:
    """Every value of every row of every table, as text."""
    with open_store(location) as store, store._database.reading() as connection:
        for table in METADATA.tables:
            yield from (repr(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {table}")))


def secret_judgement() -> Judgement:
    return judgement(agent=SECRET, team=SECRET, extension=SECRET)


def secret_call(store: Store, run: int) -> int:
    """A call whose name, path, words and reason hold personal data."""
    file = seen(1, name=f"{SECRET}/{SECRET} 0612345678.wav")
    call_id = store.ledger.enrol(run, file, digest(1)).call_id
    store.ledger.claim(call_id, run, LEASE_S)
    store.ledger.finish_scored(call_id, run, heard(1), secret_judgement())
    store.reviews.mark([NewMark(call_id, NORM, SECRET, Verdict.PASS, SECRET)], SECRET)
    store.reviews.dispute(call_id, NORM, SECRET, SECRET)
    return call_id


class TestErasing:
    def test_erasing_leaves_a_digest_and_a_state(self, store: Store, run: int) -> None:
        store.erasure.erase([secret_call(store, run)])
        call = store.calls.find(digest(1))
        assert (call.state, call.sha256) == (CallState.ERASED, digest(1))
        kept = {"id", "sha256", "state", "attempts", "revision", "enrolled_at"}
        assert {name for name, value in vars(call).items() if value is not None} == kept

    def test_erasing_leaves_no_row_with_more(self, location: str) -> None:
        with open_store(location) as store:
            store.erasure.erase([secret_call(store, store.ledger.start_run())])
        left = list(rows(location))
        assert len(left) == 2  # the run, and the call's digest
        assert SECRET not in "".join(left)

    def test_erasing_does_not_change_other_calls(self, store: Store, run: int) -> None:
        score(store, 2, run=run)
        before = list(store.cards.read())
        assert store.erasure.erase([secret_call(store, run)]) == 1
        assert list(store.cards.read()) == before

    def test_the_next_night_does_not_score_an_erased_call(self, store: Store, run: int) -> None:
        call_id = secret_call(store, run)
        store.erasure.erase([call_id])
        assert store.ledger.enrol(run, seen(1, name="again.wav", facts="x"), digest(1)) == Enrolled(
            call_id, CallState.ERASED, is_new=False
        )
        assert not store.ledger.claim(call_id, run, LEASE_S)
        assert store.ledger.retry(set(CallState)) == 0
        assert store.calls.find(digest(1)).path is None

    def test_the_next_night_stores_nothing_of_an_erased_file(self, location: str) -> None:
        with open_store(location) as store:
            run = store.ledger.start_run()
            store.erasure.erase([secret_call(store, run)])
            store.ledger.note_unstable(run, [seen(1)])  # as while a copy of it is being made
            store.ledger.enrol(run, seen(1), digest(1))
            assert store.ledger.known([seen(1).path]) == {}
        assert len(list(rows(location))) == 2

    def test_the_file_of_an_erased_call_is_recognised_without_reading_it(self, store: Store, run: int) -> None:
        store.erasure.erase([score(store, 1, run=run)])
        assert store.erasure.seals() == {seen(1).seal}
        changed = seen(1, size=1001)
        store.ledger.enrol(run, changed, digest(1))
        assert store.erasure.seals() == {changed.seal}

    def test_a_call_erased_while_it_is_scored_is_not_written(self, store: Store, run: int) -> None:
        call_id = store.ledger.enrol(run, seen(1), digest(1)).call_id
        store.ledger.claim(call_id, run, LEASE_S)
        store.erasure.erase([call_id])
        assert not store.ledger.finish_scored(call_id, run, heard(1), judgement())
        assert list(store.cards.read(CardFilter(call_ids=[call_id]))) == []

    def test_erasing_twice_is_the_same_as_once(self, store: Store, run: int) -> None:
        call_id = secret_call(store, run)
        assert (store.erasure.erase([call_id, 12345]), store.erasure.erase([call_id]), store.erasure.erase([])) == (
            1,
            0,
            0,
        )

    def test_more_calls_than_one_statement_takes_are_erased(
        self, store: Store, run: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("callgrade.store.chunks.CHUNK", 3)
        ids = [store.ledger.enrol(run, seen(number), digest(number)).call_id for number in range(11)]
        assert store.erasure.erase(ids) == 11
        assert store.ledger.counts()[CallState.ERASED] == 11


OTHERS = range(2, 30)
CUT_BYTES = 1996  # PostgreSQL keeps long values in pieces of this length


def own_part(document: bytes, others: Iterable[bytes]) -> bytes:
    """A part of ``document`` that none of ``others`` has, and that no cut of PostgreSQL goes through."""
    ends = (at for at in range(len(document), 40, -40) if at // CUT_BYTES == (at - 40) // CUT_BYTES)
    parts = (document[at - 40 : at] for at in ends)
    whole = b"".join(others)
    return next(part for part in parts if part not in whole)


NEEDLES = (
    SECRET.encode(),
    own_part(write_heard(heard(1)), (write_heard(heard(number)) for number in OTHERS)),
    own_part(write_judgement(secret_judgement()), [write_judgement(judgement())]),
)


def found_in(folder: Path) -> list[tuple[str, bytes]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [(path.name, needle) for path in files for needle in NEEDLES if needle in path.read_bytes()]


def test_no_byte_of_an_erased_call_remains_in_the_files_of_the_store(tmp_path: Path) -> None:
    with open_store(tmp_path / "callgrade.db") as store:
        run = store.ledger.start_run()
        others = [score(store, number, run=run) for number in OTHERS]
        call_id = secret_call(store, run)
        assert {needle for _, needle in found_in(tmp_path)} == set(NEEDLES)
        store.erasure.erase([call_id])
        store.erasure.compact()
        assert found_in(tmp_path) == []
        assert len(list(store.cards.read())) == len(others)


def test_a_reader_that_keeps_the_journal_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callgrade.store.connection.database._BUSY_S", 0.2)
    with open_store(tmp_path / "callgrade.db") as store:
        call_id = secret_call(store, store.ledger.start_run())
        reader = create_engine(f"sqlite:///{tmp_path / 'callgrade.db'}")
        with reader.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            connection.execute(text("SELECT count(*) FROM calls")).all()
            store.erasure.erase([call_id])
            with pytest.raises(LockedError, match="journal"):
                store.erasure.compact()
        reader.dispose()
        store.erasure.compact()


def test_no_byte_of_an_erased_call_remains_in_the_tables_of_postgresql(postgres: Server) -> None:
    url = postgres.database()
    with open_store(url) as store:
        call_id = secret_call(store, store.ledger.start_run())
        for number in range(2, 9):
            score(store, number, judgement(team=SECRET))  # often enough for the planner's statistics to name it
        postgres.execute(url.rpartition("/")[2], "ANALYZE")
        assert {needle for _, needle in found_in(postgres.files(url))} == set(NEEDLES)
        store.erasure.erase([call_id, *(store.calls.find(digest(number)).id for number in range(2, 9))])
        store.erasure.compact()
    assert found_in(postgres.files(url)) == []


class TestAge:
    NOW = datetime(2026, 6, 1, 12).astimezone()

    @pytest.fixture(autouse=True)
    def calls(self, store: Store, run: int) -> None:
        for number, (days, site) in enumerate([(100, "oslo"), (100, None), (10, "oslo"), (100, "bergen")]):
            file = seen(number)
            call_id = store.ledger.enrol(run, type(file)(file.path, 1, 1, "facts", site), digest(number)).call_id
            store.ledger.claim(call_id, run, LEASE_S)
            started = (self.NOW - timedelta(days=days)).replace(tzinfo=None)
            store.ledger.finish_scored(call_id, run, heard(number), judgement(started=started))

    def old(self, store: Store, **wanted: object) -> set[str]:
        ids = store.erasure.older_than(self.NOW - timedelta(days=90), **wanted)  # type: ignore[arg-type]
        return {call.sha256 for call in stored_calls(store, set(CallState)) if call.id in ids}

    def test_old_calls_are_those_that_began_before_a_moment(self, store: Store) -> None:
        assert self.old(store) == {digest(0), digest(1), digest(3)}

    def test_old_calls_of_one_site_are_found(self, store: Store) -> None:
        assert self.old(store, site="oslo") == {digest(0)}

    def test_old_calls_of_sites_with_their_own_rule_are_left_out(self, store: Store) -> None:
        assert self.old(store, not_sites=["oslo"]) == {digest(1), digest(3)}

    def test_erased_calls_are_left_out(self, store: Store) -> None:
        store.erasure.erase([store.calls.find(digest(0)).id])
        assert self.old(store) == {digest(1), digest(3)}

    def test_a_call_without_a_start_is_as_old_as_its_enrolment(self, store: Store, run: int) -> None:
        call_id = store.ledger.enrol(run, seen(9), digest(9)).call_id
        now = datetime.now().astimezone()
        assert call_id in store.erasure.older_than(now + timedelta(minutes=1))
        assert call_id not in store.erasure.older_than(now - timedelta(minutes=1))


class TestExports:
    def test_exports_are_remembered_with_their_options(self, store: Store) -> None:
        store.erasure.remember_export("/out/a", {"delimiter": ";", "from": None})
        store.erasure.remember_export("/out/b", {})
        store.erasure.remember_export("/out/a", {"delimiter": ","})
        remembered = {one.folder: one.options for one in store.erasure.exports()}
        assert remembered == {"/out/a": {"delimiter": ","}, "/out/b": {}}

    def test_exports_can_be_forgotten(self, store: Store) -> None:
        store.erasure.remember_export("/out/a", {})
        store.erasure.forget_export("/out/a")
        assert store.erasure.exports() == []


def test_the_secret_would_be_found_if_it_were_there(location: str) -> None:
    with open_store(location) as store:
        secret_call(store, store.ledger.start_run())
    assert SECRET in "".join(rows(location))


class TestTheLogOfErasures:
    """When, why and how many; nothing of what was erased."""

    def test_it_is_no_run_of_the_batch(self, store: Store, run: int) -> None:
        store.ledger.end_run(run, {"due": 1})
        erasure = store.runs.begin_erasure("because")
        store.runs.end_erasure(erasure, {"erased": 2, "left": 0})
        assert [one.id for one in store.runs.last(5)] == [run]
        ended = store.runs.last_ended()
        assert ended is not None
        assert ended.id == run
        [logged] = store.runs.erasures()
        assert (logged.id, logged.counts, logged.options) == (
            erasure,
            {"erased": 2, "left": 0},
            {"erasure": "because"},
        )

    def test_an_erasure_that_was_cut_off_has_no_end(self, store: Store) -> None:
        store.runs.begin_erasure("because")
        assert [one.ended_at for one in store.runs.erasures()] == [None]

    def test_old_entries_are_removed_and_runs_stay(self, store: Store, run: int) -> None:
        store.ledger.end_run(run, {})
        store.runs.begin_erasure("because")
        now = datetime.now().astimezone()
        store.runs.forget_erasures(now - timedelta(1))
        assert len(store.runs.erasures()) == 1
        store.runs.forget_erasures(now + timedelta(1))
        assert store.runs.erasures() == []
        assert [one.id for one in store.runs.last(5)] == [run]
