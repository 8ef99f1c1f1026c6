"""Opening a call: what is known of it comes from the best source, and each fact says which."""

import base64
import hashlib
import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.support.recordings import encoded, pcm16, raw_gsm, wav_bytes, write_json

from callgrade.config.intake import IntakeSettings
from callgrade.errors import InputError
from callgrade.intake.source import RecordedCall, WrittenCall, open_call
from callgrade.model.record import CallRecord, Direction, Role

NOTHING = CallRecord()
TRANSCRIPT = {
    "type": "transcript",
    "dialog": 0,
    "encoding": "none",
    "body": [
        {"speaker": "Agent", "message": "Good morning, Harbour Bikes, Ann speaking."},
        {"speaker": "Customer", "message": "Good morning."},
    ],
}


def vcon(**dialog: Any) -> dict[str, Any]:
    return {
        "vcon": "0.0.2",
        "parties": [
            {"name": "Ann Lee", "meta": {"role": "agent"}, "org": "Harbour Bikes"},
            {"name": "Bob Ray", "role": "customer"},
        ],
        "dialog": [{"type": "recording", "start": "2026-03-02T15:30:11", "parties": [1, 0], "duration": 2.0} | dialog],
        "analysis": [],
        "attachments": [],
    }


def sha512(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha512(content).digest()).decode().rstrip("=")


def recorded(path: Path, settings: IntakeSettings, options: CallRecord = NOTHING) -> RecordedCall:
    call = open_call(path, settings, options)
    assert isinstance(call, RecordedCall)
    return call


def written(path: Path, settings: IntakeSettings, prefer_transcript: bool = False) -> WrittenCall:
    call = open_call(path, settings, NOTHING, prefer_transcript)
    assert isinstance(call, WrittenCall)
    return call


def refused(path: Path, settings: IntakeSettings, prefer_transcript: bool = False) -> InputError:
    with pytest.raises(InputError) as caught:
        open_call(path, settings, NOTHING, prefer_transcript)
    return caught.value


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    path = tmp_path / "in-1-2-20260302-153011-1.2.wav"
    path.write_bytes(wav_bytes(pcm16(2.0, channels=2), channels=2))
    return path


def test_a_recording_alone_is_known_by_its_name_and_its_bytes(audio: Path, intake: IntakeSettings) -> None:
    call = recorded(audio, intake)
    assert call.recording.sha256 == hashlib.sha256(audio.read_bytes()).hexdigest()
    assert (call.recording.duration_s, len(call.recording.channels)) == (2.0, 2)
    assert call.record.sources == {"direction": "file name", "started": "file name"}


def test_each_fact_comes_from_the_first_source_that_has_it(audio: Path, intake: IntakeSettings) -> None:
    write_json(audio.with_name(audio.name + ".json"), {"agent": "Sidecar Agent", "customer": "Sidecar Customer"})
    write_json(audio.with_suffix(".vcon.json"), vcon(filename=audio.name, start="2026-03-02T09:00:00"))
    call = recorded(audio, intake, CallRecord(agent="Option Agent"))
    record = call.record
    assert (record.agent, record.customer, record.company) == ("Option Agent", "Sidecar Customer", "Harbour Bikes")
    assert record.started == datetime(2026, 3, 2, 9, 0)
    assert record.channels == {Role.CUSTOMER: 0, Role.AGENT: 1}
    assert record.sources == {
        "agent": "option",
        "customer": "sidecar",
        "company": "vcon",
        "started": "vcon",
        "direction": "vcon",
        "channels": "vcon",
    }
    assert call.recording.warnings == ()


def test_a_sidecar_may_be_named_after_the_stem_and_unknown_keys_give_a_warning(
    audio: Path, intake: IntakeSettings
) -> None:
    write_json(audio.with_suffix(".json"), {"direction": "out", "custmer": "Bob", "language": "en-GB"})
    call = recorded(audio, intake)
    assert (call.record.direction, call.record.language) == (Direction.OUTBOUND, "en")
    assert call.recording.warnings == (f"sidecar: {audio.stem}.json says more than is read: custmer",)


