"""Every store that was ever written can be opened."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from tests.scorecards import CARD
from tests.support.dump_store import FOLDER
from tests.support.postgres import Server
from tests.support.stored import LEASE_S, digest, heard, judgement, seen

from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.store import CallState, Store, open_store
from callgrade.store.migrate import FOLDER as MIGRATIONS
from callgrade.store.tables import METADATA, VERSION, VERSION_TABLE

VERSIONS = sorted({path.name.partition(".")[0] for path in FOLDER.glob("*.sql")})
each_version = pytest.mark.parametrize("version", VERSIONS)


def differences(store: Store) -> list[object]:
    with store._database.reading() as connection:
        options = {"compare_type": True, "compare_server_default": True, "version_table": VERSION_TABLE}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), METADATA))


@pytest.fixture
def old_store(request: pytest.FixtureRequest, location: str, version: str) -> str:
    """A store as callgrade wrote it when ``version`` was the newest."""
    if "://" in location:
        server: Server = request.getfixturevalue("postgres")
        dump = (FOLDER / f"{version}.postgresql.sql").read_text(encoding="utf-8")
        server.execute(location.rpartition("/")[2], dump)
    else:
        dump = (FOLDER / f"{version}.sqlite.sql").read_text(encoding="utf-8")
        with closing(sqlite3.connect(location)) as connection:
            connection.executescript(dump)
    return location


def test_the_newest_migration_is_the_version_that_the_program_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [VERSION]
    assert sorted(script.revision for script in scripts.walk_revisions()) == VERSIONS  # each has its frozen dumps


def test_migrations_make_the_tables_that_the_program_expects(store: Store) -> None:
    assert differences(store) == []


@each_version
class TestAnOldStore:
    def test_an_old_store_is_migrated_to_the_newest_version(self, old_store: str) -> None:
        with open_store(old_store) as store:
            assert differences(store) == []

    def test_an_old_store_keeps_its_cards(self, old_store: str) -> None:
        with open_store(old_store) as store:
            mono, talk, garage = (stored.card for stored in store.cards.read())
        assert [card.file.name for card in (garage, mono, talk)] == ["0.wav", "1.wav", "2.wav"]
        assert garage.record.agent == "Carol Jensen"
        assert garage.conversation.turns[0].text == "Good afternoon, Meridian Motors, how can I help you?"
        assert garage.conversation.turns[0].words[1].text == "afternoon,"
        spread = garage.measurements.get("pitch.spread", Role.AGENT)
        assert spread is not None
        assert (spread.value, dict(spread.evidence.amounts)) == (2.31, {"voiced_s": 28.1, "interval_low_st": 2.0})
        greeting = next(found for found in garage.findings if found.norm == "greeting.company")
        assert greeting.verdict is Verdict.PASS
        assert greeting.evidence[0].quote == garage.conversation.turns[0].text
        assert {found.reason for found in mono.findings} >= {Reason.NOT_SEPARATED}
        assert (talk.conversation.timed, talk.versions.model) == (False, None)

    def test_calls_that_were_judged_without_their_weights_are_judged_again_by_a_rescore(
        self, old_store: str, version: str
    ) -> None:
        with open_store(old_store) as store:
            configs = {versions.config for _, versions in store.cards.versions()}
        assert configs == ({""} if version < "0003" else {CARD.versions.config})

    def test_an_old_store_keeps_what_people_said(self, old_store: str, version: str) -> None:
        with open_store(old_store) as store:
            stored = next(one for one in store.cards.read() if one.call.sha256 == digest(0))
        reviewed = {finding.norm: finding.review for finding in stored.card.findings if finding.review}
        assert list(reviewed) == (["closing.farewell"] if version >= "0003" else [])
        assert all(review.judges == ("Ann Reed",) and review.dispute for review in reviewed.values())

    def test_an_old_store_keeps_the_states_of_its_calls(self, old_store: str) -> None:
        with open_store(old_store) as store:
            assert store.ledger.counts() == dict.fromkeys(CallState, 1) | {CallState.SCORED: 3}
            assert store.calls.find(digest(3)).reason_code == "a_code"
            assert [export.folder for export in store.erasure.exports()] == ["/out"]

    def test_an_old_store_can_be_used(self, old_store: str) -> None:
        with open_store(old_store) as store:
            known = store.ledger.known([seen(0).path, seen(10).path])
            assert known[seen(0).path].is_same(seen(0))
            assert known[seen(10).path].sha256 is None
            run = store.ledger.start_run()
            call_id = store.ledger.enrol(run, seen(11), digest(11)).call_id
            assert store.ledger.claim(call_id, run, LEASE_S)
            assert store.ledger.finish_scored(call_id, run, heard(11), judgement())
            assert store.ledger.enrol(run, seen(7), digest(7)).state is CallState.ERASED


def test_migrations_are_part_of_the_package() -> None:
    assert (MIGRATIONS / "env.py").is_file()
    assert MIGRATIONS.is_relative_to(Path(__file__).parents[3] / "src" / "callgrade")
