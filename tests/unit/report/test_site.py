"""The folder of a report: what is in it, what a second report writes, and what an erasure takes out."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests import scorecards
from tests.support.html_shape import Shape
from tests.support.payloads import PAYLOADS
from tests.support.stored import digest, heard, judgement, score
from tests.unit.report.conftest import OPTIONS, SAMPLES, store_calls

from callgrade.config.load import load_settings
from callgrade.export.for_people.terms import section_term
from callgrade.export.intervals import Estimate
from callgrade.model.scorecard import Scorecard
from callgrade.report.change import Change, change
from callgrade.report.morning import Night, NotScored, distribution, worth_opening
from callgrade.report.rows import CallRow, Why, row_of
from callgrade.report.site import ReportedCall, write_site
from callgrade.report.sound import linked
from callgrade.retention.erase import erase
from callgrade.retention.remembered_exports import report_store
from callgrade.store import Store

INTAKE = load_settings().intake
WITHOUT_AUDIO = OPTIONS.model_copy(update={"with_audio": False})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three calls with recordings; see conftest."""
    with store_calls(tmp_path / "callgrade.db", tmp_path / "recordings") as opened:
        yield opened


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_report_has_a_page_for_each_call_agent_and_team_and_a_playable_copy_of_each_recording(
    store: Store, tmp_path: Path
) -> None:
    report_store(store, tmp_path / "site", OPTIONS, INTAKE)
    names = sorted(files(tmp_path / "site"))
    calls = [digest(number)[:16] for number in range(3)]
    assert [name for name in names if name.startswith("calls/")] == sorted(f"calls/{one}.html" for one in calls)
    assert [len([name for name in names if name.startswith(kind)]) for kind in ("agents/", "teams/")] == [2, 1]
    sounds = {f"audio/{calls[0]}.wav", f"audio/{calls[1]}.ogg", f"audio/{calls[2]}.ogg"}
    assert {name for name in names if name.startswith("audio/")} == sounds
    assert {"index.html", "report.css", "report.js", "data/calls-001.js"} <= set(names)


def test_a_second_report_writes_only_what_changed(store: Store, tmp_path: Path) -> None:
    site = tmp_path / "site"
    report_store(store, site, OPTIONS, INTAKE)
    before = times(site)
    again = report_store(store, site, OPTIONS, INTAKE)
    assert (again.changed, again.removed) == (0, 0)
    assert times(site) == before
    score(store, 7, judgement(started=datetime(2026, 3, 9, 9, 0), agent="Mei Lin"))
    report_store(store, site, OPTIONS, INTAKE)
    after = times(site)
    changed = {str(path.relative_to(site)) for path in after if after[path] != before.get(path)}
    assert {name.partition("/")[0] for name in changed} == {"index.html", "data", "calls", "agents", "teams"}
    assert [name for name in changed if name.startswith("calls/")] == [f"calls/{digest(7)[:16]}.html"]


def test_an_erased_call_leaves_its_page_its_recording_and_every_list(store: Store, tmp_path: Path) -> None:
    site = tmp_path / "site"
    report_store(store, site, OPTIONS, INTAKE)
    erased = erase(store, [store.calls.find("05_travel_hold.ogg").id])
    assert erased.exports == (site,)
    assert not erased.left
    left = files(site)
    assert not [name for name in left if digest(1)[:16] in name]
    for trace in (b"05_travel_hold", digest(1)[:16].encode(), b"Jonas Weber"):
        assert [name for name, content in left.items() if trace in content] == []


def test_a_report_that_was_deleted_is_not_written_again(store: Store, tmp_path: Path) -> None:
    site = tmp_path / "site"
    report_store(store, site, WITHOUT_AUDIO, INTAKE)
    (site / "index.html").unlink()
    assert erase(store, []).exports == ()
    assert store.erasure.exports() == []


def test_without_copies_a_page_links_the_recording_where_it_lies(store: Store, tmp_path: Path) -> None:
    report_store(store, tmp_path / "site", WITHOUT_AUDIO, INTAKE)
    pages = tmp_path / "site" / "calls"
    assert 'src="../../recordings/02_telecom_bad.wav"' in (pages / f"{digest(0)[:16]}.html").read_text()
    flac = (pages / f"{digest(2)[:16]}.html").read_text()
    assert "<audio" not in flac
    assert "A browser cannot play this format." in flac


