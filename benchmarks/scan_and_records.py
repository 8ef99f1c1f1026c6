"""How long a night's beginning takes: finding recordings in a folder tree, and reading call detail records.

    python benchmarks/scan_and_records.py [--files 100000] [--rows 1000000]

Makes its own folder tree and its own ``Master.csv`` in a temporary folder. Seconds are
processor time, with a warm file cache; memory is the process's peak.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from callgrade.batch.fingerprint import facts_hash
from callgrade.batch.found_files import FoundFile
from callgrade.batch.scan import scan
from callgrade.config.load import load_settings
from callgrade.intake.cdr.records import CallDetailRecords

START = datetime(2026, 1, 1)


def call(number: int, seed: random.Random) -> tuple[datetime, str, str]:
    """When call ``number`` begins, its unique id, and the name of its recording."""
    started = START + timedelta(seconds=number * 20)
    unique_id = f"{int(started.timestamp())}.{number}"
    name = f"in-5550100-555{seed.randrange(10**4):04}-{started:%Y%m%d-%H%M%S}-{unique_id}.wav"
    return started, unique_id, name


def make_tree(root: Path, files: int, flat: bool) -> None:
    seed = random.Random(1)
    for number in range(files):
        started, _, name = call(number, seed)
        folder = root if flat else root / f"{started:%Y/%m/%d}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"sound")
        if number % 10 == 0:
            (folder / f"{name}.json").write_text('{"language": "en"}')


def master_csv(rows: int) -> Iterator[str]:
    seed = random.Random(2)
    for number in range(rows):
        started, unique_id, _ = call(number, seed)
        ring_s, talk_s = seed.randrange(2, 30), seed.randrange(20, 600)
        answered, ended = started + timedelta(seconds=ring_s), started + timedelta(seconds=ring_s + talk_s)
        source, extension = f"555{seed.randrange(10**4):04}", 100 + seed.randrange(50)
        yield (
            f'"","{source}","{extension}","from-trunk","""Bob Ray"" <{source}>","PJSIP/harbour-{number:08x}",'
            f'"PJSIP/{extension}-{number:08x}","Dial","PJSIP/{extension},20,tr","{started}","{answered}","{ended}",'
            f'{ring_s + talk_s},{talk_s},"ANSWERED","DOCUMENTATION","{unique_id}",""\n'
        )


def measure_scan(root: Path) -> None:
    settings = load_settings().batch.scan
    begin = time.process_time()
    found = sum(isinstance(one, FoundFile) for one in scan(root, settings, time.time() + 1e6))
    print(f"scan: {found:,} recordings in {time.process_time() - begin:.1f} s of processor, peak {_peak_mib():.0f} MiB")
    begin = time.process_time()
    for one in scan(root, settings, time.time() + 1e6):
        assert isinstance(one, FoundFile)
        facts_hash(one, None)
    print(f"scan and hashes of facts: {time.process_time() - begin:.1f} s")


def measure_records(path: Path, rows: int) -> None:
    settings = load_settings().batch.cdr
    begin = time.process_time()
    records = CallDetailRecords(settings, None)
    records.add(path)
    print(f"records: {records.rows:,} in {time.process_time() - begin:.1f} s of processor, peak {_peak_mib():.0f} MiB")
    seed = random.Random(1)
    begin = time.process_time()
    names = [call(number, seed)[2] for number in range(0, rows, max(1, rows // 1000))]
    known = sum(records.match(name).record is not None for name in names)
    print(f"look-up: {known} of {len(names)}, {1000 * (time.process_time() - begin) / len(names):.2f} ms each")
    records.close()


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--files", type=int, default=100_000)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--measure", choices=("scan", "records"), help=argparse.SUPPRESS)
    arguments.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.measure == "scan":
        measure_scan(given.path)
    elif given.measure == "records":
        measure_records(given.path, given.rows)
    else:
        with tempfile.TemporaryDirectory() as folder:
            for flat in (False, True):
                root = Path(folder) / ("flat" if flat else "days")
                make_tree(root, given.files, flat)
                print("all in one folder" if flat else "a folder a day")
                _measure("scan", root, given)
            path = Path(folder) / "Master.csv"
            with path.open("w") as file:
                file.writelines(master_csv(given.rows))
            print(f"Master.csv of {path.stat().st_size / 2**20:.0f} MiB")
            _measure("records", path, given)


def _measure(what: str, path: Path, given: argparse.Namespace) -> None:
    """In a process of its own, for its peak of memory."""
    command = [sys.executable, __file__, "--measure", what, "--path", str(path), "--rows", str(given.rows)]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
