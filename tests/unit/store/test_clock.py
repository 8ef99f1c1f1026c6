"""Clocks that are set back, and the hour that comes twice: order and counts stay."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from tests.support.stored import LEASE_S, digest, heard, judgement, score, seen

from callgrade.store import CallState, Store, TakenOver

HOUR_S = 3600


def set_back(store: Store, hours: int) -> None:
    """Set the database's clock back: all that it wrote lies in the future now."""
    with store._database.writing() as connection:
        connection.execute(text(f"UPDATE runs SET started_at = started_at + {hours * HOUR_S}"))
        connection.execute(text(f"UPDATE calls SET enrolled_at = enrolled_at + {hours * HOUR_S}"))
        connection.execute(text(f"UPDATE calls SET lease_until = lease_until + {hours * HOUR_S}"))
        connection.execute(text(f"UPDATE calls SET scored_at = scored_at + {hours * HOUR_S}"))


@pytest.fixture(params=["Pacific/Kiritimati", "America/St_Johns", "Europe/Oslo"])
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The time zone of this machine."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def test_what_was_done_before_the_clock_was_set_back_stays_done(store: Store, run: int) -> None:
    call_id = score(store, 1, run=run)
    set_back(store, 25)
    later = store.ledger.start_run()
    assert later > run
    assert store.ledger.enrol(later, seen(1), digest(1)).state is CallState.SCORED
    assert not store.ledger.claim(call_id, later, LEASE_S)
    assert store.ledger.known([seen(1).path])[seen(1).path].is_same(seen(1))
    assert store.ledger.counts()[CallState.SCORED] == 1


def test_work_continues_after_the_clock_was_set_back(store: Store, run: int) -> None:
    call_id = store.ledger.enrol(run, seen(1), digest(1)).call_id
    store.ledger.claim(call_id, run, LEASE_S)
    set_back(store, 25)
    assert store.ledger.renew(run, LEASE_S) == 1
    assert store.ledger.finish_scored(call_id, run, heard(1), judgement())


def test_claims_of_a_dead_run_outlast_a_clock_that_was_set_back_by_no_more_than_that(store: Store) -> None:
    dead = store.ledger.start_run()
    call_id = store.ledger.enrol(dead, seen(1), digest(1)).call_id
    store.ledger.claim(call_id, dead, -1)
    set_back(store, 1)
    shared = store.file is None
    assert store.ledger.take_over(store.ledger.start_run(), 3) == (TakenOver(0, 0) if shared else TakenOver(1, 0))
    set_back(store, -2)  # two hours pass
    assert store.ledger.take_over(store.ledger.start_run(), 3) == (TakenOver(1, 0) if shared else TakenOver(0, 0))


def test_the_hour_that_comes_twice_keeps_all_its_calls_in_one_order(store: Store, run: int) -> None:
    starts = [datetime(2026, 10, 25, 2, 30, fold=number % 2) for number in range(6)]
    for number, started in enumerate(starts):
        score(store, number, judgement(started=started), run=run)
    found = [stored.call.sha256 for stored in store.cards.read()]
    assert found == sorted(map(digest, range(6)))


def test_times_are_utc_in_any_time_zone_of_the_machine(store: Store, run: int, zone: str) -> None:
    score(store, 1, run=run)
    call = store.calls.find(digest(1))
    assert call.scored_at is not None
    assert (call.enrolled_at.tzinfo, call.scored_at.tzinfo) == (UTC, UTC)
    assert abs(datetime.now(UTC) - call.enrolled_at) < timedelta(minutes=5)


def test_the_order_of_cards_does_not_depend_on_the_machine(store: Store, run: int, zone: str) -> None:
    starts = [datetime(2026, 3, 29, 2, 30), datetime(2026, 3, 29, 3, 0, tzinfo=UTC), datetime(2026, 3, 29, 1, 59)]
    for number, started in enumerate(starts):
        score(store, number, judgement(started=started), run=run)
    assert [stored.call.sha256 for stored in store.cards.read()] == [digest(2), digest(0), digest(1)]