def test_callgrades_own_scorecard_beside_the_audio_is_ignored(audio: Path, intake: IntakeSettings) -> None:
    scorecard = {"schema": "callgrade.scorecard/1", "call": {"direction": "out", "agent": "Old Agent"}, "turns": []}
    write_json(audio.with_suffix(".json"), scorecard)
    assert recorded(audio, intake).record.agent is None


def empty(path: Path) -> None:
    path.touch()


def broken(path: Path) -> None:
    path.write_text('{"agent": "Ann",\n "customer": }')


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link_outside(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def an_encrypted_vcon(path: Path) -> None:
    write_json(path, {"ciphertext": "…", "recipients": []})


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (empty, " is empty;"),
        (broken, ":2:14: "),
        (a_folder, " is a folder;"),
        (a_pipe, " is a pipe;"),
        (a_link_outside, " is a link out of its folder;"),
        (an_encrypted_vcon, " is an encrypted vCon;"),
    ],
)
def test_a_sidecar_that_cannot_be_read_costs_only_what_it_says(
    made: Callable[[Path], None], says: str, audio: Path, intake: IntakeSettings
) -> None:
    sidecar = audio.with_name(audio.name + ".json")
    made(sidecar)
    write_json(audio.with_suffix(".json"), {"agent": "Ann Lee"})
    call = recorded(audio, intake)
    assert call.record.agent == "Ann Lee"
    (warning,) = call.recording.warnings
    assert warning.startswith(f"sidecar: {sidecar.name}")
    assert says in warning
    assert "again" not in warning


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a": nan}', '{"a": 9' + "_9" * 5000 + "}", "\ufeff{", '{"a": "\udc00"}']
)
def test_json_that_would_break_a_reader_is_refused(text: str, tmp_path: Path, intake: IntakeSettings) -> None:
    path = tmp_path / "call.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert refused(path, intake).code == "bad_json"


def test_a_document_too_large_is_refused_before_it_is_read(tmp_path: Path, intake: IntakeSettings) -> None:
    path = write_json(tmp_path / "call.json", {"turns": "x" * 2**20})
    assert refused(path, intake.model_copy(update={"max_document_mib": 1})).code == "too_large"


@pytest.mark.parametrize(
    ("key", "value"),
    [("direction", "conference"), ("started", "yesterday evening"), ("language", "Klingon"), ("ring_to_answer_s", -1)],
)
def test_only_an_unknown_value_of_a_sidecar_is_lost(key: str, value: Any, audio: Path, intake: IntakeSettings) -> None:
    plain = audio.rename(audio.with_name("call.wav"))
    write_json(plain.with_suffix(".json"), {"agent": "Ann Lee", key: value})
    call = recorded(plain, intake)
    assert (call.record.agent, getattr(call.record, key)) == ("Ann Lee", None)
    (warning,) = call.recording.warnings
    assert warning.startswith(f"sidecar: {key} is not known: ")


def test_channels_that_the_recording_lacks_are_not_known_and_a_mixed_vcon_needs_no_warning(
    tmp_path: Path, intake: IntakeSettings
) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(wav_bytes(pcm16(2.0)))
    write_json(tmp_path / "call.vcon.json", vcon(filename="call.wav"))
    record = recorded(path, intake).record
    assert record.channels is None
    assert "channels" not in record.sources
    for number in (1, 99999999999999999999):
        write_json(tmp_path / "call.json", {"channels": {"agent": 0, "customer": number}})
        call = recorded(path, intake)
        assert call.record.channels is None
        told = f"sidecar: call.wav has 1 channel, but the call record says agent 0, customer {number}"
        assert call.recording.warnings == (told,)


def test_channels_that_the_user_names_and_the_recording_has_not_are_refused(
    tmp_path: Path, intake: IntakeSettings
) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(wav_bytes(pcm16(2.0)))
    with pytest.raises(InputError, match="has 1 channel, but"):
        open_call(path, intake, CallRecord(channels={Role.AGENT: 0, Role.CUSTOMER: 1}))


