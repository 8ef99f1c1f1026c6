"""The report of a store: how long 5,000 calls take, again without a change, and how large its files are.

``python -m benchmarks.report [CALLS]``
"""

import hashlib
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.support.generated_calls import AGENTS, TEAMS, generated_calls
from tests.support.sound_picture import MEASURED, PICTURE

from callgrade.config.load import load_settings
from callgrade.grading.spec import GraderSpec
from callgrade.model.measurement import Measurements
from callgrade.model.scorecard import Scorecard
from callgrade.report.morning import Night
from callgrade.report.options import ReportOptions
from callgrade.report.site import ReportedCall, write_site

DISTINCT = 100
FIRST = datetime.fromisoformat("2026-01-05T08:00:00")


def calls(count: int) -> list[Scorecard]:
    """``count`` cards of ``DISTINCT`` generated calls, each with its own name, time, agent and team."""
    judge = GraderSpec(load_settings(), None, "service", None).judge()
    judged = [Scorecard.of(heard, judge.judge(heard)) for heard in generated_calls(DISTINCT)]
    return [_renamed(judged[number % DISTINCT], number) for number in range(count)]


def _renamed(card: Scorecard, number: int) -> Scorecard:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    started = FIRST + timedelta(minutes=7 * number)
    agent, team = AGENTS[number % len(AGENTS)], TEAMS[number % len(TEAMS)]
    record = replace(card.record, started=started, agent=agent, team=team, sources={})
    measurements = Measurements((*card.measurements.items, *MEASURED))
    file = replace(card.file, name=f"call-{number:05}.wav", sha256=digest)
    return replace(card, file=file, record=record, measurements=measurements, picture=PICTURE)


def reported(cards: list[Scorecard]) -> Iterator[ReportedCall]:
    """The cards, without recordings."""
    return (ReportedCall(card, None) for card in cards)


def main() -> None:
    """Print the figures."""
    cards = calls(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
    options, night = ReportOptions(settings=load_settings().export), Night(None, {}, {}, [])
    with tempfile.TemporaryDirectory() as folder:
        for name in ("first", "again"):
            start_s, start_cpu_s = time.perf_counter(), time.process_time()
            done = write_site(reported(cards), night, Path(folder), options, None)
            spent_s, cpu_s = time.perf_counter() - start_s, time.process_time() - start_cpu_s
            print(f"{name}: {spent_s:.1f} s, {cpu_s:.1f} s of them on the processor, {done.changed} files written")
        sizes = {path: path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()}
        index = [size for path, size in sizes.items() if path.parent.name == "data" or path.name == "index.html"]
        pages = sorted(size for path, size in sizes.items() if path.parent.name == "calls")
        print(f"index: {sum(index) / 1e3:.0f} kB in {len(index)} files, the largest {max(index) / 1e3:.0f} kB")
        print(f"pages of calls: median {pages[len(pages) // 2] / 1e3:.0f} kB, largest {pages[-1] / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
