"""What nobody could read, and words of unknown speakers, cost no points: such a verdict is withheld with its reason."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.support.transcripts import CALL

from callgrade.config.load import load_settings
from callgrade.grading.grader import Grader
from callgrade.grading.outcome import CallInput, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.model.finding import Finding, Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction

KNOWN = CallRecord(direction=Direction.INBOUND, language="en", company="Harbour Bikes", agent="Ann Lee")
HOLD: tuple[tuple[str, float, float, str], ...] = (
    ("agent", 23.0, 26.0, "Would you hold on for a moment, please?"),
    ("agent", 40.0, 43.0, "Thank you for waiting. It is ready."),
    ("customer", 43.5, 46.0, "Great, thank you."),
)
Edit = Callable[[list[dict[str, Any]]], None]


@cache
def grader() -> Grader:
    return GraderSpec(load_settings(), model=None, profile="service", site=None).grader()


def graded(folder: Path, edit: Edit, record: CallRecord = KNOWN) -> Scored:
    turns = [{"role": role, "start": start, "end": end, "text": text} for role, start, end, text in (*CALL, *HOLD)]
    edit(turns)
    path = folder / "call.json"
    path.write_text(json.dumps({"turns": turns}), encoding="utf-8")
    (outcome,) = grader().grade([CallInput(path)], record, lambda _: None)
    assert isinstance(outcome, Scored)
    return outcome


def by_norm(scored: Scored) -> dict[str, Finding]:
    return {finding.norm: finding for finding in scored.judgement.findings}


def with_text(turn: int, text: str | None) -> Edit:
    def edit(turns: list[dict[str, Any]]) -> None:
        turns[turn]["text"] = text

    return edit


@pytest.mark.parametrize("text", [None, "[inaudible]"])
def test_a_norm_of_the_opening_is_withheld_if_the_opening_could_not_be_read(text: str | None, tmp_path: Path) -> None:
    found = by_norm(graded(tmp_path, with_text(0, text)))
    for norm in ("greeting.salutation", "greeting.company", "greeting.agent_name", "greeting.offer_of_help"):
        assert (found[norm].verdict, found[norm].reason) == (Verdict.CANNOT_TELL, Reason.WORDS_NOT_READ), norm
    assert found["closing.further_questions"].verdict is Verdict.PASS


def test_an_unread_part_outside_the_window_excuses_nothing(tmp_path: Path) -> None:
    def edit(turns: list[dict[str, Any]]) -> None:
        turns[0]["text"] = "Yes?"
        turns.insert(8, {"role": "agent", "start": 44.0, "end": 45.0, "text": None})

    assert by_norm(graded(tmp_path, edit))["greeting.salutation"].verdict is Verdict.FAIL


def test_what_was_said_counts_whatever_else_could_not_be_read(tmp_path: Path) -> None:
    assert by_norm(graded(tmp_path, with_text(3, None)))["greeting.agent_name"].verdict is Verdict.PASS


@pytest.mark.parametrize("mask", ["[PII]", "[PERSON_NAME]", "####", "****", "[NAME_1]", "<redacted>", "XXXX"])
def test_names_that_were_taken_out_are_not_held_against_anybody(mask: str, tmp_path: Path) -> None:
    def edit(turns: list[dict[str, Any]]) -> None:
        for turn in turns:
            turn["text"] = turn["text"].replace("Ann Lee", mask).replace("Bob Ray", mask).replace("Ray", mask)

    scored = graded(tmp_path, edit, replace(KNOWN, agent=None))
    assert (scored.judgement.record.agent, scored.judgement.record.customer) == (None, None)
    found = by_norm(scored)
    for norm in ("greeting.agent_name", "names.used"):
        assert (found[norm].verdict, found[norm].reason) == (Verdict.CANNOT_TELL, Reason.NAMES_REMOVED), norm
    assert found["greeting.salutation"].verdict is Verdict.PASS


def test_times_that_are_not_those_of_a_call_judge_no_hold(tmp_path: Path) -> None:
    def since_1970(turns: list[dict[str, Any]]) -> None:
        for turn in turns:
            turn |= {"start": 1776154800 + turn["start"], "end": 1776154800 + turn["end"]}

    def untimed(turns: list[dict[str, Any]]) -> None:
        for turn in turns:
            del turn["start"], turn["end"]

    assert verdicts(graded(tmp_path, since_1970)) == verdicts(graded(tmp_path, untimed))


@pytest.mark.parametrize("turn", range(len(CALL) + len(HOLD)))
def test_a_verdict_beside_a_turn_without_speaker_holds_for_either_speaker(turn: int, tmp_path: Path) -> None:
    def said_by(role: str | None) -> Edit:
        def edit(turns: list[dict[str, Any]]) -> None:
            turns[turn]["role"] = role

        return edit

    agent, customer, unknown = (verdicts(graded(tmp_path, said_by(role))) for role in ("agent", "customer", None))
    given = {norm: verdict for norm, verdict in unknown.items() if verdict is not Verdict.CANNOT_TELL}
    assert given == {norm: agent[norm] for norm in given} == {norm: customer[norm] for norm in given}


def verdicts(scored: Scored) -> dict[str, Verdict]:
    return {norm: finding.verdict for norm, finding in by_norm(scored).items()}


def test_a_mark_of_a_sound_is_silence(tmp_path: Path) -> None:
    def marked(turns: list[dict[str, Any]]) -> None:
        turns.insert(7, {"role": "agent", "start": 26.0, "end": 40.0, "text": "[BLANK_AUDIO]"})

    def as_written(_: Iterable[object]) -> None:
        """Change nothing."""

    assert verdicts(graded(tmp_path, marked)) == verdicts(graded(tmp_path, as_written))
