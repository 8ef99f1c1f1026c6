"""Real recordings open whole: right length, right channels, and no false alarm."""

import csv
import json
import wave
from pathlib import Path

import pytest

from callgrade.config.intake import IntakeSettings
from callgrade.intake.source import RecordedCall, WrittenCall, open_call
from callgrade.model.record import CallRecord, Direction, Role

pytestmark = pytest.mark.shared
SOUNDS = (".wav", ".mp3", ".flac", ".gsm", ".amr")


def sounds(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*") if path.suffix in SOUNDS)


def expected(path: Path) -> tuple[int | None, float | None]:
    """Channels and seconds by other means than the decoder: the header of plain WAV, the bytes of raw GSM."""
    if path.suffix == ".gsm" and not path.read_bytes().startswith(b"RIFF"):
        return 1, path.stat().st_size / 33 * 0.02
    try:
        with wave.open(str(path)) as plain:
            return plain.getnchannels(), plain.getnframes() / plain.getframerate()
    except (wave.Error, EOFError):
        return None, None


def test_every_recording_opens_whole(shared_calls: Path, intake: IntakeSettings) -> None:
    paths = sounds(shared_calls)
    assert len(paths) > 60
    checked = 0
    for path in paths:
        call = open_call(path, intake, CallRecord())
        assert isinstance(call, RecordedCall), path
        assert call.recording.warnings == (), path
        channels, duration_s = expected(path)
        if channels is not None and duration_s is not None:
            checked += 1
            assert len(call.recording.channels) == channels, path
            assert call.recording.duration_s == pytest.approx(duration_s), path
    assert checked > 15


def test_a_voicemail_has_the_same_length_in_every_codec(shared_calls: Path, intake: IntakeSettings) -> None:
    for path in sounds(shared_calls):
        if path.parent.name == "codecs":
            call = open_call(path, intake, CallRecord())
            assert isinstance(call, RecordedCall)
            assert call.recording.duration_s == pytest.approx(10.36, abs=0.11), path


def test_channel_counts_are_those_of_the_index(shared_calls: Path, intake: IntakeSettings) -> None:
    for path in sounds(shared_calls):
        if path.parent.name == "human":
            call = open_call(path, intake, CallRecord())
            assert isinstance(call, RecordedCall)
            assert len(call.recording.channels) == (2 if "stereo" in path.name else 1), path


def test_vcons_of_the_scripted_calls_give_their_facts(shared_calls: Path, intake: IntakeSettings) -> None:
    with (shared_calls / "index.csv").open(encoding="utf-8", newline="") as file:
        direction = {row["file"]: row["direction"] for row in csv.DictReader(file)}
    vcons = sorted(shared_calls.glob("scripted/*.vcon.json"))
    assert len(vcons) == 24
    for path in vcons:
        content = json.loads(path.read_text(encoding="utf-8"))
        names = {party["meta"]["role"]: party["name"] for party in content["parties"]}
        audio = path.with_name(content["dialog"][0]["filename"])
        for opened in (path, audio):
            call = open_call(opened, intake, CallRecord())
            assert isinstance(call, RecordedCall)
            assert call.recording.duration_s == pytest.approx(content["dialog"][0]["duration"], abs=0.05)
            assert (call.record.agent, call.record.customer) == (names["agent"], names["customer"])
            assert call.record.direction == Direction(direction[f"scripted/{audio.name}"])
        written = open_call(path, intake, CallRecord(), prefer_transcript=True)
        assert isinstance(written, WrittenCall)
        assert {turn.role for turn in written.conversation.turns} == {Role.AGENT, Role.CUSTOMER}
        assert not written.conversation.timed
        body = content["analysis"][0]["body"]
        text = " ".join(turn["message"] for turn in body)
        assert " ".join(turn.text for turn in written.conversation.turns).split() == text.split()


def test_reference_transcripts_open_as_transcripts(shared_calls: Path, intake: IntakeSettings) -> None:
    for path in sorted(shared_calls.glob("human/*.ref.json")):
        call = open_call(path, intake, CallRecord())
        assert isinstance(call, WrittenCall)
        assert call.conversation.timed
        assert {turn.role for turn in call.conversation.turns} == {Role.AGENT, Role.CUSTOMER}
