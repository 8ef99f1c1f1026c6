"""What a call costs: processor time, memory, room in the store, bytes from a worker of a cluster.

    python -m benchmarks.sizing [--copies 2] [--workers 1 2]

Every sample call, whole, ``--copies`` times with another level and noise, through ``callgrade batch`` with its real
words to recognise, once for each number of workers of one thread. Processor time is that of all processes of the run,
so that other work on the machine counts little; the time by the clock is true on a quiet machine only: the load is
shown. Memory is the largest of any one process.
"""

import argparse
import json
import os
import pickle
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.night import RATE_HZ, SAMPLES, decoded, settled, write

from callgrade.batch.grading import MakeGrading
from callgrade.batch.task import CallTask
from callgrade.config.load import load_settings
from callgrade.equipment import Equipment
from callgrade.model.record import CallRecord
from callgrade.outcome import Call


@dataclass(frozen=True)
class Cost:
    """Of a run: seconds by the clock and of processors, MiB of its largest process, bytes of its store."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    store_bytes: int
    scored: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        recordings = Path(folder) / "recordings"
        lengths_s = make_calls(recordings, options.copies)
        audio_s = sum(lengths_s)
        print(f"{len(lengths_s)} calls of {min(lengths_s):.0f} to {max(lengths_s):.0f} s, {audio_s / 60:.1f} minutes")
        print(f"load of the machine before: {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
        for workers in options.workers:
            show(workers, run(recordings, Path(folder) / f"{workers}.db", workers), audio_s)
        show_answer(recordings)


def make_calls(folder: Path, copies: int) -> list[float]:
    """Write the calls; their lengths, seconds."""
    folder.mkdir()
    random = np.random.default_rng(7)
    lengths_s = []
    for sample in sorted(path.with_suffix("") for path in SAMPLES.glob("*.json")):
        sound = decoded(sample)
        for copy in range(copies):
            changed = sound * random.uniform(0.6, 1.0) + random.normal(0, 1e-3, sound.shape)
            write(folder / f"{sample.stem}-{copy}.wav", changed)
            lengths_s.append(sound.shape[1] / RATE_HZ)
    return lengths_s


def run(recordings: Path, store: Path, workers: int) -> Cost:
    """Run the batch to its end."""
    summary = store.with_suffix(".json")
    command = [sys.executable, "-m", "callgrade", "batch", str(recordings), "--store", str(store), "--threads", "1"]
    command += [
        "--workers",
        str(workers),
        "--summary",
        str(summary),
        "--config",
        str(settled(store)),
        "--language",
        "en",
    ]
    began_s = time.monotonic()
    pid = os.posix_spawn(sys.executable, command, os.environ)
    _, _, used = os.wait4(pid, 0)
    wall_s = time.monotonic() - began_s
    scored = json.loads(summary.read_text(encoding="utf-8"))["outcomes"].get("scored", 0)
    return Cost(wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, store.stat().st_size, scored)


def show(workers: int, cost: Cost, audio_s: float) -> None:
    print(f"{workers} worker(s): {cost.scored} scored in {cost.wall_s:.0f} s by the clock, {cost.cpu_s:.0f} s of cores")
    print(f"  a core does {audio_s / cost.cpu_s:.1f} s of audio a second")
    print(f"  {cost.scored / cost.wall_s * 3600:,.0f} calls an hour by the clock")
    print(f"  largest process {cost.peak_mib:,.0f} MiB")
    print(f"  store {cost.store_bytes / max(cost.scored, 1) / 1024:,.0f} KiB a call")


def show_answer(recordings: Path) -> None:
    """How much of it a worker of a cluster would send back."""
    work = MakeGrading(Equipment(load_settings(), None, "service", None), CallRecord(language="en"), threads=1)()
    task = CallTask(0, "", 0, 0, Call(sorted(recordings.iterdir())[0]))
    (outcome,) = work([task], lambda *_: None)
    print(f"what a worker answers for {task.call.path.name}: {len(pickle.dumps(outcome)) / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