def test_files_of_others_in_the_folder_stay(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "site" / "calls" / "notes.txt"
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    report_store(store, tmp_path / "site", WITHOUT_AUDIO, INTAKE)
    assert other.read_text() == "mine"


@pytest.mark.parametrize("payload", PAYLOADS[::3])
def test_no_name_becomes_a_tag_an_attribute_or_an_address_of_any_page(payload: str, tmp_path: Path) -> None:
    for name, text in (("harmless", "harmless"), ("hostile", payload)):
        write_site(
            _named(text), Night(None, {text: 1}, {}, [NotScored(text, text, text)]), tmp_path / name, OPTIONS, None
        )
    for kind in ("calls", "agents", "teams", "."):
        (expected, found) = (
            Shape(next((tmp_path / name / kind).glob("*.html")).read_text(encoding="utf-8"))
            for name in ("harmless", "hostile")
        )
        assert found.parts == expected.parts
        assert [a for a in found.addresses if "agents/" not in a[1] and "teams/" not in a[1]] == [
            a for a in expected.addresses if "agents/" not in a[1] and "teams/" not in a[1]
        ]
    script = (tmp_path / "hostile" / "data" / "calls-001.js").read_text(encoding="ascii")
    rows = json.loads(script.removeprefix("(window.callgradeCalls ||= []).push(...").removesuffix(");\n"))
    assert len(rows) == 1


def _named(text: str) -> list[ReportedCall]:
    findings = tuple(replace(finding, title=text) for finding in scorecards.FINDINGS)
    record = replace(scorecards.RECORD, agent=text, team=text, sources={})
    file = replace(scorecards.CARD.file, name=text)
    return [ReportedCall(replace(scorecards.CARD, file=file, record=record, findings=findings), None)]


def test_a_call_without_a_recording_is_offered_with_its_second_but_not_to_be_played(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "recordings" / "05_travel_hold.ogg").unlink()
    report_store(store, tmp_path / "site", OPTIONS, INTAKE)
    links = re.findall(r'<a href="calls/(\w+)\.html#t=[\d.]+">(▶ )?\d', (tmp_path / "site" / "index.html").read_text())
    assert dict(links) == {digest(0)[:16]: "▶ ", digest(1)[:16]: "", digest(2)[:16]: "▶ "}
    agents = [Shape(page.read_text()).text for page in (tmp_path / "site" / "agents").glob("*.html")]
    assert sorted("▶" in text for text in agents) == [False, True]


def row(number: int, overall: float, *, agent: str = "A", critical: tuple[str, ...] = (), day: int = 2) -> CallRow:
    started = datetime(2026, 3, day, 9) + timedelta(minutes=number)
    why = (Why("a norm", 100 - overall, 1.0),)
    return CallRow(str(number), "", started, "", agent, "in", "en", overall, "fair", critical, (), why, "")


def test_critical_calls_come_first_then_the_costliest_of_each_agent() -> None:
    rows = [
        row(1, 50),
        row(2, 40),
        row(3, 70, agent="B"),
        row(4, 45, agent="C", critical=("x",)),
        row(5, 90, agent="B"),
    ]
    assert [one.id for one in worth_opening(rows)] == ["4", "2", "3", "1", "5"]


def test_calls_of_days_before_fill_a_quiet_day_and_no_more_than_ten_are_named() -> None:
    assert [one.id for one in worth_opening([row(1, 50, day=1), row(2, 60, day=3)])] == ["2", "1"]
    assert len(worth_opening([row(number, 50) for number in range(40)])) == 10


def test_the_distribution_counts_every_scored_call_once() -> None:
    counted = dict(distribution([row(1, 0), row(2, 9), row(3, 10), row(4, 99), row(5, 100)]))
    assert counted["0–9"] == 2
    assert counted["10–19"] == 1
    assert counted["90–100"] == 2
    assert sum(counted.values()) == 5


def test_a_change_is_named_only_where_the_intervals_say_so() -> None:
    low, high = Estimate(40.0, 35.0, 45.0), Estimate(70.0, 65.0, 75.0)
    assert (change(low, high), change(high, low)) == ("up", "down")
    assert change(low, Estimate(45.0, 38.0, 52.0)) is Change.NONE
    assert change(None, high) is Change.TOO_FEW


def test_an_agent_that_was_only_heard_is_not_named() -> None:
    record = replace(scorecards.RECORD, sources={"agent": "conversation"})
    assert row_of(replace(scorecards.CARD, record=record)).agent == ""
    assert row_of(scorecards.CARD).agent == "Carol Jensen"


def test_the_page_of_an_agent_shows_no_figure_of_few_calls(tmp_path: Path) -> None:
    write_site(_month(9), Night(None, {}, {}, []), tmp_path, OPTIONS, None)
    (page,) = (tmp_path / "agents").glob("*.html")
    assert "Overall – too few calls to compare 9" in Shape(page.read_text()).text


def test_the_page_of_an_agent_shows_a_change_with_both_months_and_their_figures(tmp_path: Path) -> None:
    write_site(
        _month(10) + _month(10, date(2026, 4, 1), overall=20.0), Night(None, {}, {}, []), tmp_path, OPTIONS, None
    )
    (page,) = (tmp_path / "agents").glob("*.html")
    assert "Overall 52 37–67 down Mar 84 → Apr 20 20" in Shape(page.read_text()).text


def test_sections_are_in_the_order_of_the_norms_although_the_first_call_has_no_score_of_the_first(
    tmp_path: Path,
) -> None:
    first, second = _month(2)
    sections = first.card.score.sections
    without = replace(first.card.score, sections=(replace(sections[0], score=None), *sections[1:]))
    calls = [replace(first, card=replace(first.card, score=without)), second]
    write_site(calls, Night(None, {}, {}, []), tmp_path, OPTIONS, None)
    (page,) = (tmp_path / "agents").glob("*.html")
    text = Shape(page.read_text()).text
    scores = text[text.index("Scores by week") : text.index("Norms by share missed")]
    places = [scores.index(name) for name in ("Overall", *(section_term(one.section) for one in sections if one.score))]
    assert places == sorted(places)


def test_calls_whose_line_was_not_measured_are_counted_beside_the_others(tmp_path: Path) -> None:
    heard_call, read_call = _month(2)
    parties = tuple(replace(party, line=None) for party in read_call.card.conversation.parties)
    conversation = replace(read_call.card.conversation, parties=parties)
    calls = [heard_call, replace(read_call, card=replace(read_call.card, conversation=conversation))]
    write_site(calls, Night(None, {}, {}, []), tmp_path, OPTIONS, None)
    (page,) = (tmp_path / "agents").glob("*.html")
    assert "not measured calls 1 0 0 1" in Shape(page.read_text()).text


def test_a_week_is_shown_only_where_it_has_enough_calls_for_a_figure(tmp_path: Path) -> None:
    busy = [ReportedCall(_card(date(2026, 3, 9), 84.0), None)] * 10
    write_site(_month(4) + busy, Night(None, {}, {}, []), tmp_path, OPTIONS, None)
    (page,) = (tmp_path / "agents").glob("*.html")
    text = Shape(page.read_text()).text
    assert "2026-W11" in text
    assert "2026-W09" not in text


def _month(calls: int, first: date = date(2026, 3, 1), overall: float = 84.0) -> list[ReportedCall]:
    return [ReportedCall(_card(first + timedelta(days=number), overall), None) for number in range(calls)]


def _card(day: date, overall: float) -> Scorecard:
    known = heard(day.toordinal())
    record = replace(scorecards.RECORD, started=datetime.combine(day, datetime.min.time()), sources={})
    return replace(
        scorecards.CARD, file=known.file, record=record, score=replace(scorecards.CARD.score, overall=overall)
    )


def test_a_recording_whose_name_holds_a_card_number_is_not_linked(tmp_path: Path) -> None:
    recording = tmp_path / "4111 1111 1111 1111.wav"
    shutil.copy(SAMPLES / "02_telecom_bad.wav", recording)
    assert "4111" not in str(linked(recording, tmp_path))
