"""How long ``callgrade status`` and ``callgrade calls`` take with a large store, as whole commands.

``python -m benchmarks.listing [--calls 10000] [--runs 5]``. Calls are generated from the golden conversations and
judged by the shipped norms. Shown are the shortest wall time and the shortest processor time of the runs: other
programs on the machine make a run longer, and never shorter.
"""

import argparse
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks.store import LEASE_S, digests, judged_calls, seen

from callgrade.store import open_store

DISTINCT = 20
COMMANDS = {
    "status": ("status",),
    "calls": ("calls",),
    "calls, all": ("calls", "--limit", "1000000", "--format", "json"),
    "calls below 60, by score": ("calls", "--below", "60", "--sort", "score"),
    "calls that fail a norm": ("calls", "--norm", "closing.farewell=fail"),
    "calls of a name": ("show", "call-77.wav"),
}


def fill(store: Path, calls: int) -> None:
    """Keep ``calls`` calls: some are judged, the others are copies of their rows."""
    made = judged_calls(DISTINCT)
    with open_store(store) as opened:
        run = opened.ledger.start_run()
        for number, (sha256, one) in enumerate(zip(digests(DISTINCT), made, strict=True)):
            call_id = opened.ledger.enrol(run, seen(number), sha256).call_id
            opened.ledger.claim(call_id, run, LEASE_S)
            opened.ledger.finish_scored(call_id, run, *one)
        opened.ledger.end_run(run, {"scored": calls})
    with closing(sqlite3.connect(store)) as connection, connection:
        for first in range(DISTINCT, calls, DISTINCT):
            for table in ("calls", "heard", "judgements"):
                copy_rows(connection, table, first)


def copy_rows(connection: sqlite3.Connection, table: str, first: int) -> None:
    """Copy the rows of the calls that were judged; the copies count from ``first``."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    changed = {
        "id": f"id + {first}",
        "call_id": f"call_id + {first}",
        "sha256": f"printf('%064x', id + {first})",
        "name": f"'call-' || (id + {first}) || '.wav'",
        "path": f"'/recordings/call-' || (id + {first}) || '.wav'",
    }
    values = ", ".join(changed.get(column, column) for column in columns)
    key = "id" if table == "calls" else "call_id"
    connection.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE {key} <= {DISTINCT}"
    )


def spent(arguments: tuple[str, ...], store: Path) -> tuple[float, float]:
    """Wall time and processor time of one command in s."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    asked = [sys.executable, "-m", "callgrade", *arguments, "--store", str(store)]
    subprocess.run(asked, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, processor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "callgrade.db"
        fill(store, asked.calls)
        print(f"{asked.calls:,} calls, {store.stat().st_size / 2**20:,.0f} MiB")
        for name, arguments in COMMANDS.items():
            walls, processors = zip(*(spent(arguments, store) for _ in range(asked.runs)), strict=True)
            print(f"  {name:26} {min(walls):6.2f} s wall   {min(processors):6.2f} s processor")


if __name__ == "__main__":
    main()
