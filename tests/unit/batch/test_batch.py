"""A night scores and stores new calls, leaves the rest alone, and the next night continues after any fault."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.nights import InlineExecutor, Nights, RecordsOf, Silent, aged, judge
from tests.support.sample_calls import SAMPLES
from tests.support.stored import stored_calls

from callgrade.batch.run import CallEvent, FinishedCall
from callgrade.batch.summary import RunEnd
from callgrade.config.load import load_settings
from callgrade.errors import LockedError, ModelError, OutputError
from callgrade.grading.call_task import CallTask
from callgrade.model.record import CallRecord
from callgrade.store import CallState, SeenFile, open_store
from callgrade.store.ledger import Ledger
from callgrade.workers.protocol import Crashed, Failed, Hung


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    folder = tmp_path / "recordings"
    folder.mkdir()
    return Nights(folder, tmp_path / "callgrade.db")


def three(nights: Nights) -> None:
    for number, customer in enumerate(("Ann Lee", "Bo Dahl", "Cy Moss")):
        nights.call(f"support/{number}.json", customer)


class TestWhatIsNew:
    def test_a_new_recording_is_scored_and_stored(self, nights: Nights) -> None:
        three(nights)
        summary = nights.run()
        assert (summary.due, summary.scored, summary.end, summary.complete) == (3, 3, RunEnd.DONE, True)
        with open_store(nights.store) as store:
            cards = [stored.card for stored in store.cards.read()]
        assert sorted(card.record.customer or "" for card in cards) == ["Ann Lee", "Bo Dahl", "Cy Moss"]

    def test_a_new_transcript_is_scored_without_audio(self, nights: Nights) -> None:
        three(nights)
        assert nights.run().audio_s == 0

    def test_the_largest_recordings_are_done_first_so_that_none_is_left_for_the_end(self, nights: Nights) -> None:
        for name, customer in (("a.json", "Bo"), ("b.json", "Ann Lee of the old mill"), ("c.json", "Cy Moss")):
            nights.call(name, customer)
        executor = InlineExecutor()
        nights.run(executor)
        assert executor.asked == ["b.json", "c.json", "a.json"]

    def test_a_night_that_may_end_early_begins_with_the_calls_that_were_found_first(self, nights: Nights) -> None:
        for number in range(18):
            nights.call(
                f"{number:02}.json", ("Ann Lee of the old mill " if number > 1 else "Bo ") + chr(ord("A") + number)
            )
        executor = InlineExecutor()
        nights.run(executor, limit=2)
        assert executor.asked == ["00.json", "01.json"]

    def test_a_call_is_not_new_the_next_night(self, nights: Nights) -> None:
        three(nights)
        nights.run()
        executor = InlineExecutor()
        summary = nights.run(executor)
        assert (summary.due, summary.unchanged, executor.asked) == (0, 3, [])

    def test_changed_norms_do_not_make_a_call_new(self, nights: Nights) -> None:
        three(nights)
        assert nights.run().outdated == 0
        nights.versions = lambda language: replace(judge().versions(language), norms="changed")
        summary = nights.run(InlineExecutor())
        assert (summary.due, summary.outdated) == (0, 3)

    def test_a_copy_or_a_rename_is_not_a_new_call(self, nights: Nights) -> None:
        first = nights.call("a.json")
        nights.run()
        aged(Path(first).rename(nights.folder / "renamed.json"))
        (nights.folder / "copy.json").write_bytes((nights.folder / "renamed.json").read_bytes())
        aged(nights.folder / "copy.json")
        executor = InlineExecutor()
        summary = nights.run(executor)
        assert (summary.copies, executor.asked, nights.states()) == (2, [], {"scored": 1})

    def test_a_changed_recording_is_a_new_call(self, nights: Nights) -> None:
        three(nights)
        nights.run()
        nights.call("support/1.json", "Di Voss", age_s=60)
        executor = InlineExecutor()
        nights.run(executor)
        assert (executor.asked, nights.states()) == (["1.json"], {"scored": 4})

    def test_a_changed_call_detail_record_makes_a_call_due(self, nights: Nights) -> None:
        three(nights)
        nights.run()
        known = CallRecord(agent="Eva Lund", sources={"agent": "cdr"})
        executor = InlineExecutor()
        nights.run(executor, records=RecordsOf(lambda found: known if found.path.name == "2.json" else None))
        assert executor.asked == ["2.json"]
        with open_store(nights.store) as store:
            agents = [stored.card.record.agent for stored in store.cards.read()]
        assert agents.count("Eva Lund") == 1
        assert nights.run(InlineExecutor()).due == 0  # a later night's records need not hold this call any more

    def test_a_changed_sidecar_makes_a_call_due_and_keeps_facts_of_records(self, nights: Nights) -> None:
        recording = nights.folder / "a.wav"
        shutil.copy(SAMPLES / "08_unanswered.wav", recording)
        sidecar = nights.folder / "a.wav.json"
        sidecar.write_text('{"customer": "Bo Dahl"}')
        aged(recording)
        aged(sidecar)
        known = CallRecord(agent="Eva Lund", sources={"agent": "cdr"})
        nights.run(records=RecordsOf(lambda _: known))
        sidecar.write_text('{"customer": "Di Voss"}')
        aged(sidecar)
        assert nights.run().scored == 1
        with open_store(nights.store) as store:
            (record,) = (stored.card.record for stored in store.cards.read())
        assert (record.agent, record.sources["agent"], record.customer) == ("Eva Lund", "cdr", "Di Voss")

    def test_a_call_that_is_heard_again_keeps_facts_of_records(self, nights: Nights) -> None:
        nights.call("a.json")
        known = CallRecord(team="north", sources={"team": "cdr"})
        nights.run(records=RecordsOf(lambda _: known))
        with open_store(nights.store) as store:
            (call,) = (stored.call for stored in store.cards.read())
            assert store.ledger.retry({CallState.SCORED}, [call.id]) == 1
        assert nights.run().scored == 1
        with open_store(nights.store) as store:
            (again,) = store.cards.read()
        assert (again.card.record.team, again.call.revision) == ("north", call.revision + 1)

    def test_two_files_of_one_call_in_a_group_are_counted_once(self, nights: Nights) -> None:
        for number in range(8):
            nights.call(f"{number}.json", f"Customer {number}")
        aged(Path(shutil.copy(nights.folder / "0.json", nights.folder / "0-copy.json")))
        summary = nights.run()
        assert (summary.scored, summary.copies, summary.elsewhere) == (8, 1, 0)


class TestCallsAmongColleagues:
    RECORDS = RecordsOf(lambda _: CallRecord(sources={}), internal=True)

    def test_they_are_passed_over_and_do_not_make_the_night_incomplete(self, nights: Nights) -> None:
        three(nights)
        executor = InlineExecutor()
        summary = nights.run(executor, records=self.RECORDS)
        assert (summary.internal, summary.handled, summary.complete, executor.asked) == (3, 3, True, [])
        with open_store(nights.store) as store:
            assert store.calls.reasons() == {(CallState.REFUSED, "internal_call"): 3}

    def test_a_later_night_without_their_records_does_not_score_them(self, nights: Nights) -> None:
        three(nights)
        nights.run(records=self.RECORDS)
        assert nights.run().due == 0

    def test_a_site_may_have_them_scored(self, nights: Nights) -> None:
        three(nights)
        nights.settings = load_settings(None, {"batch": {"cdr": {"internal": "score"}}})
        assert nights.run(records=self.RECORDS).scored == 3


class TestWhatIsLeft:
    def test_a_limit_leaves_the_rest_to_the_next_night(self, nights: Nights) -> None:
        three(nights)
        summary = nights.run(limit=2)
        assert (summary.scored, summary.left, summary.end) == (2, 1, RunEnd.LIMIT)
        assert nights.run().scored == 1

    def test_no_call_is_taken_after_the_given_time(self, nights: Nights) -> None:
        three(nights)
        summary = nights.run(until=datetime.now(UTC) - timedelta(seconds=1))
        assert (summary.scored, summary.left, summary.end) == (0, 3, RunEnd.UNTIL)

    def test_a_file_that_is_still_being_written_waits(self, nights: Nights) -> None:
        path = nights.call("a.json")
        os.utime(path)
        summary = nights.run()
        assert (summary.due, summary.growing, nights.states()) == (0, 1, {})
        aged(path)
        assert nights.run().scored == 1

    def test_a_file_that_changes_while_it_is_scored_waits(self, nights: Nights) -> None:
        nights.call("a.json")

        def meanwhile(task: CallTask) -> None:
            nights.call("a.json", "Di Voss", age_s=30)

        summary = nights.run(InlineExecutor(meanwhile))
        assert (summary.scored, summary.growing) == (0, 1)
        assert nights.run().scored == 1
        with open_store(nights.store) as store:
            assert [stored.card.record.customer for stored in store.cards.read()] == ["Di Voss"]

    def test_an_interrupted_night_loses_only_the_calls_in_progress(self, nights: Nights) -> None:
        three(nights)

        def interrupt(task: CallTask) -> None:
            if task.call.path.name == "1.json":
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            nights.run(InlineExecutor(interrupt))
        assert nights.states() == {"scored": 1, "waiting": 1}
        executor = InlineExecutor()
        assert nights.run(executor).scored == 2
        assert executor.asked == ["1.json", "2.json"]

    def test_a_call_that_killed_a_night_comes_last_and_alone(self, nights: Nights) -> None:
        three(nights)
        with open_store(nights.store) as store:
            died = store.ledger.start_run()
            first = SeenFile(nights.folder / "support" / "0.json", 1, 1, "")
            sha256 = hashlib.sha256((nights.folder / "support" / "0.json").read_bytes()).hexdigest()
            assert store.ledger.claim(store.ledger.enrol(died, first, sha256).call_id, died, 600)
        nights.run(limit=0)  # takes over
        executor = InlineExecutor()
        assert nights.run(executor).scored == 3
        assert executor.asked == ["1.json", "2.json", "0.json"]

    def test_files_from_the_future_wait_for_one_night_only(self, nights: Nights) -> None:
        path = nights.call("a.json")
        ahead_s = time.time() + 3600
        os.utime(path, (ahead_s, ahead_s))
        assert nights.run().growing == 1
        assert nights.run().growing == 1  # a minute later
        assert nights.run(clock=lambda: datetime.now(UTC) + timedelta(minutes=10)).scored == 1


ENDS: dict[str, Callable[[CallTask], FinishedCall]] = {
    "crashed": lambda task: Crashed(task, "SIGSEGV", "hearing/prepare.py:80"),
    "hung": lambda task: Hung(task, "recognising words", 120.0, None),
    "failed": lambda task: Failed(task, "ZeroDivisionError", "measures/rate.py:7"),
}


class TestWhatCannotBeScored:
    @pytest.mark.parametrize("state", ENDS)
    def test_a_call_that_fails_stops_no_other_and_is_not_tried_every_night(self, nights: Nights, state: str) -> None:
        three(nights)

        def end(task: CallTask) -> FinishedCall | None:
            return ENDS[state](task) if task.call.path.name == "1.json" else None

        summary = nights.run(InlineExecutor(end))
        assert nights.states() == {"scored": 2, state: 1}
        assert (summary.not_scored, summary.complete) == (1, False)
        assert nights.run(InlineExecutor()).due == 0
        with open_store(nights.store) as store:
            assert store.ledger.retry({CallState(state)}) == 1
        assert nights.run(InlineExecutor()).scored == 1

    def test_a_call_that_fails_is_reported_with_its_reason(self, nights: Nights) -> None:
        three(nights)
        nights.run(InlineExecutor(lambda task: Crashed(task, "SIGSEGV", "hearing/prepare.py:80")))
        with open_store(nights.store) as store:
            (call, *_) = stored_calls(store, {CallState.CRASHED})
        assert (call.reason_code, call.reason_text) == ("crashed", "SIGSEGV, in hearing/prepare.py:80")

    def test_an_unusable_call_is_refused_once_with_its_code(self, nights: Nights) -> None:
        aged_empty = nights.folder / "empty.wav"
        aged_empty.touch()
        aged(aged_empty)
        (nights.folder / "text.wav").write_text("no sound")
        aged(nights.folder / "text.wav")
        summary = nights.run()
        assert dict(summary.reasons) == {"empty": 1, "not_audio": 1}
        assert nights.run().due == 0


class TestWhatGoesAway:
    """A share that is unmounted, a file that is archived, while the night goes on."""

    def test_a_file_that_vanishes_before_it_is_read_is_tried_again(self, nights: Nights) -> None:
        three(nights)

        def leave(task: CallTask) -> None:
            for path in nights.folder.glob("support/[12].json"):
                path.unlink()

        summary = nights.run(InlineExecutor(leave))
        assert (summary.scored, dict(summary.unread), summary.complete) == (1, {"missing": 2}, False)
        three(nights)
        assert nights.run().scored == 2

    def test_a_file_that_vanishes_in_a_worker_is_not_refused(self, nights: Nights) -> None:
        path = nights.call("a.json")
        content = path.read_bytes()
        summary = nights.run(InlineExecutor(lambda task: task.call.path.unlink()))
        assert (dict(summary.unread), summary.not_scored, summary.complete) == ({"missing": 1}, 0, False)
        assert nights.states() == {"waiting": 1}
        path.write_bytes(content)
        aged(path)
        assert nights.run().scored == 1

    def test_a_document_without_its_recording_is_left_alone_and_counted(self, nights: Nights) -> None:
        (nights.folder / "call.wav.json").write_text('{"agent": "Eva Lund"}')
        aged(nights.folder / "call.wav.json")
        summary = nights.run()
        assert (summary.due, summary.lone_documents, summary.complete, nights.states()) == (0, 1, True, {})


class TestAnEndThatGoesWrong:
    def test_an_error_at_the_end_hides_neither_the_first_error_nor_the_summary(
        self, nights: Nights, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        three(nights)

        def stop(task: CallTask) -> None:
            raise ModelError("The weights are gone.", "Get them.")

        monkeypatch.setattr(Ledger, "end_run", _full_disk)
        watcher = Silent()
        with pytest.raises(ModelError):
            nights.run(InlineExecutor(stop), watcher=watcher)
        assert watcher.summary
        assert (watcher.summary.end, watcher.summary.ended is None) == (RunEnd.FAILED, False)

    def test_an_error_at_the_end_is_raised_if_it_is_the_first(
        self, nights: Nights, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        three(nights)
        monkeypatch.setattr(Ledger, "end_run", _full_disk)
        watcher = Silent()
        with pytest.raises(OutputError):
            nights.run(watcher=watcher)
        assert watcher.summary
        assert watcher.summary.scored == 3


def _full_disk(*_: object) -> None:
    raise OutputError("The disk is full.", "Make room.")


def test_neither_log_nor_summary_names_a_caller(nights: Nights, caplog: pytest.LogCaptureFixture) -> None:
    nights.call("Anna-Svensson_+4712345678.json", "Jack Turner")
    (nights.folder / "Turner.wav").write_text("Jack Turner")
    aged(nights.folder / "Turner.wav")
    with caplog.at_level("INFO"):
        summary = nights.run()
    told = caplog.text + str(summary.document())
    assert caplog.records
    assert not any(word in told for word in ("Anna", "Svensson", "12345678", "Turner", "Meridian"))


def test_one_run_at_a_time_works_on_a_store_that_is_a_file(nights: Nights) -> None:
    three(nights)
    with open_store(nights.store) as store, store.run_lock(), pytest.raises(LockedError):
        nights.run()
    assert nights.run().scored == 3


def test_an_event_shows_no_card_number_that_a_path_holds() -> None:
    event = CallEvent(Path("/recordings/4111111111111111.wav"), "0" * 64, CallState.SCORED)
    assert "4111" not in json.dumps(event.document())
