"""What the store costs: time per call and bytes per call, on SQLite and on a PostgreSQL server of its own.

``python -m benchmarks.store [--calls 1000] [--files 100000]``. Calls are generated from the golden conversations,
400 words each, and judged by the shipped norms.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from pathlib import Path

from tests.support.generated_calls import generated_calls
from tests.support.postgres import binaries, server

from callgrade.config.folder import configs_folder
from callgrade.config.load import load_settings
from callgrade.grading.judge import Judge
from callgrade.model.heard import HeardCall
from callgrade.model.scorecard import Judgement
from callgrade.norms.pack.load import load_pack
from callgrade.store import SeenFile, Store, WrittenJudgement, open_store
from callgrade.store.documents.stored_documents import write_heard, write_judgement

DISTINCT = 100
LEASE_S = 600.0
WRITTEN_AT_ONCE = 200


def judged_calls(count: int = DISTINCT) -> list[tuple[HeardCall, Judgement]]:
    packs = {language: load_pack(configs_folder(), language, "service") for language in ("de", "en", "nb", "nl", "zh")}
    judge = Judge(load_settings(), lambda language: packs[language or "en"])
    return [(heard, judge.judge(heard)) for heard in generated_calls(count)]


def seen(number: int) -> SeenFile:
    return SeenFile(Path(f"/recordings/2026/{number // 1000}/call-{number}.wav"), number, number, "facts")


def timed(name: str, count: int, work: Callable[[], object]) -> None:
    begun = time.perf_counter()
    work()
    spent = time.perf_counter() - begun
    print(f"  {name:34} {spent:8.2f} s   {spent / count * 1000:8.3f} ms each")


def digests(count: int) -> Iterator[str]:
    return (f"{number:064x}" for number in range(count))


def measure(store: Store, calls: int, files: int, made: list[tuple[HeardCall, Judgement]]) -> None:
    ledger, cards = store.ledger, store.cards
    run = ledger.start_run()
    ids: list[int] = []
    timed(
        "enrol", calls, lambda: ids.extend(ledger.enrol(run, seen(n), d).call_id for n, d in enumerate(digests(calls)))
    )
    timed("claim", calls, lambda: [ledger.claim(call_id, run, LEASE_S) for call_id in ids])

    def finish() -> None:
        for number, (call_id, digest) in enumerate(zip(ids, digests(calls), strict=True)):
            heard, judgement = made[number % DISTINCT]
            ledger.finish_scored(call_id, run, replace(heard, file=replace(heard.file, sha256=digest)), judgement)

    timed("finish", calls, finish)
    ledger.note_unstable(run, (seen(number) for number in range(calls, files)))
    timed("known, of all files", files, lambda: ledger.known(seen(number).path for number in range(files)))
    timed("cards, not decoded", calls, lambda: sum(1 for _ in cards.read()))
    timed("cards, judgements decoded", calls, lambda: sum(len(stored.judgement.findings) for stored in cards.read()))
    timed("cards, all decoded", calls, lambda: sum(len(stored.card.findings) for stored in cards.read()))

    def replace_judgements() -> None:
        every = cards.read()
        while page := list(islice(every, WRITTEN_AT_ONCE)):
            cards.replace_judgements([(stored, WrittenJudgement.of(made[0][1])) for stored in page])

    timed("replace judgements", calls, replace_judgements)
    timed("erase", calls // 2, lambda: store.erasure.erase(ids[::2]))
    timed("compact", 1, store.erasure.compact)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--files", type=int, default=100_000)
    asked = parser.parse_args()
    made = judged_calls()
    heard = sum(len(write_heard(one)) for one, _ in made) / len(made)
    judgement = sum(len(write_judgement(one)) for _, one in made) / len(made)
    print(f"documents: heard {heard:.0f} bytes, judgement {judgement:.0f} bytes")
    with ExitStack() as stack:
        locations = [str(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "callgrade.db")]
        programs = binaries()
        if programs:
            locations.append(stack.enter_context(server(programs, safe=True)).database())
        for location in locations:
            print("PostgreSQL" if "://" in location else "SQLite")
            with open_store(location) as store:
                measure(store, asked.calls, asked.files, made)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
