"""A scorecard as a vCon that other programs, and callgrade itself, can read."""

import base64
import hashlib
import json
from typing import Any

import pytest
from tests import scorecards

from callgrade.export.json import to_document
from callgrade.export.vcon import to_vcon
from callgrade.model.scorecard import Scorecard


def vcon(card: Scorecard) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(to_vcon(card))
    return loaded


def test_it_names_the_parties_with_their_roles() -> None:
    assert vcon(scorecards.CARD)["parties"] == [
        {"role": "agent", "name": "Carol Jensen", "company": "Meridian Motors"},
        {"role": "customer", "name": "Jack Turner"},
    ]


def test_it_refers_to_the_recording_and_its_digest() -> None:
    digest = hashlib.sha512(b"sound").digest()
    (dialog,) = json.loads(to_vcon(scorecards.CARD, digest))["dialog"]
    assert dialog["filename"] == "garage_40.wav"
    assert dialog["parties"] == [0, 1]
    assert dialog["originator"] == 1
    kind, _, claim = dialog["content_hash"].partition("-")
    assert (kind, base64.urlsafe_b64decode(claim + "==")) == ("sha512", digest)


def test_transcript_and_scorecard_are_analyses() -> None:
    document = to_document(scorecards.CARD)
    transcript, scorecard = vcon(scorecards.CARD)["analysis"]
    assert (transcript["type"], transcript["body"]) == ("transcript", document["turns"])
    assert (scorecard["type"], scorecard["body"], scorecard["schema"]) == (
        "scorecard", document, "callgrade.scorecard/1",
    )  # fmt: skip


@pytest.mark.parametrize("card", [scorecards.unseparated(), scorecards.written(), scorecards.silent()])
def test_what_is_not_known_is_left_out(card: Scorecard) -> None:
    made = vcon(card)
    assert made["vcon"] == "0.3.0"
    assert None not in [value for dialog in made["dialog"] for value in dialog.values()]


def test_a_mixed_recording_has_both_parties_on_its_one_channel() -> None:
    (dialog,) = vcon(scorecards.unseparated())["dialog"]
    assert dialog["parties"] == [[0, 1]]


def test_a_transcript_has_no_recording() -> None:
    made = vcon(scorecards.written())
    assert made["dialog"] == []
    assert "dialog" not in made["analysis"][0]


def test_the_same_card_gives_the_same_bytes() -> None:
    assert to_vcon(scorecards.CARD) == to_vcon(scorecards.CARD)
