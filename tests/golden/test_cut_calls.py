"""A call that lacks its beginning or its end: nobody is blamed for what was not recorded."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from tests.support.conversations import FILES, conversation, example, pack_of
from tests.support.sample_calls import SAMPLES, sample_call

from callgrade.config.load import load_settings
from callgrade.grading.outcome import CallInput, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.model.finding import Finding, Verdict
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction
from callgrade.model.span import Span
from callgrade.norms.call import Call
from callgrade.norms.evaluate import evaluate
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.preparation import prepare_call
from callgrade.norms.unknown.found_gaps import found_gaps

KEPT = (Verdict.PASS, Verdict.NOT_APPLICABLE, Verdict.CANNOT_TELL)
Part = Callable[[list[str]], list[str]]
PARTS: dict[str, tuple[Part, Reason]] = {
    "its last third": (lambda lines: lines[: len(lines) - round(len(lines) / 3)], Reason.END_MISSING),
    "its first third": (lambda lines: lines[round(len(lines) / 3) :], Reason.BEGINNING_MISSING),
}


def written(path: Path, part: Part = lambda lines: lines) -> Call:
    """A golden conversation, or a part of it."""
    data: dict[str, Any] = conversation(path)
    dialogue = "\n".join(part(data["dialogue"].strip().splitlines()))
    language = path.parent.name
    read = read_dialogue(example(data | {"dialogue": dialogue}), language, Direction.INBOUND)
    pack = pack_of(language, data.get("profile", "service"))
    return prepare_call(pack, read.conversation, read.record, read.measurements)


def judged(path: Path, call: Call) -> dict[str, Finding]:
    pack = pack_of(path.parent.name, conversation(path).get("profile", "service"))
    return {finding.norm: finding for finding in evaluate(pack, call)}


def blamed(whole: dict[str, Finding], cut: dict[str, Finding]) -> dict[str, str]:
    """Norms that are kept or unknown in the whole call, and broken in a part of it."""
    return {
        norm: f"{whole[norm].verdict} → {finding.verdict}"
        for norm, finding in cut.items()
        if finding.verdict not in KEPT and whole[norm].verdict in KEPT
    }


@pytest.mark.parametrize("missing", PARTS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_norm_turns_into_a_fail_in_a_call_that_lacks(path: Path, missing: str) -> None:
    part, reason = PARTS[missing]
    cut = written(path, part)
    edge_s = 0.0 if reason is Reason.BEGINNING_MISSING else cut.conversation.duration_s

    known = cut.with_gaps([Gap(Span(edge_s, edge_s), reason)])

    assert not blamed(judged(path, written(path)), judged(path, known))


@pytest.mark.parametrize("missing", PARTS)
def test_the_words_show_nearly_always_that_a_part_is_missing(missing: str) -> None:
    part, reason = PARTS[missing]

    noticed = [any(gap.reason is reason for gap in found_gaps(written(path, part))) for path in FILES]

    assert sum(noticed) >= 0.85 * len(FILES)


def test_a_whole_call_seldom_looks_cut() -> None:
    assert sum(bool(found_gaps(written(path))) for path in FILES) <= 0.05 * len(FILES)


@pytest.mark.slow
def test_no_norm_turns_into_a_fail_in_a_recording_that_lacks_a_third(tmp_path: Path) -> None:
    call, name = sample_call("01_insurance_good.wav"), "01_insurance_good.wav"
    sound = np.stack(call.recording.channels, axis=1)
    third = len(sound) // 3
    for part, samples in (("start", sound[:-third]), ("end", sound[third:])):
        soundfile.write(tmp_path / f"{part}.wav", samples, call.recording.sample_rate_hz, subtype="PCM_16")
    grader = GraderSpec(load_settings(), model=None, profile="service", site=None).grader()
    inputs = [CallInput(path) for path in (SAMPLES / name, tmp_path / "start.wav", tmp_path / "end.wav")]
    known = replace(call.record, sources={})

    whole, start, end = (
        {finding.norm: finding for finding in outcome.card.findings}
        for outcome in grader.grade(inputs, CallRecord().filled_from(known), lambda _step: None)
        if isinstance(outcome, Scored)
    )

    assert not blamed(whole, start)
    assert not blamed(whole, end)
    assert start["closing.farewell"].verdict is Verdict.CANNOT_TELL
    assert end["greeting.company"].verdict is Verdict.CANNOT_TELL


@pytest.mark.slow
def test_nobody_is_blamed_for_a_goodbye_in_a_recording_that_stops_in_the_closing(tmp_path: Path) -> None:
    call = sample_call("01_insurance_good.wav")
    sound = np.stack(call.recording.channels, axis=1)
    cuts_s = (87.5, 89.2, 95.2)  # after "no, that's all", after the customer's thanks, in the agent's "goodbye"
    for cut_s in cuts_s:
        cut = sound[: round(cut_s * call.recording.sample_rate_hz)]
        soundfile.write(tmp_path / f"{cut_s}.wav", cut, call.recording.sample_rate_hz, subtype="PCM_16")
    grader = GraderSpec(load_settings(), model=None, profile="service", site=None).grader()
    inputs = [CallInput(tmp_path / f"{cut_s}.wav") for cut_s in cuts_s]

    for outcome in grader.grade(inputs, CallRecord().filled_from(replace(call.record, sources={})), lambda _step: None):
        assert isinstance(outcome, Scored)
        findings = {finding.norm: finding for finding in outcome.card.findings}
        assert findings["closing.farewell"].verdict is Verdict.CANNOT_TELL
        assert findings["closing.good_wish"].verdict is not Verdict.FAIL
        assert findings["closing.further_questions"].verdict is Verdict.PASS


@pytest.mark.slow
def test_nobody_is_blamed_for_words_in_a_recording_that_plays_twice_as_fast(tmp_path: Path) -> None:
    call = sample_call("01_insurance_good.wav")
    wrong_rate_hz = 2 * call.recording.sample_rate_hz
    path = tmp_path / "fast.wav"
    soundfile.write(path, np.stack(call.recording.channels, axis=1), wrong_rate_hz, subtype="PCM_16")
    grader = GraderSpec(load_settings(), model=None, profile="service", site=None).grader()

    (outcome,) = grader.grade([CallInput(path)], CallRecord(language="en"), lambda _step: None)

    assert isinstance(outcome, Scored)
    absent = {finding.norm for finding in outcome.card.findings if finding.verdict is Verdict.FAIL and not finding.unit}
    assert not absent