@pytest.mark.parametrize("code", ["xx", "ga"])
def test_a_language_that_cannot_be_recognised_is_a_fact_not_known(
    code: str, audio: Path, intake: IntakeSettings
) -> None:
    write_json(audio.with_suffix(".json"), {"language": code})
    call = recorded(audio, intake)
    assert call.record.language is None
    (warning,) = call.recording.warnings
    assert warning.startswith("sidecar: ")
    assert code in warning
    assert "not known" in warning


def test_a_written_call_may_be_in_any_language(tmp_path: Path, intake: IntakeSettings) -> None:
    path = write_json(tmp_path / "call.json", {"language": "ga", "turns": [{"speaker": "agent", "text": "Dia duit"}]})
    assert written(path, intake).record.language == "ga"


@pytest.mark.parametrize("which", ["pcm_16.wav", "counted.mp3", "opus.ogg"])
def test_a_vcon_may_carry_its_sound(which: str, tmp_path: Path, intake: IntakeSettings) -> None:
    content = encoded(which, 2.0)
    body = base64.urlsafe_b64encode(content).decode().rstrip("=")
    dialog = {"body": body, "encoding": "base64url", "content_hash": [f"sha512-{sha512(content)}"]}
    path = write_json(tmp_path / "call.vcon.json", vcon(**dialog))
    call = recorded(path, intake)
    assert call.recording.duration_s == pytest.approx(2.0, abs=0.01)
    assert call.recording.warnings == ()
    assert call.recording.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (call.record.agent, call.record.direction) == ("Ann Lee", Direction.INBOUND)


def test_raw_gsm_inside_a_vcon_is_recognised_by_its_media_type(tmp_path: Path, intake: IntakeSettings) -> None:
    body = base64.b64encode(raw_gsm(100)).decode()
    path = write_json(tmp_path / "call.vcon", vcon(body=body, encoding="base64", mimetype="audio/x-gsm"))
    assert recorded(path, intake).recording.duration_s == 2.0


def test_a_vcon_may_have_its_sound_beside_it_and_checks_that_it_is_the_same(
    audio: Path, intake: IntakeSettings
) -> None:
    path = audio.with_name("talk.vcon.json")
    for signature, warnings in ((sha512(audio.read_bytes()), 0), (sha512(b"another"), 1)):
        write_json(path, vcon(filename=audio.name, alg="SHA-512", signature=signature))
        call = recorded(path, intake)
        assert call.recording.name == audio.name
        assert len(call.recording.warnings) == warnings


@pytest.mark.parametrize("filename", ["../secret.wav", "/etc/passwd", "..", "a\\b.wav", "sub/call.wav", "x\0.wav"])
def test_a_vcon_cannot_name_files_outside_its_folder(filename: str, tmp_path: Path, intake: IntakeSettings) -> None:
    (tmp_path / "secret.wav").write_bytes(wav_bytes(pcm16(1.0)))
    (tmp_path / "calls").mkdir()
    path = write_json(tmp_path / "calls" / "call.vcon.json", vcon(filename=filename))
    assert refused(path, intake).code == "bad_vcon"
    (tmp_path / "calls" / "link.wav").symlink_to(tmp_path / "secret.wav")
    write_json(path, vcon(filename="link.wav"))
    assert refused(path, intake).code == "link_outside"


def test_a_vcon_whose_sound_is_elsewhere_is_read_by_its_transcript_or_refused(
    tmp_path: Path, intake: IntakeSettings
) -> None:
    away = vcon(url="https://example.com/call.wav", filename="call.wav")
    path = write_json(tmp_path / "call.vcon.json", away)
    assert refused(path, intake).code == "audio_elsewhere"
    write_json(path, away | {"analysis": [TRANSCRIPT]})
    call = written(path, intake)
    assert call.file.warnings == ("vcon: its sound is not here; the transcript was read",)
    assert not call.conversation.timed


