"""How fast tables are written, and in how much memory.

    OMP_NUM_THREADS=1 python -m benchmarks.exports csv 10000

Cards like the hand-made one of the tests, with 56 findings and 17 measurements each, of 500 agents, are made one by
one; reading a store is not measured. Memory is the highest resident size of the process, libraries included.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.scorecards import CARD, FINDINGS

from callgrade.config.load import load_settings
from callgrade.export.options import ExportFormat, ExportOptions
from callgrade.export.write import write_export
from callgrade.model.scorecard import Scorecard

AGENTS = 500
MANY = tuple(replace(one, norm=f"{one.norm}.{copy}") for copy in range(4) for one in FINDINGS)


def cards(number: int) -> Iterator[Scorecard]:
    for i in range(number):
        started = datetime(2026, 3, 1) + timedelta(minutes=i % 40_000)
        yield replace(
            CARD,
            file=replace(CARD.file, name=f"{i}.wav", sha256=f"{i:064x}"),
            record=replace(CARD.record, agent=f"Agent {i % AGENTS}", started=started),
            findings=MANY,
        )


def main(form: str, number: int) -> None:
    sections = tuple(section.section for section in CARD.score.sections)
    options = ExportOptions(settings=load_settings().export, sections=sections, form=ExportFormat(form))
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        write_export(cards(number), Path(folder), options)
        took_s = time.perf_counter() - begin
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{form}: {number} calls in {took_s:.1f} s, {number / took_s:.0f}/s; {memory:.0f} MiB; {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
