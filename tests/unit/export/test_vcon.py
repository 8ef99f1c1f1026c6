"""A scorecard as a vCon that other programs, and callgrade itself, can read."""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from tests import scorecards
from tests.support.vcons import faults

from callgrade.export.json import to_document
from callgrade.export.vcon import to_vcon
from callgrade.model.record import Direction
from callgrade.model.scorecard import Scorecard

NOW = datetime(2026, 10, 5, 9, 12, tzinfo=UTC)
STARTED = datetime(2026, 3, 2, 15, 30)
CARDS = [scorecards.CARD, scorecards.unseparated(), scorecards.written(), scorecards.silent()]


def vcon(card: Scorecard, sha512: bytes | None = None) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(to_vcon(card, NOW, sha512))
    return loaded


def dialog(card: Scorecard) -> dict[str, Any]:
    (found,) = vcon(card)["dialog"]
    return dict(found)


def started(time: datetime) -> Scorecard:
    return replace(scorecards.CARD, record=replace(scorecards.CARD.record, started=time))


def rang(direction: Direction | None) -> Scorecard:
    return replace(scorecards.CARD, record=replace(scorecards.CARD.record, direction=direction))


@pytest.mark.parametrize("digest", [None, hashlib.sha512(b"sound").digest()])
@pytest.mark.parametrize("card", CARDS)
def test_a_vcon_is_valid_against_the_draft(card: Scorecard, digest: bytes | None) -> None:
    assert faults(vcon(card, digest)) == []


@pytest.mark.parametrize("card", CARDS)
def test_a_vcon_has_its_creation_time(card: Scorecard) -> None:
    assert vcon(card)["created_at"] == "2026-10-05T09:12:00+00:00"


def test_a_vcon_names_the_parties_with_their_roles_and_the_organization() -> None:
    assert vcon(scorecards.CARD)["parties"] == [
        {"role": "agent", "name": "Carol Jensen", "org": "Meridian Motors"},
        {"role": "customer", "name": "Jack Turner"},
    ]


def test_a_vcon_refers_to_the_recording_and_its_digest() -> None:
    digest = hashlib.sha512(b"sound").digest()
    (found,) = vcon(scorecards.CARD, digest)["dialog"]
    assert found["filename"] == "garage_40.wav"
    assert found["parties"] == [0, 1]
    kind, _, claim = found["content_hash"].partition("-")
    assert (kind, base64.urlsafe_b64decode(claim + "==")) == ("sha512", digest)


def test_the_originator_is_named_if_it_is_not_the_first_party() -> None:
    assert dialog(rang(Direction.INBOUND))["originator"] == 1
    assert "originator" not in dialog(rang(Direction.OUTBOUND))
    assert "originator" not in dialog(rang(None))


def test_a_start_without_an_offset_is_in_the_scorecard_only() -> None:
    made = vcon(started(STARTED))
    assert "start" not in made["dialog"][0]
    assert made["analysis"][1]["body"]["call"]["started"] == "2026-03-02T15:30:00"
    assert faults(made) == []


@pytest.mark.parametrize(
    ("offset", "written"),
    [
        (timedelta(hours=2), "2026-03-02T15:30:00+02:00"),
        (timedelta(0), "2026-03-02T15:30:00+00:00"),
        (timedelta(minutes=19, seconds=32), "2026-03-02T15:10:28+00:00"),
    ],
)
def test_a_start_with_an_offset_is_written_as_rfc_3339(offset: timedelta, written: str) -> None:
    card = started(STARTED.replace(tzinfo=timezone(offset)))
    assert dialog(card)["start"] == written
    assert faults(vcon(card)) == []


def test_transcript_and_scorecard_are_analyses() -> None:
    document = to_document(scorecards.CARD)
    transcript, scorecard = vcon(scorecards.CARD)["analysis"]
    assert (transcript["type"], transcript["body"]) == ("transcript", document["turns"])
    assert (scorecard["type"], scorecard["body"], scorecard["schema"]) == ("report", document, "callgrade.scorecard/1")
    assert {one["vendor"] for one in (transcript, scorecard)} == {"callgrade"}


def test_a_mixed_recording_has_both_parties_on_its_one_channel() -> None:
    assert dialog(scorecards.unseparated())["parties"] == [[0, 1]]


def test_a_transcript_has_no_recording() -> None:
    made = vcon(scorecards.written())
    assert made["dialog"] == []
    assert "dialog" not in made["analysis"][0]


def test_a_document_that_held_the_sound_is_not_called_the_recording() -> None:
    card = replace(scorecards.CARD, file=replace(scorecards.CARD.file, name="garage.vcon.json"))
    (found,) = vcon(card, b"digest")["dialog"]
    assert not {"filename", "content_hash"} & found.keys()


def test_the_same_card_gives_the_same_bytes_at_the_same_time() -> None:
    assert to_vcon(scorecards.CARD, NOW) == to_vcon(scorecards.CARD, NOW)


def test_the_transcript_of_a_vcon_shows_speech_without_words_at_its_time() -> None:
    card = scorecards.unheard()
    turns = vcon(card)["analysis"][0]["body"]
    assert [turn["start_s"] for turn in turns] == sorted(turn["start_s"] for turn in turns)
    assert [turn["reason"] for turn in turns if not turn["text"]] == ["somebody speaks, but no words were recognised"]
    assert faults(vcon(card)) == []
