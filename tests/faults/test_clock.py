"""Nights between which the clock is set, or changes with the season: the same calls, each once, in the same order."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.support.nights import InlineExecutor, Nights

from callgrade.batch.summary import RunEnd
from callgrade.store import open_store

OSLO = ZoneInfo("Europe/Oslo")
EVENING = datetime(2026, 10, 24, 22, 0, tzinfo=OSLO)
NIGHTS = {
    "a minute back": EVENING - timedelta(minutes=1),
    "a day back": EVENING - timedelta(days=1),
    "years back": datetime(2001, 1, 1, tzinfo=OSLO),
    "years ahead": datetime(2038, 1, 20, tzinfo=OSLO),
    "the hour that comes twice": datetime(2026, 10, 25, 2, 30, tzinfo=OSLO),
    "the same hour again": datetime(2026, 10, 25, 2, 30, tzinfo=OSLO, fold=1),
}


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    nights = Nights(tmp_path / "recordings", tmp_path / "callgrade.db")
    starts = ("2026-10-25T02:30:00+02:00", "2026-10-25T02:15:00+01:00", "2026-03-29T03:30:00", "2026-03-29T01:59:00")
    for number, start in enumerate(starts):
        path = nights.call(f"in-{number}.json", f"Ann L{'aeiou'[number]}m")
        path.write_text(path.read_text().replace('{"language"', f'{{"started": "{start}", "language"'))
        os.utime(path, (1, 1))  # older than any clock here
    return nights


def order(nights: Nights) -> list[str]:
    with open_store(nights.store) as store:
        return [stored.card.file.name for stored in store.cards.read()]


@pytest.mark.parametrize("kind", NIGHTS)
def test_a_changed_clock_scores_no_call_twice_and_forgets_none(nights: Nights, kind: str) -> None:
    assert nights.run(clock=lambda: EVENING).scored == 4
    before = order(nights)
    assert before == ["in-3.json", "in-2.json", "in-1.json", "in-0.json"]  # by the clock on the wall
    executor = InlineExecutor()
    summary = nights.run(executor, clock=lambda: NIGHTS[kind])
    assert (summary.due, summary.unchanged, executor.asked) == (0, 4, [])
    assert order(nights) == before
    new = nights.call("in-4.json", "Bo Dahl")
    os.utime(new, (1, 1))
    assert nights.run(executor, clock=lambda: NIGHTS[kind]).scored == 1
    assert executor.asked == ["in-4.json"]


def test_setting_the_clock_back_during_the_night_changes_nothing(nights: Nights) -> None:
    times = iter(EVENING - timedelta(hours=hours) for hours in range(1000))
    summary = nights.run(clock=lambda: next(times), until=EVENING + timedelta(hours=8))
    assert (summary.scored, summary.left, summary.end) == (4, 0, RunEnd.DONE)


def test_until_means_one_moment_in_the_night_when_the_clock_goes_back(nights: Nights) -> None:
    until = datetime(2026, 10, 25, 3, 0, tzinfo=OSLO)
    assert nights.run(clock=lambda: NIGHTS["the same hour again"], until=until, limit=2).scored == 2
    late = nights.run(clock=lambda: until, until=until)
    assert (late.scored, late.left, late.end) == (0, 2, RunEnd.UNTIL)
