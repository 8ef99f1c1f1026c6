"""Freeze the store's present version: ``python -m tests.support.dump_store`` writes its dumps, once per version.

They hold a call in every state, so that later callgrades are tried on what earlier ones wrote.
"""

import os
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

from tests.scorecards import CARD, unseparated, written
from tests.support.postgres import Server, binaries, server
from tests.support.stored import LEASE_S, digest, heard, judgement, score, seen

from callgrade.model.finding import Verdict
from callgrade.store import CallState, NewMark, Store, open_store
from callgrade.store.tables import VERSION

FOLDER = Path(__file__).parents[1] / "unit" / "store" / "versions"


def fill(store: Store) -> None:
    """Put a call in every state into ``store``."""
    run = store.ledger.start_run()
    for number, card in enumerate((CARD, unseparated(), written())):
        call_id = store.ledger.enrol(run, seen(number), digest(number)).call_id
        store.ledger.claim(call_id, run, LEASE_S)
        store.ledger.finish_scored(call_id, run, heard(number, card), judgement(card=card, started=card.record.started))
    store.reviews.mark([NewMark(1, "closing.farewell", "Ann Reed", Verdict.FAIL, "not heard")], "Ann Reed")
    store.reviews.dispute(1, "closing.farewell", "I said it.", "Carol Jensen")
    store.reviews.answer(1, "closing.farewell", "Yes, at the end.", Verdict.PASS, "Ann Reed")
    ends = (CallState.REFUSED, CallState.CRASHED, CallState.HUNG, CallState.FAILED)
    for number, state in enumerate(ends, start=3):
        call_id = store.ledger.enrol(run, seen(number), digest(number)).call_id
        store.ledger.claim(call_id, run, LEASE_S)
        store.ledger.finish_unscored(call_id, run, state, "a_code", "A text.")
    store.erasure.erase([score(store, 7, run=run)])
    store.ledger.enrol(run, seen(8), digest(8))
    store.ledger.claim(store.ledger.enrol(run, seen(9), digest(9)).call_id, run, LEASE_S)
    store.ledger.note_unstable(run, [seen(10)])
    store.erasure.remember_export("/out", {"delimiter": ";"})


def dump_file(folder: Path) -> str:
    """SQL that makes a filled store in SQLite."""
    file = folder / "callgrade.db"
    with open_store(file) as store:
        fill(store)
    with closing(sqlite3.connect(file)) as connection:
        return "\n".join(connection.iterdump()) + "\n"


def dump_server(running: Server, programs: Path) -> str:
    """SQL that makes a filled store in PostgreSQL."""
    url = running.database()
    with open_store(url) as store:
        fill(store)
    options = ("--inserts", "--no-owner", "--no-privileges", "--no-comments")
    environment = os.environ | {"PGPASSWORD": running.password}
    done = subprocess.run(
        [programs / "pg_dump", *options, url], capture_output=True, text=True, check=True, env=environment
    )
    return "".join(line for line in done.stdout.splitlines(keepends=True) if not line.startswith(("--", "\\")))


def main() -> None:
    """Write the dumps of both databases; refuse to change those of a version that was frozen."""
    programs = binaries()
    assert programs is not None, "PostgreSQL is needed"
    with tempfile.TemporaryDirectory() as folder, server(programs) as running:
        dumps = {"sqlite": dump_file(Path(folder)), "postgresql": dump_server(running, programs)}
    for name, dump in dumps.items():
        (FOLDER / f"{VERSION}.{name}.sql").open("x", encoding="utf-8").write(dump)


if __name__ == "__main__":
    main()
