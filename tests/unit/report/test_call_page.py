"""The page of a call: what it says, and that no text becomes more than text."""

from dataclasses import replace
from statistics import median
from typing import Any

import pytest
from tests import scorecards
from tests.support.html_shape import Shape
from tests.support.payloads import PAYLOADS
from tests.support.sound_picture import MEASURED, PICTURE

from callgrade.config.load import load_settings
from callgrade.model.finding import Effect, Evidence, Finding, Severity, Verdict
from callgrade.model.line import LineGate
from callgrade.model.measurement import Measurement, Measurements
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard
from callgrade.model.sound_picture import PIECES
from callgrade.report.call_page import Sound, call_page, lone_call_page
from callgrade.report.tracks import ROWS
from callgrade.scoring import score

CARD = scorecards.CARD
SOUND = Sound("../audio/call.wav")


def full_of(text: str) -> Scorecard:
    """A card whose every text from outside is ``text``."""
    quoted = (Evidence(9.5, 12.0, None, text),)
    findings = tuple(
        replace(f, title=text, expected=text, advice=text, evidence=quoted if f.evidence else ())
        for f in scorecards.FINDINGS
    )
    turns = tuple(
        replace(turn, text=text, words=tuple(replace(word, text=text) for word in turn.words))
        for turn in CARD.conversation.turns
    )
    record = replace(scorecards.RECORD, agent=text, customer=text, company=text, team=text, language=text)
    return replace(
        CARD,
        file=replace(CARD.file, name=text, warnings=(text,)),
        record=record,
        conversation=replace(CARD.conversation, turns=turns),
        findings=findings,
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_a_tag_an_attribute_or_an_address(payload: str) -> None:
    for harmless, hostile in (
        (call_page(full_of("harmless"), SOUND, {"harmless": "agents/1.html"}),
         call_page(full_of(payload), SOUND, {payload: "agents/1.html"})),
        (lone_call_page(full_of("harmless"), SOUND), lone_call_page(full_of(payload), SOUND)),
    ):  # fmt: skip
        expected, found = Shape(harmless), Shape(hostile)
        assert found.parts == expected.parts
        assert found.addresses == expected.addresses
        assert found.ids == expected.ids


def test_the_points_lost_add_up_to_100_minus_the_score() -> None:
    text = Shape(call_page(CARD, SOUND, {})).text
    lost = CARD.score.lost
    assert CARD.score.overall == pytest.approx(100 - sum(lost.values()))
    for points in lost.values():
        assert f"−{points:g}" in text


def test_a_finding_says_verdict_second_quote_expectation_and_advice() -> None:
    late = CARD.to_work_on[0]
    text = Shape(call_page(CARD, SOUND, {})).text
    assert late.title in text
    assert late.expected in text
    assert late.advice
    assert late.advice in text
    assert "▶ 0:08" in text
    assert "to 0:38, not found" in text


def test_norms_of_absence_that_were_kept_are_one_line_with_the_speech_that_was_searched() -> None:
    quote = (Evidence(9.4, 128.8, None, "all that the agent said"),)
    kept = [
        Finding(f"wording.{name}", "wording", f"No {name}", Verdict.PASS, Severity.MAJOR, "none", evidence=quote,
                effect=Effect.DEDUCTION)
        for name in ("jargon", "criticism")
    ]  # fmt: skip
    text = Shape(call_page(replace(CARD, findings=(*CARD.findings, *kept)), SOUND, {})).text
    assert "Nothing found in 52 s of the agent's speech: " in text
    assert "No jargon; No criticism." in text
    assert "all that the agent said" not in text


def test_what_could_not_be_judged_stands_under_its_reason() -> None:
    text = Shape(call_page(CARD, SOUND, {})).text
    assert f"1 could not be judged, because: {Reason.TOO_LITTLE_VOICED.text}. Same key at start and end." in text


def test_a_word_carries_its_second_and_a_transcript_without_times_carries_none() -> None:
    assert '<span data-t="9.40">Good</span> <span' in call_page(CARD, SOUND, {})
    written = scorecards.written()
    untimed = replace(written, conversation=replace(written.conversation, timed=False))
    assert "data-t" not in call_page(untimed, Sound(None, "no recording"), {}).partition("<main")[2]


def test_chinese_words_are_not_torn_apart() -> None:
    turn = CARD.conversation.turns[0]
    words = tuple(replace(word, text=text) for word, text in zip(turn.words, "您好请问", strict=False))
    card = replace(CARD, conversation=replace(CARD.conversation, turns=(replace(turn, words=words),)))
    page = call_page(card, SOUND, {})
    assert "</span> <span data-t" not in page


def test_a_call_without_a_score_says_why() -> None:
    unjudged = tuple(
        replace(f, verdict=Verdict.CANNOT_TELL, reason=Reason.NO_LANGUAGE, evidence=(), value=None)
        for f in CARD.findings
    )
    card = replace(CARD, findings=unjudged, score=score(unjudged, load_settings().scoring))
    text = Shape(call_page(card, SOUND, {})).text
    assert "no score" in text
    assert Reason.NO_LANGUAGE.text in text


def test_a_page_as_one_file_names_nothing_outside_but_the_recording() -> None:
    shape = Shape(lone_call_page(CARD, Sound("call.wav")))
    assert {value for _, value in shape.addresses if not value.startswith("#")} == {"call.wav"}


def drawn(**changes: Any) -> str:
    measured = Measurements((*MEASURED, *CARD.measurements.items))
    given: dict[str, Any] = {"measurements": measured, "picture": PICTURE} | changes
    return Shape(call_page(replace(CARD, **given), SOUND, {})).text


def test_level_pitch_and_pace_are_drawn_with_a_table() -> None:
    text = drawn()
    for label in ("agent level", "customer level", "agent pitch", "customer pitch", "agent pace", "customer pace"):
        assert text.count(label) == 2  # at the curve and over the column
    first = [hz for hz in PICTURE.voices[0].pitch_hz()[: PIECES // ROWS] if hz]
    assert f"{median(first):.0f} Hz" in text
    assert "syl/s" in text


def test_what_is_not_measured_is_not_drawn_and_says_why() -> None:
    withheld = Measurement("pitch.median", Role.AGENT, None, "Hz", Reason.LOW_SNR)
    text = drawn(measurements=Measurements((withheld, *MEASURED[1:])))
    assert "agent pitch" not in text
    assert f"Not drawn, because: {Reason.LOW_SNR.text}: pitch of the agent." in text


def test_curves_of_an_older_store_or_a_newer_program_are_said_not_to_be_kept() -> None:
    for picture in (None, replace(PICTURE, version=PICTURE.version + 1)):
        text = drawn(picture=picture)
        assert "were not kept for this call" in text
        assert "agent level" not in text


def test_a_transcript_says_nothing_of_sound() -> None:
    assert "pitch and pace" not in Shape(call_page(scorecards.written(), SOUND, {})).text


def test_a_finding_that_fell_short_is_named_by_its_fault() -> None:
    fault = "Uses the customer's name too often"
    findings = tuple(replace(one, fault=fault if one.short_of_a_pass else "") for one in CARD.findings)
    text = Shape(call_page(replace(CARD, findings=findings), SOUND, {})).text
    assert text.count(fault) >= 2 * len(CARD.score.lost)
    assert not any(one.title in text for one in findings if one.fault)


def test_a_bad_line_is_said_before_anything_is_judged() -> None:
    bad = replace(CARD.conversation.parties[0], line=scorecards.line(0, gate=LineGate.NO_PITCH))
    card = replace(CARD, conversation=replace(CARD.conversation, parties=(bad, *CARD.conversation.parties[1:])))
    text = Shape(call_page(card, SOUND, {})).text
    assert "Line of the agent: too noisy for pitch. What it hides is not judged." in text.partition("Timeline")[0]
    assert "What it hides" not in Shape(call_page(CARD, SOUND, {})).text


def test_what_the_agent_says_where_something_is_missing_is_not_marked_as_the_fault() -> None:
    said = (Evidence(61.0, 96.5, None, ""), Evidence(96.9, 108.4, Role.AGENT, "Thank you for waiting."))
    missing = Finding("hold.announced", "silence", "Announces a hold", Verdict.FAIL, Severity.MAJOR, "a question",
                      evidence=said)  # fmt: skip
    page = call_page(replace(CARD, findings=(missing,)), SOUND, {})
    assert "<dt>said there</dt>" in page
    assert "<mark" not in page
    spoken = replace(missing, effect=Effect.DEDUCTION)
    assert '<mark class="fail"' in call_page(replace(CARD, findings=(spoken,)), SOUND, {})
