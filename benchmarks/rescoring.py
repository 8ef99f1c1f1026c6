"""How long stored calls take to be judged again, and in how much memory.

    python -m benchmarks.rescoring [--calls 10000] [--words 400] [--workers N] [--store FILE] [--change CHANGE]

Generated calls (tests/support/generated_calls.py) in five languages are kept in a new store, judged by the shipped
norms. What their agents say has vectors of the pack's example sentences, drawn by chance: a vector takes the same
time whatever it means. Then one thing changes and ``callgrade rescore`` runs as a program of its own, which is timed:
wall clock, processor time of all its processes, and the greatest resident memory of any of them. Changes, each of
which takes the one before back: ``norm``, the severity of one norm; ``phrase``, one more phrase of the same norm in
English; ``weight``, the weight of a severity; ``list``, one more phrase of a list that English norms share, which
judges every norm of the English calls again; ``lists``, the same in all five languages; ``example``, a new norm by
examples only; ``measure``, a setting of the measures, which judges everything again.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import islice
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from tests.support.generated_calls import generated_calls

from callgrade.config.folder import configs_folder
from callgrade.config.load import load_settings
from callgrade.grading.judge import Judge
from callgrade.grading.meant import SHIPPED
from callgrade.grading.ruleset import Ruleset
from callgrade.meaning.encoder_weights import NAME
from callgrade.meaning.sentence_vectors import read_vectors
from callgrade.meaning.utterances import utterances
from callgrade.meaning.vectors import Small
from callgrade.model.heard import HeardCall, Meanings
from callgrade.model.record import Role
from callgrade.model.scorecard import Judgement
from callgrade.store import SeenFile, Store, open_store

LEASE_S = 3600.0
ALL_LISTS = "".join(
    f"  {language}: {{lists: {{jargon+: [{word}]}}}}\n"
    for language, word in {"de": "kolli", "en": "serial number", "nb": "kolli", "nl": "colli", "zh": "序列号"}.items()
)
OWN_NORM = """
site: A
norms:
  own.allergens:
    title: Mentions the allergens
    section: help
    why: Customers with an allergy can decide.
    sources: [House rules]
    severity: minor
    direction: in
    expected: the allergens, at any time in the call
    with: {expect: present, window: whole}
words:
  en:
    norms:
      own.allergens:
        advice: Name the allergens before you take the order.
        like:
          - There is gluten in the crust, just so you know.
          - I have to tell you that the sauce is made with celery.
          - Mind the almonds in it if you have an allergy.
        unlike:
          - We are out of nuts today.
          - The crust is thin and crisp.
          - Would you like celery with that?
"""
CHANGES = {
    "norm": ("--norms", "site: A\nnorms:\n  closing.farewell: {severity: critical}\n"),
    "phrase": ("--norms", "site: A\nwords: {en: {norms: {closing.farewell: {phrases+: [no problem]}}}}\n"),
    "weight": ("--config", "scoring: {weights: {minor: 2}}\n"),
    "list": ("--norms", "site: A\nwords: {en: {lists: {jargon+: [serial number]}}}\n"),
    "example": ("--norms", OWN_NORM),
    "lists": ("--norms", f"site: A\nwords:\n{ALL_LISTS}"),
    "measure": ("--config", "measures: {silence: {dead_air_s: 4.0}}\n"),
}
"""Change → option of the command line, and the file that it is given."""

_judge: list[Judge] = []


@cache
def example_vectors() -> Small:
    """The vectors of the pack's example sentences, in rows."""
    return np.stack(list(read_vectors(configs_folder() / SHIPPED).values()))


def with_meanings(heard: HeardCall) -> HeardCall:
    """``heard`` with a vector for each utterance of its agent."""
    turns = enumerate(heard.conversation.turns)
    words = {number: [word.text for word in turn.words] for number, turn in turns if turn.role is Role.AGENT}
    places = tuple((one.turn, one.start, one.end) for one in utterances(words.items()))
    chosen = np.random.default_rng(len(places)).integers(len(example_vectors()), size=len(places))
    vectors = b64encode(example_vectors()[chosen].tobytes()).decode("ascii")
    return replace(heard, meanings=Meanings(NAME, places, vectors))


def judged(heard: HeardCall) -> tuple[HeardCall, Judgement]:
    """The call as the shipped norms judge it."""
    if not _judge:
        _judge.append(Ruleset(load_settings(), "service", None).judge())
    heard = with_meanings(heard)
    return heard, _judge[0].judge(heard)


def fill(store: Store, calls: Iterable[tuple[HeardCall, Judgement]]) -> None:
    """Keep calls in ``store``."""
    run = store.ledger.start_run()
    for heard, judgement in calls:
        seen = SeenFile(Path("/recordings") / heard.file.name, 1000, 0, "facts")
        call = store.ledger.enrol(run, seen, heard.file.sha256).call_id
        store.ledger.claim(call, run, LEASE_S)
        store.ledger.finish_scored(call, run, heard, judgement)
    store.ledger.end_run(run, {})


def rescore(store: Path, change: str, folder: Path, workers: int | None) -> None:
    """Run the command and print what it took."""
    option, text = CHANGES[change]
    file = folder / f"{change}.yaml"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "callgrade", "rescore", "--store", str(store), option, str(file)]
    command += ["--workers", str(workers)] if workers else []
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True)
    took_s, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{change}: {took_s:.1f} s, {processor_s:.1f} s of processor, at most {after.ru_maxrss / 1024:.0f} MiB each")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--store", type=Path, help="made here if it is not there, and kept")
    parser.add_argument("--change", choices=CHANGES, action="append")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        store = options.store or Path(made) / "callgrade.db"
        if not store.exists():
            with open_store(store) as opened, Pool(options.workers) as pool:
                fill(
                    opened, pool.imap(judged, islice(generated_calls(options.calls, options.words), options.calls), 20)
                )
        print(f"{options.calls} calls, {store.stat().st_size / 2**20:.0f} MiB")
        for change in options.change or CHANGES:
            rescore(store, change, Path(made), options.workers)


if __name__ == "__main__":
    main()
