"""Files and the states of their calls."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.stored import LEASE_S, digest, heard, judgement, score, seen, stored_calls

from callgrade.store import NOT_SCORED, CallState, Enrolled, Store, TakenOver, open_store

A, B = digest(1), digest(2)


def refuse(store: Store, number: int, run: int, state: CallState = CallState.REFUSED) -> int:
    call_id = store.ledger.enrol(run, seen(number), digest(number)).call_id
    assert store.ledger.claim(call_id, run, LEASE_S)
    assert store.ledger.finish_unscored(call_id, run, state, "empty", "The file is empty.")
    return call_id


def test_the_last_run_is_one_that_ended(store: Store) -> None:
    assert store.runs.last_ended() is None
    ended, running = store.ledger.start_run(), store.ledger.start_run()
    store.ledger.end_run(ended, {"due": 2, "scored": 1})
    last = store.runs.last_ended()
    assert last is not None
    assert last.counts == {"due": 2, "scored": 1}
    assert [(one.id, one.ended_at is None) for one in store.runs.last(5)] == [(running, True), (ended, False)]
    store.ledger.end_run(running, {})


def test_calls_without_a_card_are_listed_the_newest_first(store: Store, run: int) -> None:
    for number, state in enumerate((CallState.REFUSED, CallState.HUNG)):
        refuse(store, number, run, state)
    score(store, 5, run=run)
    assert [call.state for call in store.calls.not_scored()] == [CallState.HUNG, CallState.REFUSED]


class TestFiles:
    def test_a_copy_does_not_take_over_the_name_of_a_call(self, store: Store, run: int, tmp_path: Path) -> None:
        first, copy = (replace(seen(), path=tmp_path / name) for name in ("call.wav", "copy of call.wav"))
        first.path.touch()
        copy.path.touch()
        call = store.ledger.enrol(run, first, A).call_id
        assert store.ledger.enrol(run, copy, A).call_id == call
        assert store.calls.find(A).path == str(first.path)

    def test_a_renamed_recording_has_its_new_name(self, store: Store, run: int, tmp_path: Path) -> None:
        first, renamed = (replace(seen(), path=tmp_path / name) for name in ("call.wav", "renamed.wav"))
        store.ledger.enrol(run, first, A)
        renamed.path.touch()
        store.ledger.enrol(run, renamed, A)
        assert store.calls.find(A).path == str(renamed.path)

    def test_a_new_file_is_not_known(self, store: Store) -> None:
        assert store.ledger.known([seen().path]) == {}

    def test_a_file_that_is_still_being_written_is_remembered_by_size_and_time(self, store: Store, run: int) -> None:
        store.ledger.note_unstable(run, [seen(size=1000)])
        first = store.ledger.known([seen().path])[seen().path]
        later = store.ledger.start_run()
        store.ledger.note_unstable(later, [seen(size=2000)])
        second = store.ledger.known([seen().path])[seen().path]
        assert (first.size_bytes, first.sha256, first.state, first.last_run) == (1000, None, None, run)
        assert (second.size_bytes, second.last_run) == (2000, later)
        assert not second.is_same(seen(size=2000))  # never enrolled

    def test_an_enrolled_file_is_known_with_its_call(self, store: Store, run: int) -> None:
        enrolled = store.ledger.enrol(run, seen(), A)
        known = store.ledger.known([seen().path, seen(2).path])
        assert enrolled == Enrolled(enrolled.call_id, CallState.WAITING, is_new=True)
        assert known.keys() == {seen().path}
        assert known[seen().path].is_same(seen())
        assert (known[seen().path].call_id, known[seen().path].state) == (enrolled.call_id, CallState.WAITING)

    @pytest.mark.parametrize("change", [{"size_bytes": 999}, {"mtime_ns": 1}, {"facts_hash": "other"}])
    def test_a_file_of_other_size_time_or_facts_is_not_the_same(
        self, store: Store, run: int, change: dict[str, int]
    ) -> None:
        store.ledger.enrol(run, seen(), A)
        assert not store.ledger.known([seen().path])[seen().path].is_same(replace(seen(), **change))  # type: ignore[arg-type]

    def test_thousands_of_files_are_looked_up_at_once(self, store: Store, run: int) -> None:
        store.ledger.note_unstable(run, [seen(number) for number in range(1300)])
        assert len(store.ledger.known([seen(number).path for number in range(2000)])) == 1300

    def test_names_of_any_bytes_are_kept(self, store: Store, run: int) -> None:
        names = ["caf\udce9.wav", "a\nb'; DROP TABLE calls; --.wav", "\u202eevil.wav", "x" * 255, "-r.wav"]
        for number, name in enumerate(names):
            store.ledger.enrol(run, seen(number, name=name), digest(number))
        assert len(store.ledger.known([seen(name=name).path for name in names])) == len(names)
        assert store.calls.find("caf\ufffd.wav").sha256 == digest(0)
        assert store.calls.find(names[1]).sha256 == digest(1)


class TestSameContent:
    def test_a_copy_is_the_same_call(self, store: Store, run: int) -> None:
        call_id = score(store, 1, run=run)
        copy = store.ledger.enrol(run, seen(1, name="copy.wav", facts="of the copy"), A)
        assert copy == Enrolled(call_id, CallState.SCORED, is_new=False)

    def test_a_rename_is_the_same_call_in_a_new_place(self, store: Store, run: int) -> None:
        call_id = score(store, 1, run=run)
        store.ledger.enrol(run, seen(1, name="renamed.wav"), A)
        assert store.calls.find("renamed.wav").id == call_id
        assert next(store.cards.read()).heard.file.name == "1.wav"

    def test_changed_content_is_a_new_call(self, store: Store, run: int) -> None:
        call_id = score(store, 1, run=run)
        changed = store.ledger.enrol(run, seen(1), B)
        assert changed.is_new
        assert changed.call_id != call_id
        assert store.ledger.known([seen(1).path])[seen(1).path].call_id == changed.call_id

    def test_a_file_that_was_touched_is_the_same_call(self, store: Store, run: int) -> None:
        call_id = score(store, 1, run=run)
        assert store.ledger.enrol(run, replace(seen(1), mtime_ns=5), A) == Enrolled(
            call_id, CallState.SCORED, is_new=False
        )


class TestChangedFacts:
    def test_a_call_of_which_more_is_known_waits_again(self, store: Store, run: int) -> None:
        call_id = score(store, 1, run=run)
        again = store.ledger.enrol(run, seen(1, facts="with a sidecar"), A)
        assert again == Enrolled(call_id, CallState.WAITING, is_new=False)

    def test_it_keeps_its_card_until_it_is_heard_again(self, store: Store, run: int) -> None:
        call_id = score(store, 1, run=run)
        store.ledger.enrol(run, seen(1, facts="with a sidecar"), A)
        store.ledger.claim(call_id, run, LEASE_S)
        assert [stored.call.id for stored in store.cards.read()] == [call_id]
        store.ledger.finish_unscored(call_id, run, CallState.REFUSED, "empty", "Empty.")
        assert list(store.cards.read()) == []

    def test_a_changed_fact_makes_a_call_due_once(self, store: Store, run: int) -> None:
        score(store, 1, run=run)
        changed = seen(1, facts="with a sidecar")
        call_id = store.ledger.enrol(run, changed, A).call_id
        store.ledger.claim(call_id, run, LEASE_S)
        store.ledger.finish_scored(call_id, run, heard(1), judgement())
        assert store.ledger.enrol(run, changed, A).state is CallState.SCORED

    def test_a_changed_fact_makes_a_call_due_once_if_the_file_was_growing(self, store: Store, run: int) -> None:
        score(store, 1, run=run)
        store.ledger.note_unstable(run, [seen(1)])
        assert store.ledger.enrol(run, seen(1, facts="with a sidecar"), A).state is CallState.WAITING

    def test_two_machines_that_see_the_change_at_different_places_do_it_once(self, store: Store, run: int) -> None:
        score(store, 1, run=run)
        store.ledger.enrol(run, seen(1, name="mounted/1.wav"), A)
        call_id = store.ledger.enrol(run, seen(1, facts="new"), A).call_id
        store.ledger.claim(call_id, run, LEASE_S)
        store.ledger.finish_scored(call_id, run, heard(1), judgement())
        assert store.ledger.enrol(run, seen(1, name="mounted/1.wav", facts="new"), A).state is CallState.SCORED

    def test_a_run_with_the_old_facts_loses_the_call(self, store: Store, run: int) -> None:
        call_id = store.ledger.enrol(run, seen(1), A).call_id
        store.ledger.claim(call_id, run, LEASE_S)
        other = store.ledger.start_run()
        assert store.ledger.enrol(other, seen(1, facts="new"), A).state is CallState.WAITING
        assert not store.ledger.finish_scored(call_id, run, heard(1), judgement())
        assert store.ledger.claim(call_id, other, LEASE_S)


class TestClaims:
    def test_a_call_is_claimed_once(self, store: Store, run: int) -> None:
        call_id = store.ledger.enrol(run, seen(), A).call_id
        assert store.ledger.claim(call_id, run, LEASE_S)
        assert not store.ledger.claim(call_id, run, LEASE_S)
        assert not store.ledger.claim(call_id, store.ledger.start_run(), LEASE_S)

    def test_a_finished_call_cannot_be_claimed_or_finished_again(self, store: Store, run: int) -> None:
        call_id = score(store, 1, run=run)
        assert not store.ledger.claim(call_id, run, LEASE_S)
        assert not store.ledger.finish_scored(call_id, run, heard(1), judgement())
        assert not store.ledger.finish_unscored(call_id, run, CallState.FAILED, "x", "y")

    def test_only_the_holder_finishes(self, store: Store, run: int) -> None:
        call_id = store.ledger.enrol(run, seen(), A).call_id
        store.ledger.claim(call_id, run, LEASE_S)
        assert not store.ledger.finish_scored(call_id, store.ledger.start_run(), heard(1), judgement())
        assert store.ledger.finish_scored(call_id, run, heard(1), judgement())

    def test_calls_of_a_run_that_ends_wait_again_without_counting_an_attempt(self, store: Store, run: int) -> None:
        ids = [store.ledger.enrol(run, seen(number), digest(number)).call_id for number in range(3)]
        for call_id in ids:
            store.ledger.claim(call_id, run, LEASE_S)
        store.ledger.end_run(run, {"scored": 0})
        assert [(call.id, call.attempts) for call in stored_calls(store, {CallState.WAITING})] == [
            (id_, 0) for id_ in ids
        ]

    def test_a_held_call_can_be_renewed(self, store: Store, run: int) -> None:
        store.ledger.claim(store.ledger.enrol(run, seen(), A).call_id, run, -1)
        assert store.ledger.renew(run, LEASE_S) == 1
        assert store.ledger.renew(store.ledger.start_run(), LEASE_S) == 0

    @pytest.mark.parametrize("state", sorted(set(CallState) - NOT_SCORED))
    def test_a_call_ends_only_in_a_final_state(self, store: Store, run: int, state: CallState) -> None:
        call_id = store.ledger.enrol(run, seen(), A).call_id
        store.ledger.claim(call_id, run, LEASE_S)
        with pytest.raises(ValueError, match="not a final state"):
            store.ledger.finish_unscored(call_id, run, state, "x", "y")


class TestTakingOver:
    def dead_run(self, store: Store, calls: int = 1) -> int:
        """A run that claimed and was never heard of again."""
        dead = store.ledger.start_run()
        for number in range(calls):
            call_id = store.ledger.enrol(dead, seen(number), digest(number)).call_id
            assert store.ledger.claim(call_id, dead, -1)
        return dead

    def test_calls_of_a_dead_run_wait_again_and_count_an_attempt(self, store: Store) -> None:
        self.dead_run(store, calls=3)
        assert store.ledger.take_over(store.ledger.start_run(), max_attempts=3) == TakenOver(3, 0)
        assert {call.attempts for call in stored_calls(store, {CallState.WAITING})} == {1}

    def test_a_run_takes_nothing_from_itself(self, store: Store) -> None:
        assert store.ledger.take_over(self.dead_run(store), max_attempts=3) == TakenOver(0, 0)

    def test_a_run_whose_call_was_taken_over_cannot_finish_it(self, store: Store) -> None:
        slow = self.dead_run(store)
        quick = store.ledger.start_run()
        store.ledger.take_over(quick, max_attempts=3)
        call_id = store.calls.find(digest(0)).id
        assert store.ledger.claim(call_id, quick, LEASE_S)
        assert not store.ledger.finish_scored(call_id, slow, heard(0), judgement())
        assert store.ledger.finish_scored(call_id, quick, heard(0), judgement())

    def test_a_call_that_keeps_ending_the_run_is_given_up(self, store: Store) -> None:
        taken = []
        for _ in range(3):
            self.dead_run(store)
            taken.append(store.ledger.take_over(store.ledger.start_run(), max_attempts=3))
        call = store.calls.find(digest(0))
        assert taken == [TakenOver(1, 0), TakenOver(1, 0), TakenOver(0, 1)]
        assert (call.state, call.attempts, call.reason_code) == (CallState.CRASHED, 3, "keeps_ending_the_run")

    def test_a_call_that_was_given_up_can_be_retried_as_often_again(self, store: Store) -> None:
        self.dead_run(store)
        store.ledger.take_over(store.ledger.start_run(), max_attempts=1)
        assert store.ledger.retry({CallState.CRASHED}) == 1
        self.dead_run(store)
        assert store.ledger.take_over(store.ledger.start_run(), max_attempts=2) == TakenOver(1, 0)

    def test_on_a_shared_store_a_living_run_keeps_its_calls(self, store: Store) -> None:
        living = store.ledger.start_run()
        store.ledger.claim(store.ledger.enrol(living, seen(), A).call_id, living, LEASE_S)
        shared = not Path(str(store)).exists()
        assert store.ledger.take_over(store.ledger.start_run(), max_attempts=3) == (
            TakenOver(0, 0) if shared else TakenOver(1, 0)
        )


class TestEnds:
    def test_a_refused_call_says_why(self, store: Store, run: int) -> None:
        refuse(store, 1, run)
        call = store.calls.find(A)
        assert (call.state, call.reason_code, call.reason_text) == (CallState.REFUSED, "empty", "The file is empty.")

    def test_a_call_that_is_no_longer_usable_loses_its_scorecard(self, store: Store, run: int) -> None:
        call_id = score(store, 1, run=run)
        store.ledger.enrol(run, seen(1, facts="new"), A)
        store.ledger.claim(call_id, run, LEASE_S)
        store.ledger.finish_unscored(call_id, run, CallState.HUNG, "hung", "It took too long.")
        call = store.calls.find(A)
        assert list(store.cards.read()) == []
        assert (call.overall, call.agent, call.started, call.scored_at) == (None, None, None, None)

    def test_a_scored_call_has_no_reason_left(self, store: Store, run: int) -> None:
        call_id = refuse(store, 1, run)
        store.ledger.retry()
        store.ledger.claim(call_id, run, LEASE_S)
        store.ledger.finish_scored(call_id, run, heard(1), judgement())
        assert (store.calls.find(A).reason_code, store.calls.find(A).reason_text) == (None, None)

    def test_calls_are_counted_by_state(self, store: Store, run: int) -> None:
        score(store, 1, run=run)
        refuse(store, 2, run)
        refuse(store, 3, run, CallState.HUNG)
        store.ledger.enrol(run, seen(4), digest(4))
        counts = store.ledger.counts()
        assert set(counts) == set(CallState)
        assert {state: n for state, n in counts.items() if n} == {
            CallState.SCORED: 1, CallState.REFUSED: 1, CallState.HUNG: 1, CallState.WAITING: 1,
        }  # fmt: skip

    def test_retry_takes_the_given_states_and_calls(self, store: Store, run: int) -> None:
        refused, hung, crashed = (
            refuse(store, 1, run),
            refuse(store, 2, run, CallState.HUNG),
            refuse(store, 3, run, CallState.CRASHED),
        )
        score(store, 4, run=run)
        assert store.ledger.retry({CallState.HUNG, CallState.CRASHED}, [hung]) == 1
        assert store.ledger.retry({CallState.REFUSED, CallState.SCORED}) == 1  # what is scored is rescored, not retried
        waiting = {call.id for call in stored_calls(store, {CallState.WAITING})}
        assert waiting == {refused, hung}
        assert crashed not in waiting


def test_what_was_written_is_there_when_the_store_is_opened_again(location: str) -> None:
    with open_store(location) as store:
        score(store, 1)
    with open_store(location) as store:
        assert [stored.heard for stored in store.cards.read()] == [heard(1)]
        assert store.ledger.start_run() == 2
