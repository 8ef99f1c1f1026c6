"""Calls in any state: found by name, listed and counted."""

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from tests.scorecards import CARD, unseparated
from tests.support.stored import LEASE_S, digest, judgement, score, seen

from callgrade.errors import UsageError
from callgrade.model.finding import Verdict
from callgrade.store import CallOrder, CallQuery, CallState, Store


def numbers(store: Store, query: CallQuery) -> list[int]:
    """The numbers of the recordings that are listed."""
    by_digest = {digest(number): number for number in range(10)}
    return [by_digest[call.sha256] for call in store.calls.listed(query)]


def refuse(store: Store, number: int, run: int, code: str = "too_short") -> None:
    call_id = store.ledger.enrol(run, seen(number), digest(number)).call_id
    store.ledger.claim(call_id, run, LEASE_S)
    store.ledger.finish_unscored(call_id, run, CallState.REFUSED, code, "A text.")


class TestListing:
    @pytest.fixture(autouse=True)
    def calls(self, store: Store, run: int) -> None:
        """Two agents' calls on two days, one call without a score, a refused one and a waiting one."""
        low = replace(CARD, score=replace(CARD.score, overall=40.0))
        score(store, 1, judgement(started=datetime(2026, 3, 1, 9), agent="Nina Hart", extension=None), run=run)
        score(store, 2, judgement(card=low, started=datetime(2026, 3, 2, 9), team="south"), run=run)
        score(store, 3, judgement(card=unseparated(), started=datetime(2026, 3, 3, 9)), run=run)
        refuse(store, 4, run)
        store.ledger.enrol(run, seen(5), digest(5))

    def test_all_calls_are_listed_the_latest_first_and_those_of_unknown_time_last(self, store: Store) -> None:
        assert numbers(store, CallQuery()) == [3, 2, 1, 5, 4]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (CallQuery(states=(CallState.REFUSED, CallState.WAITING)), [5, 4]),
            (CallQuery(agent="Nina Hart"), [1]),
            (CallQuery(agent="204", team="south"), [2]),
            (CallQuery(begin=datetime(2026, 3, 2), end=datetime(2026, 3, 3)), [2]),
            (CallQuery(below=41), [2]),
            (CallQuery(order=CallOrder.SCORE, limit=2), [2, 1]),
            (CallQuery(order=CallOrder.NAME, limit=1), [1]),
        ],
    )
    def test_a_query_chooses_and_orders(self, store: Store, query: CallQuery, expected: list[int]) -> None:
        assert numbers(store, query) == expected

    def test_calls_are_chosen_by_the_verdict_of_a_norm(self, store: Store) -> None:
        norm = next(finding.norm for finding in CARD.findings if finding.verdict is Verdict.PASS)
        assert numbers(store, CallQuery(verdicts=((norm, "pass"),))) == [2, 1]
        assert numbers(store, CallQuery(verdicts=((norm, "fail"),))) == []
        assert numbers(store, CallQuery(verdicts=(("no.such.norm", "pass"),))) == []

    def test_the_count_ignores_the_limit(self, store: Store) -> None:
        assert store.calls.count(CallQuery(limit=1)) == 5

    def test_reasons_are_counted_for_refused_calls_and_withheld_scores(self, store: Store) -> None:
        withheld = unseparated().score.reason
        assert withheld is not None
        assert store.calls.reasons() == {
            (CallState.REFUSED, "too_short"): 1,
            (CallState.SCORED, withheld.value): 1,
        }

    def test_agents_and_teams_are_known_by_name(self, store: Store) -> None:
        assert (store.calls.agents(), store.calls.teams()) == (["Carol Jensen", "Nina Hart"], ["north", "south"])

    def test_an_erased_call_keeps_nothing_by_which_it_could_be_chosen(self, store: Store) -> None:
        store.erasure.erase([store.calls.find(digest(2)).id])
        assert numbers(store, CallQuery(below=100)) == [1]
        assert numbers(store, CallQuery(team="south")) == []


