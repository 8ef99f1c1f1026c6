"""Transcripts with speakers: SubRip, WebVTT and text."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests import scorecards

from callgrade.config.load import load_settings
from callgrade.errors import InputError
from callgrade.export.formats.subtitles import TranscriptFormat, transcript_text
from callgrade.intake.source import WrittenCall, open_call
from callgrade.model.conversation import Conversation
from callgrade.model.record import CallRecord, Role
from callgrade.model.scorecard import Scorecard

SUBTITLES = (TranscriptFormat.SRT, TranscriptFormat.VTT)


@pytest.fixture
def card() -> Scorecard:
    return scorecards.CARD


def with_first(card: Scorecard, change: Callable[[str], str]) -> Scorecard:
    """``card`` with another text of the first turn."""
    first, *others = card.conversation.turns
    turns = (replace(first, text=change(first.text)), *others)
    return replace(card, conversation=replace(card.conversation, turns=turns))


def said(conversation: Conversation) -> list[tuple[Role, str]]:
    """Each word with its speaker: a reader may join the turns of one speaker."""
    return [(turn.role, word) for turn in conversation.turns for word in turn.text.split()]


@pytest.mark.parametrize("form", SUBTITLES)
def test_subtitles_read_again_have_the_same_speakers_words_and_times(
    form: TranscriptFormat, card: Scorecard, tmp_path: Path
) -> None:
    path = tmp_path / f"call.{form}"
    path.write_text(transcript_text(card, form), encoding="utf-8")
    again = open_call(path, load_settings().intake, CallRecord(language="en"))
    assert isinstance(again, WrittenCall)
    assert said(again.conversation) == said(card.conversation)
    starts = {turn.start_s for turn in card.conversation.turns}
    assert {turn.start_s for turn in again.conversation.turns} <= starts


def test_webvtt_keeps_marks_that_it_reserves(card: Scorecard) -> None:
    marked = with_first(card, lambda text: f"<b>{text}&")
    assert "&lt;b&gt;" in transcript_text(marked, TranscriptFormat.VTT)
    assert "&amp;" in transcript_text(marked, TranscriptFormat.VTT)


@pytest.mark.parametrize("form", TranscriptFormat)
def test_a_line_break_within_a_turn_ends_no_cue(form: TranscriptFormat, card: Scorecard) -> None:
    broken = with_first(card, lambda text: f"{text}\n\n00:00:01,000 --> 00:00:02,000\n")
    assert transcript_text(broken, form).count("\n") == transcript_text(card, form).count("\n")


def test_text_has_a_line_a_turn(card: Scorecard) -> None:
    lines = transcript_text(card, TranscriptFormat.TXT).splitlines()
    assert len(lines) == len(card.conversation.turns)
    first = card.conversation.turns[0]
    assert lines[0] == f"0:{int(first.start_s):02} {first.role}: {first.text}"


def test_a_call_without_times_has_text_and_no_subtitles(card: Scorecard) -> None:
    untimed = replace(card, conversation=replace(card.conversation, timed=False))
    first = card.conversation.turns[0]
    assert transcript_text(untimed, TranscriptFormat.TXT).startswith(f"{first.role}: {first.text}\n")
    for form in SUBTITLES:
        with pytest.raises(InputError, match="without times") as caught:
            transcript_text(untimed, form)
        assert caught.value.code == "no_transcript"
