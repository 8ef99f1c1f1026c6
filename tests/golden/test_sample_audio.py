"""The sample calls through the whole program, with the real recogniser, against their scripts.

Verdicts are what a person says who has read the script; times are what the generator put there.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sample_audio.script import Script, read_script
from tests.support.vcons import faults

from callgrade.config.load import load_settings
from callgrade.export.terminal import overview_text, to_text
from callgrade.export.terminal.overview import line_of
from callgrade.export.vcon import to_vcon
from callgrade.grading.grader import Grader
from callgrade.grading.outcome import CallInput, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.model.finding import Verdict
from callgrade.model.record import CallRecord, Role
from callgrade.model.scorecard import Scorecard
from callgrade.model.span import Span, Spans
from callgrade.norms.explain import explain
from callgrade.store.documents.stored_documents import read_heard, write_heard

FOLDER = Path(__file__).parents[2] / "sample_audio"
SCRIPTS = {path.stem: read_script(path) for path in sorted((FOLDER / "scripts").glob("*.yaml"))}
TRUTH: dict[str, dict[str, Any]] = {
    name: json.loads((FOLDER / "reference" / f"{name}.json").read_text(encoding="utf-8")) for name in SCRIPTS
}
VERDICTS = [(name, norm, verdict) for name, script in SCRIPTS.items() for norm, verdict in script.expected.items()]
FAREWELL = ("closing.farewell", "pass")
EXCERPTS = [("README.md", "05_travel_hold"), ("docs/start/first-card.md", "02_telecom_bad")]
RUNG = [name for name, truth in TRUTH.items() if truth["ringing"]]
ANSWERED = [name for name in RUNG if TRUTH[name]["ringing"]["answer_s"] is not None]
SILENT = [name for name, truth in TRUTH.items() if truth["dead_air"]]
TWO_CHANNELS = [name for name, script in SCRIPTS.items() if script.format.channels == 2]


@pytest.fixture(scope="session")
def grader() -> Grader:
    return GraderSpec(load_settings(), model=None, profile="service", site=None).grader()


@pytest.fixture(scope="session")
def graded(grader: Grader) -> Mapping[str, Scored]:
    """Every sample call graded once, all in one run."""
    paths = [FOLDER / script.file for script in SCRIPTS.values()]
    outcomes = grader.grade(map(CallInput, paths), CallRecord(), lambda _: None)
    scored = {}
    for name, outcome in zip(SCRIPTS, outcomes, strict=True):
        assert isinstance(outcome, Scored), f"{name}: {outcome}"
        scored[name] = outcome
    return scored


@pytest.fixture(scope="session")
def scorecards(graded: Mapping[str, Scored]) -> Mapping[str, Scorecard]:
    return {name: one.card for name, one in graded.items()}


@pytest.mark.parametrize("name", SCRIPTS)
def test_explain_and_rescore_give_the_findings_of_analyze(
    graded: Mapping[str, Scored], grader: Grader, name: str
) -> None:
    heard, findings = graded[name].heard, graded[name].judgement.findings
    read = grader.judge.prepare(heard)
    assert tuple(explain(norm, read.pack, read.call).finding for norm in read.pack.norms) == findings
    assert grader.judge.judge(read_heard(write_heard(heard))).findings == findings


@pytest.mark.parametrize(("name", "norm", "verdict"), VERDICTS, ids=[f"{name}-{norm}" for name, norm, _ in VERDICTS])
def test_verdicts_are_those_of_a_person_who_read_the_script(
    scorecards: Mapping[str, Scorecard], name: str, norm: str, verdict: str
) -> None:
    finding = next(finding for finding in scorecards[name].findings if finding.norm == norm)
    assert finding.verdict == verdict, finding


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_recording_gives_a_valid_vcon(scorecards: Mapping[str, Scorecard], name: str) -> None:
    assert faults(json.loads(to_vcon(scorecards[name], datetime.now(UTC)))) == []


@pytest.mark.parametrize("name", [name for name, script in SCRIPTS.items() if script.nothing_judged])
def test_an_unanswered_call_has_reasons_instead_of_a_score(scorecards: Mapping[str, Scorecard], name: str) -> None:
    card = scorecards[name]
    assert not [finding for finding in card.findings if finding.verdict.judged]
    assert card.score.overall is None
    assert card.conversation.turns == ()


@pytest.mark.parametrize("name", RUNG)
def test_rings_are_counted(scorecards: Mapping[str, Scorecard], name: str) -> None:
    truth, heard = TRUTH[name]["ringing"], scorecards[name].conversation.ringing
    assert heard is not None
    assert heard.rings == truth["rings"]
    assert heard.starts_mid_ring == truth["starts_mid_ring"]
    assert heard.frequencies_hz == pytest.approx(truth["frequencies_hz"], abs=8.0)


@pytest.mark.parametrize("name", ANSWERED)
def test_the_answer_is_found_at_the_end_of_a_cut_ring(scorecards: Mapping[str, Scorecard], name: str) -> None:
    heard = scorecards[name].conversation.ringing
    assert heard is not None
    assert heard.answer_s == pytest.approx(TRUTH[name]["ringing"]["answer_s"], abs=0.05)


def test_an_unanswered_call_has_no_answer(scorecards: Mapping[str, Scorecard]) -> None:
    for name in set(RUNG) - set(ANSWERED):
        heard = scorecards[name].conversation.ringing
        assert heard is not None
        assert heard.answer_s is None
        assert heard.ring_to_answer_s is None


def test_no_ring_is_found_in_calls_without_ringing(scorecards: Mapping[str, Scorecard]) -> None:
    assert [name for name in SCRIPTS if name not in RUNG and scorecards[name].conversation.ringing] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_exactly_the_holds_of_the_script_are_found(scorecards: Mapping[str, Scorecard], name: str) -> None:
    heard = _spans_of(scorecards[name], "hold.total", None)
    assert _rounded(heard) == [pytest.approx(span, abs=1.2) for span in TRUTH[name]["holds"]]


@pytest.mark.parametrize("name", SILENT)
def test_dead_air_is_found(scorecards: Mapping[str, Scorecard], name: str) -> None:
    heard = _rounded(_spans_of(scorecards[name], "dead_air.longest", Role.AGENT))
    for span in TRUTH[name]["dead_air"]:
        assert any(found == pytest.approx(span, abs=0.4) for found in heard), heard


@pytest.mark.parametrize("name", TWO_CHANNELS)
def test_words_are_inside_the_speech_of_their_speaker(scorecards: Mapping[str, Scorecard], name: str) -> None:
    spoken = {role: _speech(name, role) for role in (Role.AGENT, Role.CUSTOMER)}
    words = [(turn.role, word.span.middle_s) for turn in scorecards[name].conversation.turns for word in turn.words]
    inside = [any(span.contains(middle_s) for span in spoken[role]) for role, middle_s in words]
    assert len(words) > 10
    assert sum(inside) >= 0.99 * len(words)


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_record_beside_the_recording_is_read(scorecards: Mapping[str, Scorecard], name: str) -> None:
    known, written = scorecards[name].record, SCRIPTS[name].record
    assert (known.direction, known.started) == (written.direction, written.started)
    for name_of in ("company", "agent", "customer"):
        if known.sources.get(name_of) != "conversation":  # what the call itself gives away fills the gaps only
            assert getattr(known, name_of) == getattr(written, name_of)
        else:
            assert getattr(written, name_of) is None


def test_every_judgement_can_be_checked(scorecards: Mapping[str, Scorecard]) -> None:
    for name, card in scorecards.items():
        for finding in card.findings:
            if finding.verdict in (Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL):
                assert finding.evidence or finding.value is not None, (name, finding)
            for evidence in finding.evidence:
                assert evidence.start_s is not None
                assert evidence.end_s is not None
                assert 0 <= evidence.start_s <= evidence.end_s <= card.file.duration_s + 0.1, (name, finding)


@pytest.mark.parametrize("name", [name for name, norm, verdict in VERDICTS if (norm, verdict) == FAREWELL])
def test_the_goodbye_is_found_at_its_place(scorecards: Mapping[str, Scorecard], name: str) -> None:
    finding = next(finding for finding in scorecards[name].findings if finding.norm == FAREWELL[0])
    last = [turn for turn in TRUTH[name]["turns"] if turn["role"] == "agent"][-1]
    assert finding.evidence[0].start_s is not None
    assert last["start_s"] - 0.3 <= finding.evidence[0].start_s <= last["end_s"] + 0.3


@pytest.mark.parametrize(("document", "name"), EXCERPTS)
def test_excerpts_in_the_documentation_are_current_output(
    scorecards: Mapping[str, Scorecard], document: str, name: str
) -> None:
    text = (FOLDER.parent / document).read_text(encoding="utf-8")
    excerpt = text.partition(f"<!-- excerpt: {name} -->\n```text\n")[2].partition("\n```")[0].splitlines()
    printed = [_letters(line) for line in to_text(scorecards[name], columns=80).splitlines()]
    assert len(excerpt) > 10
    assert [line for line in excerpt if line != "…" and _letters(line) not in printed] == []


def test_the_table_of_calls_in_the_readme_is_current_output(scorecards: Mapping[str, Scorecard]) -> None:
    text = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    shown = text.partition("<!-- excerpt: table -->\n```text\n")[2].partition("\n```")[0].splitlines()
    printed = overview_text(map(line_of, scorecards.values()), columns=80).splitlines()
    assert sorted(map(_letters, shown)) == sorted(map(_letters, printed))


def _letters(line: str) -> str:
    """``line`` without the commas that one processor's arithmetic hears and another's does not."""
    return "".join(character for character in line if character not in ",.")


def test_recordings_scripts_and_references_belong_together_and_stay_small() -> None:
    recordings = {path.name for path in FOLDER.iterdir() if path.with_name(path.name + ".json").exists()}
    assert recordings == {script.file for script in SCRIPTS.values()}
    assert {path.stem for path in (FOLDER / "reference").iterdir()} == set(SCRIPTS)
    assert sum((FOLDER / name).stat().st_size for name in recordings) < 5_000_000
    for name, script in SCRIPTS.items():
        _assert_same_script(script, TRUTH[name])


def _assert_same_script(script: Script, truth: dict[str, Any]) -> None:
    """The reference was made from the current script."""
    assert truth["file"] == script.file
    assert truth["expected"] == script.expected
    said = [(event.speaker, event.text) for event in script.events if event.speaker]
    assert [(turn["role"], turn["text"]) for turn in truth["turns"]] == said


def _spans_of(card: Scorecard, measure: str, role: Role | None) -> Spans:
    measurement = card.measurements.get(measure, role)
    assert measurement is not None
    return measurement.evidence.spans


def _rounded(spans: Spans) -> list[list[float]]:
    return [[round(span.start_s, 2), round(span.end_s, 2)] for span in spans]


def _speech(name: str, role: Role) -> list[Span]:
    """Where ``role`` speaks, with 0.2 s on either side."""
    return [
        Span(sentence["start_s"] - 0.2, sentence["end_s"] + 0.2)
        for turn in TRUTH[name]["turns"]
        if turn["role"] == role
        for sentence in turn["sentences"]
    ]