class TestFinding:
    @pytest.mark.parametrize("text", [digest(1), digest(1)[:6], digest(1)[:9].upper(), "1.wav", "/calls/1.wav"])
    def test_a_call_is_found_by_digest_name_or_path(self, store: Store, run: int, text: str) -> None:
        score(store, 1, run=run)
        score(store, 2, run=run)
        assert store.calls.find(text).sha256 == digest(1)

    @pytest.mark.parametrize("text", ["a.wav", "calls/a.wav", "calls/copy.wav"])
    def test_a_call_is_found_by_the_path_of_any_of_its_files(
        self, store: Store, run: int, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for name in ("calls/copy.wav", "calls/a.wav"):
            store.ledger.enrol(run, replace(seen(1), path=tmp_path / name), digest(1))
        store.ledger.enrol(run, seen(2), digest(2))
        assert store.calls.find(text).sha256 == digest(1)
        assert store.calls.find(str(tmp_path / "calls" / "copy.wav")).sha256 == digest(1)

    def test_names_that_are_not_utf8_are_distinguished_by_path(self, store: Store, run: int) -> None:
        paths = [Path(os.fsdecode(name)) for name in (b"/calls/caf\xe9.wav", b"/calls/caf\xe8.wav")]
        for number, path in enumerate(paths):
            store.ledger.enrol(run, replace(seen(number), path=path), digest(number))
        assert [store.calls.find(str(path)).sha256 for path in paths] == [digest(0), digest(1)]
        with pytest.raises(UsageError, match="Several calls"):
            store.calls.find(paths[0].name)

    def test_a_card_number_in_a_name_is_not_kept_and_finds_its_call(self, store: Store, run: int) -> None:
        store.ledger.enrol(run, replace(seen(1), path=Path("/calls/4111111111111111.wav")), digest(1))
        call = store.calls.find("4111111111111111.wav")
        assert (call.name, call.path) == ("[card-number].wav", "/calls/[card-number].wav")
        assert store.calls.find("/calls/4111111111111111.wav") == call

    @pytest.mark.parametrize("text", ["", "%", "1", "wav", digest(1)[:5], digest(3)[:12], "_.wav"])
    def test_a_call_is_not_found_by_anything_else(self, store: Store, run: int, text: str) -> None:
        score(store, 1, run=run)
        with pytest.raises(UsageError, match="No call"):
            store.calls.find(text)

    def test_several_matching_calls_are_listed(self, store: Store, run: int) -> None:
        store.ledger.enrol(run, seen(1, name="monday/call.wav"), digest(1))
        store.ledger.enrol(run, seen(2, name="tuesday/call.wav"), digest(2))
        with pytest.raises(UsageError) as raised:
            store.calls.find("call.wav")
        assert f"{digest(1)[:12]} (/calls/monday/call.wav)" in str(raised.value)
        assert f"{digest(2)[:12]} (/calls/tuesday/call.wav)" in str(raised.value)

    def test_a_call_is_found_by_a_part_of_its_name_if_nothing_is_called_so(self, store: Store, run: int) -> None:
        store.ledger.enrol(run, seen(1, name="in-4711-1772442611.104.wav"), digest(1))
        store.ledger.enrol(run, seen(2, name="4711-"), digest(2))
        assert store.calls.find("1772442611").sha256 == digest(1)
        assert not store.calls.is_named("1772442611")
        assert store.calls.find("4711-").sha256 == digest(2)
        assert store.calls.is_named("4711-")

    def test_a_call_is_found_by_the_identifier_of_the_telephone_system(self, store: Store, run: int) -> None:
        store.ledger.enrol(run, replace(seen(1), system_id="1772442611.104"), digest(1))
        store.ledger.enrol(run, seen(2), digest(2))
        assert store.calls.find("1772442611.104").sha256 == digest(1)
        store.erasure.erase([store.calls.find(digest(1)).id])
        assert store.calls.find(digest(1)).system_id is None
