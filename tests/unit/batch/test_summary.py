"""The summary of a night counts every file that was not scored, with its reason."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.nights import InlineExecutor, Nights, RecordsOf, aged
from tests.support.sample_calls import SAMPLES

from callgrade.batch.summary import Summary
from callgrade.batch.summary_rows import rows
from callgrade.grading.call_task import CallTask
from callgrade.intake.cdr.no_record import NoRecord
from callgrade.model.record import CallRecord
from callgrade.store import CardFilter, open_store
from callgrade.workers.protocol import Failed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC).astimezone()


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    folder = tmp_path / "recordings"
    folder.mkdir()
    return Nights(folder, tmp_path / "callgrade.db")


def told(summary: Summary) -> dict[str, str]:
    return {name.strip(): value for name, value in rows(summary)}


def document(summary: Summary) -> dict[str, object]:
    """As it is written, so that it surely can be."""
    written: dict[str, object] = json.loads(json.dumps(summary.document()))
    return written


def put(nights: Nights, *names: str) -> None:
    for name in names:
        path = nights.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("nothing")
        aged(path)


def test_files_of_other_endings_are_counted_by_ending(nights: Nights) -> None:
    put(
        nights,
        "a.docx",
        "b/c.docx",
        "Master.CSV",
        "README",
        "Anna.Svensson",
        ".trash.wav",
        "~a.wav",
        "lost+found/a.wav",
    )
    summary = nights.run()
    endings = {".docx": 2, ".csv": 1, "no ending": 1, "another ending": 1}
    assert document(summary)["passed_over"] == {"endings": endings, "patterns": 2, "hidden": 1}
    assert told(summary)["passed over, no ending of batch.scan.endings"] == (
        ".csv 1, .docx 2, another ending 1, no ending 1"
    )
    assert told(summary)["passed over, the name begins with a dot"] == "1"
    assert told(summary)["passed over by a pattern of --include, --exclude or batch.scan"] == "2"


@pytest.mark.slow
def test_every_name_in_a_folder_is_counted_once(nights: Nights) -> None:
    nights.call("a.json", "Ann Lee")
    nights.call("b.json", "Bo Dahl")
    os.utime(nights.folder / "b.json")
    put(nights, "c.wav", "d.wav.json", "e.txt", ".f", "~g.wav")
    os.mkfifo(nights.folder / "h.wav")
    (nights.folder / "i.json").write_bytes((nights.folder / "a.json").read_bytes())
    aged(nights.folder / "i.json")
    summary = nights.run()
    counted = (
        summary.finished, summary.copies, summary.growing, summary.lone_documents, summary.endings.total(),
        summary.hidden, summary.excluded, summary.skipped.total(),
    )  # fmt: skip
    assert counted == (2, 1, 1, 1, 1, 1, 1, 1)
    assert sum(counted) == len(list(nights.folder.iterdir()))


def test_the_summary_says_when_files_still_being_written_can_be_scored(nights: Nights) -> None:
    for number, age_s in enumerate((100, 30, 60)):
        path = nights.call(f"{number}.json", f"Customer {number}")
        at_s = NOON.timestamp() - age_s
        os.utime(path, (at_s, at_s))
    summary = nights.run(clock=lambda: NOON)
    assert summary.again == NOON + timedelta(seconds=90)
    assert document(summary)["run_again_after"] == summary.again.isoformat(timespec="seconds")
    later = (NOON + timedelta(minutes=2)).strftime("%H:%M")  # the next full minute
    assert told(summary)["still being written"] == f"3 changed less than 120 s ago; run again after {later}"
    assert nights.run(clock=lambda: NOON + timedelta(seconds=90)).scored == 3


def test_files_dated_in_the_future_are_told_apart_from_those_still_written_to(nights: Nights) -> None:
    for number, age_s in enumerate((30, -86_400, -3600)):
        path = nights.call(f"{number}.json", f"Customer {number}")
        os.utime(path, (NOON.timestamp() - age_s,) * 2)
    summary = nights.run(clock=lambda: NOON)
    assert (summary.growing, document(summary)["dated_in_the_future"]) == (3, 2)
    assert told(summary)["still being written"].startswith("1 changed less than 120 s ago; ")
    assert told(summary)["dated in the future"].startswith("2, taken when a later run sees them unchanged for 120 s; ")
    path.unlink()
    (nights.folder / "0.json").unlink()
    assert "still being written" not in told(nights.run(clock=lambda: NOON))


def test_the_time_of_the_next_run_names_its_day_if_it_is_another(nights: Nights) -> None:
    midnight = NOON.replace(hour=23, minute=59, second=30)
    path = nights.call("a.json")
    os.utime(path, (midnight.timestamp(), midnight.timestamp()))
    summary = nights.run(clock=lambda: midnight)
    assert told(summary)["still being written"].endswith("run again after 2026-03-03 00:02")


def test_a_file_that_changes_while_it_is_scored_is_left_for_the_next_run(nights: Nights) -> None:
    nights.call("a.json")

    def write(task: CallTask) -> None:
        os.utime(task.call.path)

    summary = nights.run(InlineExecutor(write))
    assert summary.growing == 1
    assert summary.again
    assert summary.again > summary.started


def test_calls_without_a_score_are_counted_by_their_reason(nights: Nights) -> None:
    nights.call("a.json", "Ann Lee")
    french = nights.call("b.json", "Bo Dahl")
    french.write_text(french.read_text().replace('"language": "en"', '"language": "fr"'))
    aged(french)
    (nights.folder / "c.wav").write_bytes((SAMPLES / "08_unanswered.wav").read_bytes())
    aged(nights.folder / "c.wav")
    summary = nights.run()
    assert summary.scored == 3
    assert document(summary)["withheld"] == {"no_words": 1, "no_speech": 1}
    lines = told(summary)
    assert lines["scored"] == "3, 2 of them without a score"
    assert lines["no score: no words for this language in the norm pack"] == "1; see docs/troubleshooting.md"


def test_calls_that_an_earlier_run_could_not_score_are_reported_every_night(nights: Nights) -> None:
    nights.call("a.json", "Ann Lee")
    nights.call("b.json", "Bo Dahl")
    nights.run(
        InlineExecutor(lambda task: Failed(task, "ValueError", "x.py:1") if "b" in task.call.path.name else None)
    )
    summary = nights.run()
    assert document(summary)["unchanged_not_scored"] == {"failed": 1}
    assert told(summary)["unchanged since an earlier run"] == "2"
    assert told(summary)["failed; callgrade retry takes them up again"] == "1"


def test_erased_calls_are_counted_apart_from_unchanged_files_and_copies(nights: Nights) -> None:
    path = nights.call("a.json")
    nights.run()
    with open_store(nights.store) as store:
        store.erasure.erase([stored.call.id for stored in store.cards.read(CardFilter())])
    copy = nights.folder / "copy.json"
    copy.write_bytes(path.read_bytes())
    aged(copy)
    for _night in range(2):
        summary = nights.run()
        assert (summary.erased, summary.copies, summary.unchanged, summary.scored) == (2, 0, 0, 0)
        assert told(summary)["erased earlier, not done again"] == "2"


# Call detail records


def test_records_without_a_recording_are_reported_with_the_likely_cause(nights: Nights) -> None:
    for number in range(3):
        nights.call(f"{number}.json", f"Customer {number}")
    nothing = RecordsOf(lambda _: None, NoRecord.OTHER_DAYS, rows=44, unreadable=2)
    summary = nights.run(records=nothing)
    lines = told(summary)
    assert lines["call detail records found for"] == "0 of 3 recordings"
    assert lines["none: the records are of other days"] == "3"
    assert lines["rows of call detail records that could not be read; the messages say why"] == "2"
    assert document(summary)["records"] == {
        "rows": 44, "unreadable_rows": 2, "recordings": 3, "found": 0, "not_understood": 0,
        "without": {"other_days": 3},
    }  # fmt: skip


def test_records_are_looked_up_only_for_due_calls(nights: Nights) -> None:
    """Tonight's records need not hold last week's calls."""
    nights.call("a.json", "Ann Lee")
    nights.run()
    nights.call("b.json", "Bo Dahl")
    known = CallRecord(agent="Eva Lund", sources={"agent": "cdr"})
    summary = nights.run(records=RecordsOf(lambda found: known if found.path.name == "b.json" else None))
    assert told(summary)["call detail records found for"] == "1 of 1 recordings"


def test_a_night_without_records_does_not_mention_them(nights: Nights) -> None:
    nights.call("a.json")
    summary = nights.run()
    assert document(summary)["records"] is None
    assert not any("records" in name for name in told(summary))


def test_an_unknown_word_of_a_record_is_on_the_card_and_stays_there(nights: Nights) -> None:
    path = nights.call("a.json")
    warning = "cdr: the word 'sideways' for the direction is not understood"
    known = CallRecord(agent="Eva Lund", sources={"agent": "cdr"})
    summary = nights.run(records=RecordsOf(lambda _: known, warnings=(warning,)))
    assert told(summary)["with a direction that is not understood"] == "1"
    assert "sideways" not in str(document(summary))
    for _night in range(2):
        with open_store(nights.store) as store:
            (card,) = (stored.card for stored in store.cards.read())
        assert (card.record.sources["direction"], warning in card.file.warnings) == ("profile service", True)
        (nights.folder / "a.json.json").write_text("{}")  # a later night without records hears it again
        aged(path, age_s=0)
        nights.run()


# Privacy


def test_the_log_says_what_the_terminal_says_and_neither_names_a_call(
    nights: Nights, caplog: pytest.LogCaptureFixture
) -> None:
    nights.call("Anna-Svensson_+4712345678.json", "Jack Turner")
    put(nights, "Turner.Svensson", "call.anna", "Anna.docx", ".Anna", "~Turner.wav", "Turner.wav.json")
    with caplog.at_level("INFO"):
        summary = nights.run(records=RecordsOf(lambda _: None, NoRecord.NO_TIME_IN_NAME, unreadable=1))
    assert all(f"{name}: {value}" in caplog.text for name, value in told(summary).items() if name != "rate")
    everything = caplog.text + str(document(summary)) + str(told(summary))
    assert not any(word in everything.casefold() for word in ("anna", "svensson", "12345678", "turner", "meridian"))