def test_the_sound_comes_before_the_transcript_unless_asked_otherwise(audio: Path, intake: IntakeSettings) -> None:
    path = write_json(audio.with_suffix(".vcon.json"), vcon(filename=audio.name) | {"analysis": [TRANSCRIPT]})
    assert isinstance(open_call(path, intake, NOTHING), RecordedCall)
    assert isinstance(open_call(audio, intake, NOTHING), RecordedCall)
    for opened in (path, audio):
        call = written(opened, intake, prefer_transcript=True)
        assert [turn.role for turn in call.conversation.turns] == [Role.AGENT, Role.CUSTOMER]
        assert call.file.duration_s == 2.0
        assert call.record.channels is None
    path.unlink()
    assert refused(audio, intake, prefer_transcript=True).code == "no_transcript"


def test_a_transcript_may_contain_facts_of_the_call(tmp_path: Path, intake: IntakeSettings) -> None:
    turns = [{"speaker": "agent", "time_s": 3.7, "text": "hello"}, {"speaker": "caller", "time_s": 5.0, "text": "hi"}]
    path = write_json(tmp_path / "call.ref.json", {"agent_name": "Elizabeth", "language": "en", "turns": turns})
    call = written(path, intake)
    assert call.record.sources == {"agent": "transcript", "language": "transcript"}
    assert call.conversation.language == "en"
    assert call.file.warnings == ("transcript: it gives no end times; the ends of turns are estimates",)
    assert (call.file.channels, call.file.sample_rate_hz) == (0, 0)


def test_callgrades_own_scorecard_is_a_transcript_too(tmp_path: Path, intake: IntakeSettings) -> None:
    words = [{"text": "Hello.", "start_s": 1.0, "end_s": 1.5, "probability": 0.75}]
    turns = [{"role": "agent", "start_s": 1.0, "end_s": 1.5, "text": "Hello.", "words": words}]
    call = {"file": "a.wav", "channels": 2, "direction": "in", "agent": "Ann", "started": "2026-03-02T15:30:11"}
    path = write_json(tmp_path / "call.json", {"schema": "callgrade.scorecard/1", "call": call, "turns": turns})
    opened = written(path, intake)
    assert opened.conversation.turns[0].words[0].probability == 0.75
    assert opened.record.sources == {"direction": "scorecard", "agent": "scorecard", "started": "scorecard"}
    assert opened.file.warnings == ()


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"ciphertext": "…", "recipients": []}, "encrypted"),
        ({"payload": "…", "signatures": []}, "bad_vcon"),
        ({"vcon": "0.0.2", "parties": "many"}, "no_transcript"),
        ({"vcon": "0.0.2"}, "no_transcript"),
        (vcon(body="!!!", encoding="base64url"), "bad_vcon"),
        (vcon(body="AAAA", encoding="none"), "bad_vcon"),
        (vcon(body="AAAA", encoding="base64url"), "not_audio"),
        (vcon(parties=[7, 9]), "audio_elsewhere"),
        ({"turns": []}, "not_a_call"),
        ({"hello": "world"}, "not_a_call"),
        ([], "not_a_call"),
    ],
)
def test_documents_that_are_not_calls_are_refused(
    document: Any, code: str, tmp_path: Path, intake: IntakeSettings
) -> None:
    error = refused(write_json(tmp_path / "call.json", document), intake)
    assert error.code == code
    assert error.remedy


def test_an_unknown_direction_of_a_vcon_is_not_used(tmp_path: Path, intake: IntakeSettings) -> None:
    document = vcon(meta={"direction": "internal"}, originator=0) | {"analysis": [TRANSCRIPT]}
    assert written(write_json(tmp_path / "call.vcon", document), intake).record.direction is Direction.OUTBOUND


def test_utc_in_a_name_becomes_local_time(tmp_path: Path, intake: IntakeSettings) -> None:
    path = tmp_path / "0b1c_20260701T06:30_UTC.wav"
    path.write_bytes(wav_bytes(pcm16(1.0)))
    started = recorded(path, intake.model_copy(update={"time_zone": "Europe/Oslo"})).record.started
    assert started is not None
    assert started.hour == 8


def test_nothing_of_the_document_is_changed_by_reading_it(tmp_path: Path, intake: IntakeSettings) -> None:
    path = write_json(tmp_path / "call.vcon", vcon() | {"analysis": [TRANSCRIPT]})
    before = json.loads(path.read_text())
    open_call(path, intake, NOTHING)
    assert json.loads(path.read_text()) == before
