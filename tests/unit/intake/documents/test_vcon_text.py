"""Text in a vCon: transcripts of any format, chats, speech, e-mails; only null and odd parts are lost."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.support.recordings import write_json
from tests.support.transcripts import CALL, FORMATS

from callgrade.config.intake import IntakeSettings
from callgrade.errors import InputError
from callgrade.intake.source import WrittenCall, open_call
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.redaction import UNREAD

PARTIES = [{"name": "Ann Lee", "role": "agent"}, {"name": "Bob Ray", "role": "customer"}]


def message(party: int, body: str, start: str = "2026-03-02T15:30:00Z", **more: Any) -> dict[str, Any]:
    return {"type": "text", "encoding": "none", "parties": [party], "start": start, "body": body} | more


def opened(document: Any, tmp_path: Path, intake: IntakeSettings) -> WrittenCall:
    call = open_call(write_json(tmp_path / "call.vcon", document), intake, CallRecord())
    assert isinstance(call, WrittenCall)
    return call


def vcon(*dialogs: Any, **more: Any) -> dict[str, Any]:
    return {"vcon": "0.3.0", "parties": PARTIES, "dialog": list(dialogs)} | more


def test_a_chat_is_text_only_and_the_card_says_so(tmp_path: Path, intake: IntakeSettings) -> None:
    chat = vcon(message(1, "Hi.", "2026-03-02T15:30:09Z"), message(0, "Hello, Ann here.", "2026-03-02T15:30:00Z"))
    call = opened(chat, tmp_path, intake)
    assert [turn.role for turn in call.conversation.turns] == [Role.AGENT, Role.CUSTOMER]
    assert not call.conversation.timed
    assert call.file.warnings == (
        "vcon: a chat, judged as text only: when a message was sent says nothing of speaking",
    )


def test_a_message_in_base64url_is_decoded(tmp_path: Path, intake: IntakeSettings) -> None:
    body = base64.urlsafe_b64encode("Grüß Gott!".encode()).decode().rstrip("=")
    call = opened(vcon(message(0, body, encoding="base64url", mediatype="text/plain")), tmp_path, intake)
    assert call.conversation.turns[0].text == "Grüß Gott!"


def test_a_message_that_cannot_be_decoded_stays_as_an_unread_one(tmp_path: Path, intake: IntakeSettings) -> None:
    chat = vcon(message(0, "Hello."), message(1, "!!!", encoding="base64url"), message(0, "Hi."))
    call = opened(chat, tmp_path, intake)
    assert [turn.text for turn in call.conversation.turns] == ["Hello.", UNREAD, "Hi."]
    assert "vcon: messages that cannot be read as plain text: 1" in call.file.warnings


def test_a_message_in_html_is_read_without_its_tags(tmp_path: Path, intake: IntakeSettings) -> None:
    body = "<style>p {}</style><p>Hello &amp; <b>welcome</b>.</p>"
    call = opened(vcon(message(0, body, mediatype="text/html")), tmp_path, intake)
    assert call.conversation.turns[0].text.split() == ["Hello", "&", "welcome", "."]


def test_a_chat_begins_with_its_first_message(tmp_path: Path, intake: IntakeSettings) -> None:
    later = message(1, "Hi.", "2026-03-02T15:31:00+00:00")
    call = opened(vcon(later, message(0, "Hello.", "2026-03-02T15:30:00+00:00")), tmp_path, intake)
    assert call.record.started == datetime(2026, 3, 2, 15, 30, tzinfo=UTC)


def test_text_with_a_length_is_speech(tmp_path: Path, intake: IntakeSettings) -> None:
    spoken = vcon(
        message(0, "Hello, Ann here.", duration=2.0), message(1, "Hi.", "2026-03-02T15:30:09+00:00", duration=1.0)
    )
    turns = opened(spoken, tmp_path, intake).conversation.turns
    assert [(turn.role, turn.start_s, turn.end_s) for turn in turns] == [
        (Role.AGENT, 0.0, 2.0),
        (Role.CUSTOMER, 9.0, 10.0),
    ]


@pytest.mark.parametrize(
    "mail",
    [
        {"mediatype": 'multipart/alternative; boundary="4111111111111111"'},
        {"mimetype": "message/rfc822"},
        {"mediatype": "text/plain", "message_id": "<1@example.com>"},
    ],
)
def test_e_mails_are_not_a_call(mail: dict[str, str], tmp_path: Path, intake: IntakeSettings) -> None:
    with pytest.raises(InputError) as caught:
        opened(vcon(message(0, "Dear Bob", **mail), message(1, "Dear Ann", **mail)), tmp_path, intake)
    assert caught.value.code == "not_a_call"
    assert "e-mails" in caught.value.what


def test_null_parts_are_absent(tmp_path: Path, intake: IntakeSettings) -> None:
    document = vcon(message(0, "Hello.", mediatype=None, duration=None), None, analysis=None, attachments=None)
    call = opened(document, tmp_path, intake)
    assert [turn.text for turn in call.conversation.turns] == ["Hello."]
    assert len(call.file.warnings) == 1


@pytest.mark.parametrize(
    ("where", "value"),
    [(("dialog", 0, "duration"), "long"), (("dialog", 0, "parties"), [0, "x"]), (("parties", 0, "name"), 7)],
)
def test_only_a_part_of_the_wrong_type_is_lost(
    where: tuple[str, int, str], value: Any, tmp_path: Path, intake: IntakeSettings
) -> None:
    document = json.loads(json.dumps(vcon(message(0, "Hello."))))
    place, index, key = where
    document[place][index][key] = value
    call = opened(document, tmp_path, intake)
    assert call.conversation.turns[0].text == "Hello."
    assert f"vcon: {place}.{index}.{key} is not known" in call.file.warnings[0]


@pytest.mark.parametrize("name", [name for name in FORMATS if "VTT" not in name and "SRT" not in name])
@pytest.mark.parametrize("encoding", ["json", "written out"])
def test_a_transcript_of_any_format_may_be_in_an_analysis(
    name: str, encoding: str, tmp_path: Path, intake: IntakeSettings
) -> None:
    content = FORMATS[name]()
    body = json.dumps(content) if encoding == "json" else content
    analysis = {"type": "wtf_transcription" if name == "WTF" else "transcript", "encoding": "json", "body": body}
    call = opened(vcon(analysis=[analysis]), tmp_path, intake)
    assert len(call.conversation.turns) == len(CALL)


def test_a_start_may_be_written_as_in_mail(tmp_path: Path, intake: IntakeSettings) -> None:
    recording = {"type": "recording", "start": "Tue, 03 Mar 2026 09:12:00 -0000", "parties": [1, 0]}
    call = opened(
        vcon(
            recording,
            message(0, "Hello."),
        ),
        tmp_path,
        intake,
    )
    assert call.record.started == datetime(2026, 3, 3, 9, 12, tzinfo=UTC)
    assert call.record.direction is Direction.INBOUND


def test_an_unknown_role_gives_a_warning(tmp_path: Path, intake: IntakeSettings) -> None:
    document = vcon(message(0, "Hello.")) | {"parties": [{"role": "agent"}, {"role": "supervisor"}]}
    warnings = opened(document, tmp_path, intake).file.warnings
    assert "vcon: the role 'supervisor' is not known; taken for the customer: the other one is known" in warnings


def transcript(body: Any) -> dict[str, Any]:
    return {"type": "transcript", "dialog": 0, "encoding": "none", "body": body}


def test_subtitles_as_the_body_of_a_transcript_are_read(tmp_path: Path, intake: IntakeSettings) -> None:
    call = opened(vcon(analysis=[transcript(FORMATS["WebVTT"]())]), tmp_path, intake)
    assert [turn.text for turn in call.conversation.turns] == [line[3] for line in CALL]


def test_of_several_transcripts_the_first_is_read_and_the_card_says_so(tmp_path: Path, intake: IntakeSettings) -> None:
    whole = FORMATS["whisperX"]()
    part = {"segments": whole["segments"][:2]}
    call = opened(vcon(analysis=[transcript("no form"), transcript(whole), transcript(part)]), tmp_path, intake)
    assert len(call.conversation.turns) == len(CALL)
    assert "vcon: of 2 transcripts the first was read" in call.file.warnings


def test_a_transcript_in_no_form_that_is_read_is_named_when_the_sound_is_elsewhere(
    tmp_path: Path, intake: IntakeSettings
) -> None:
    document = vcon({"type": "recording", "url": "https://example.com/a.wav"}, analysis=[transcript("Ann: hello.")])
    with pytest.raises(InputError, match="a transcript in a form that is not read"):
        opened(document, tmp_path, intake)


def test_two_parties_with_the_same_role_leave_roles_and_direction_open(tmp_path: Path, intake: IntakeSettings) -> None:
    document = vcon({"type": "recording", "parties": [0, 1]}, analysis=[transcript(FORMATS["whisperX"]())])
    document["parties"] = [PARTIES[1] | {"role": "agent"}, PARTIES[0]]
    call = opened(document, tmp_path, intake)
    assert (call.record.direction, call.record.agent, call.record.customer) == (None, None, None)
    assert (
        "vcon: several parties have the same role, and nobody the other one; the roles were left out"
        in call.file.warnings
    )
