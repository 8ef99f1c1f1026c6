"""Stored scorecards: read in order, filtered, rescored."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.scorecards import CARD
from tests.support.stored import LEASE_S, digest, heard, judgement, score, seen

from callgrade.model.scorecard import Scorecard
from callgrade.store import CardFilter, Store, WrittenJudgement

MARCH = datetime(2026, 3, 1)


def digests(store: Store, wanted: CardFilter | None = None) -> list[str]:
    return [stored.call.sha256 for stored in store.cards.read(wanted)]


def test_a_stored_card_is_the_card(store: Store) -> None:
    score(store, 1)
    (stored,) = store.cards.read()
    assert stored.card == Scorecard.of(heard(1), judgement())


def test_the_row_says_what_lists_and_filters_need(store: Store, run: int) -> None:
    score(store, 1, run=run)
    call = store.calls.find(digest(1))
    assert (call.team, call.agent, call.extension, call.direction) == ("north", "Carol Jensen", "204", "in")
    assert (call.language, call.duration_s, call.started) == ("en", 131.2, CARD.record.started)
    assert (call.overall, call.band, call.coverage) == (CARD.score.overall, CARD.score.band, CARD.score.coverage)
    assert (call.callgrade, call.model, call.norms, call.config) == ("0.1.0", "base", "0f1e2d3c4b5a", "a1b2c3d4e5f6")
    assert call.scored_at is not None
    assert timedelta(0) <= call.scored_at - call.enrolled_at < timedelta(minutes=1)


def test_cards_come_by_start_then_digest_and_those_without_a_start_first(store: Store, run: int) -> None:
    starts = [MARCH, None, MARCH - timedelta(days=1), MARCH, None, MARCH + timedelta(seconds=1)]
    for number, started in enumerate(starts):
        score(store, number, judgement(started=started), run=run)
    expected = sorted(range(len(starts)), key=lambda number: (starts[number] or datetime.min, digest(number)))
    assert digests(store) == [digest(number) for number in expected]


def test_local_time_orders_calls_whatever_the_offset(store: Store, run: int) -> None:
    at_home = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))
    abroad = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # the same moment, an hour earlier on its clock
    score(store, 1, judgement(started=at_home), run=run)
    score(store, 2, judgement(started=abroad), run=run)
    assert digests(store) == [digest(2), digest(1)]


def test_many_pages_give_every_card_once(store: Store, run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callgrade.store.cards.PAGE", 4)
    for number in range(23):
        score(store, number, judgement(started=MARCH + timedelta(minutes=number // 7)), run=run)
    found = digests(store)
    assert len(found) == 23
    assert set(found) == set(map(digest, range(23)))


def test_cards_may_be_written_while_they_are_read(store: Store, run: int) -> None:
    for number in range(3):
        score(store, number, run=run)
    seen_digests = []
    for stored in store.cards.read():
        seen_digests.append(stored.call.sha256)
        store.cards.replace_judgements([(stored, WrittenJudgement.of(judgement(norms="new")))])
    assert sorted(seen_digests) == sorted(map(digest, range(3)))


class TestFilter:
    @pytest.fixture(autouse=True)
    def calls(self, store: Store, run: int) -> None:
        score(store, 1, judgement(started=MARCH, team="north", agent="Carol Jensen", extension="204"), run=run)
        score(store, 2, judgement(started=MARCH + timedelta(days=1), team="south", agent="Mei Lin"), run=run)
        score(store, 3, judgement(started=None, team=None, agent=None, extension="204"), run=run)
        store.ledger.enrol(run, seen(4), digest(4))

    @pytest.mark.parametrize(
        ("wanted", "numbers"),
        [
            (CardFilter(), {1, 2, 3}),
            (CardFilter(begin=MARCH), {1, 2}),
            (CardFilter(begin=MARCH + timedelta(seconds=1)), {2}),
            (CardFilter(end=MARCH + timedelta(days=1)), {1}),
            (CardFilter(begin=MARCH, end=MARCH), set()),
            (CardFilter(team="north"), {1}),
            (CardFilter(agent="Mei Lin"), {2}),
            (CardFilter(agent="204"), {1, 2, 3}),
            (CardFilter(team="south", agent="Carol Jensen"), set()),
            (CardFilter(team="north' OR 1=1 --"), set()),
            (CardFilter(call_ids=[]), set()),
        ],
    )
    def test_a_filter_gives_the_cards_that_match_all_its_fields(
        self, store: Store, wanted: CardFilter, numbers: set[int]
    ) -> None:
        assert set(digests(store, wanted)) == set(map(digest, numbers))

    def test_a_filter_may_name_ids(self, store: Store) -> None:
        wanted = [store.calls.find(digest(number)).id for number in (1, 3, 4)]
        assert set(digests(store, CardFilter(call_ids=wanted))) == {digest(1), digest(3)}


class TestReplacingJudgements:
    def test_a_new_judgement_takes_the_place_of_the_old(self, store: Store, run: int) -> None:
        score(store, 1, run=run)
        (stored,) = store.cards.read()
        better = replace(judgement(norms="new", agent="Carol Berg"), score=replace(CARD.score, overall=99.0))
        assert store.cards.replace_judgements([(stored, WrittenJudgement.of(better))]) == 1
        (again,) = store.cards.read()
        assert (again.heard, again.judgement) == (stored.heard, better)
        assert (again.call.overall, again.call.agent, again.call.norms) == (99.0, "Carol Berg", "new")

    def test_all_new_judgements_are_written_or_none(self, store: Store, run: int) -> None:
        score(store, 1, run=run)
        (stored,) = store.cards.read()
        with pytest.raises(AttributeError):
            store.cards.replace_judgements([(stored, WrittenJudgement.of(judgement(norms="new"))), (stored, None)])  # type: ignore[list-item]
        assert next(store.cards.read()).call.norms == "0f1e2d3c4b5a"

    def test_a_call_scored_again_meanwhile_keeps_its_judgement(self, store: Store, run: int) -> None:
        call_id = score(store, 1, run=run)
        (old,) = store.cards.read()
        store.ledger.enrol(run, seen(1, facts="new"), digest(1))
        store.ledger.claim(call_id, run, LEASE_S)
        store.ledger.finish_scored(call_id, run, heard(1), judgement(agent="Mei Lin"))
        assert store.cards.replace_judgements([(old, WrittenJudgement.of(judgement(norms="late")))]) == 0
        assert next(store.cards.read()).judgement == judgement(agent="Mei Lin")

    def test_an_erased_call_stays_erased(self, store: Store, run: int) -> None:
        call_id = score(store, 1, run=run)
        (old,) = store.cards.read()
        store.erasure.erase([call_id])
        assert store.cards.replace_judgements([(old, WrittenJudgement.of(judgement()))]) == 0
        assert store.calls.find(digest(1)).agent is None

    def test_what_made_the_cards_is_counted(self, store: Store, run: int) -> None:
        score(store, 1, run=run)
        score(store, 2, run=run)
        score(store, 3, judgement(norms="older"), run=run)
        assert store.cards.versions() == {("en", CARD.versions): 2, ("en", replace(CARD.versions, norms="older")): 1}
