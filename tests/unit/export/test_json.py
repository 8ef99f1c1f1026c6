"""The JSON of a scorecard: its keys, its rounding, its schema."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests import scorecards

from callgrade.export.document import json_schema
from callgrade.export.json import to_document, to_json
from callgrade.model.conversation import Attribution, Layout
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard

PUBLISHED = Path(__file__).parents[3] / "docs" / "reference" / "scorecard.schema.json"
CARDS = [scorecards.CARD, scorecards.unseparated(), scorecards.written(), scorecards.silent()]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.file.name)
def test_every_card_fits_the_published_schema(card: Scorecard) -> None:
    schema = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(to_json(card)))


def test_the_published_schema_is_the_one_the_code_writes() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == json_schema()


def test_the_schema_admits_no_key_that_it_does_not_name() -> None:
    objects = [json_schema(), *json_schema()["$defs"].values()]
    parts = [part for part in objects if "properties" in part]
    assert len(parts) > 12
    assert all(part["additionalProperties"] is False for part in parts)
    assert all(sorted(part["required"]) == sorted(part["properties"]) for part in parts)


def test_the_keys_are_those_of_the_format() -> None:
    document = to_document(scorecards.CARD)
    assert list(document) == [
        "schema", "call", "attribution", "line", "ringing", "ringing_reason", "ringing_reason_code",
        "measurements", "findings", "turns", "unheard", "gaps", "redactions", "score", "versions",
    ]  # fmt: skip
    assert document["schema"] == "callgrade.scorecard/1"
    assert list(document["findings"][0]) == [
        "norm", "section", "title", "verdict", "severity", "effect", "value", "unit", "expected", "evidence",
        "by_meaning", "attribution",
        "reason", "reason_code", "advice", "machine", "review",
    ]  # fmt: skip
    assert list(document["measurements"][0]) == [
        "name", "role", "value", "unit", "source", "reason", "reason_code", "evidence",
    ]  # fmt: skip
    assert list(document["turns"][0]) == ["role", "start_s", "end_s", "text", "words", "language"]
    assert list(document["turns"][0]["words"][0]) == ["start_s", "end_s", "text", "probability"]


def test_a_value_says_what_it_was_measured_in() -> None:
    told = {(item["source"], item["value"] is None) for card in CARDS for item in to_document(card)["measurements"]}
    assert told <= {("sound", False), ("turn times", False), ("call record", False), (None, True)}
    timed = replace(scorecards.written(), conversation=replace(scorecards.written().conversation, timed=True))
    assert {"turn times"} == {item["source"] for item in to_document(timed)["measurements"] if item["source"]}


def test_each_fact_of_the_call_has_its_source() -> None:
    call = to_document(scorecards.CARD)["call"]
    assert (call["direction"], call["started"]) == ("in", "2026-03-02T15:30:00")
    assert call["sources"] == {"direction": "option", "started": "file name", "customer": "conversation"}


def test_numbers_have_at_most_three_decimals() -> None:
    document = to_document(scorecards.CARD)
    rate = next(m for m in document["measurements"] if m["name"] == "rate.words_per_minute")
    assert rate["value"] == 151.235
    word = document["turns"][0]["words"][1]
    assert word["start_s"] == round(word["start_s"], 3)


def test_minus_zero_is_zero() -> None:
    document = to_document(replace(scorecards.CARD, score=replace(scorecards.CARD.score, coverage=-0.0)))
    assert str(document["score"]["coverage"]) == "0.0"


def test_without_ringing_there_is_null_and_the_reason() -> None:
    document = to_document(scorecards.unseparated())
    assert (document["ringing"], document["ringing_reason"]) == (None, "no ring in the recording")
    assert document["ringing_reason_code"] == "no_ringing"


def test_every_reason_has_its_code() -> None:
    parts = [part for card in CARDS for part in _parts(to_document(card)) if "reason" in part]
    told = {(part["reason"], part["reason_code"]) for part in parts if part["reason"] or part["reason_code"]}
    assert len(told) > 5
    assert told <= {(reason.text, reason.value) for reason in Reason}


def test_a_note_on_the_roles_has_its_code() -> None:
    noted = Attribution(Layout.TWO_CHANNELS, note=Reason.ROLES_DOUBTFUL)
    card = replace(scorecards.CARD, conversation=replace(scorecards.CONVERSATION, attribution=noted))
    written = to_document(card)["attribution"]
    assert (written["note"], written["note_code"]) == (Reason.ROLES_DOUBTFUL.text, "roles_doubtful")


def _parts(value: object) -> Iterator[dict[str, Any]]:
    """Every object of a document."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _parts(item)


def test_without_a_score_there_is_null_and_the_reason() -> None:
    score = to_document(scorecards.silent())["score"]
    assert (score["overall"], score["band"]) == (None, None)
    assert score["reason"]


def test_nominal_times_of_a_transcript_are_not_written() -> None:
    turns = to_document(scorecards.written())["turns"]
    assert {turn["start_s"] for turn in turns} == {None}
    assert {word["end_s"] for turn in turns for word in turn["words"]} == {None}


def test_the_same_card_gives_the_same_bytes() -> None:
    assert to_json(scorecards.CARD) == to_json(scorecards.CARD)


def test_one_line_unless_indented() -> None:
    assert to_json(scorecards.named(scorecards.CARD, "a\nb.wav")).count("\n") == 1
    assert to_json(scorecards.CARD, indent=2).startswith('{\n  "schema"')


def test_a_file_name_that_is_not_utf8_is_written_as_utf8() -> None:
    text = to_json(scorecards.named(scorecards.CARD, "caf\udce9.wav"))
    assert json.loads(text.encode("utf-8"))["call"]["file"] == "caf\ufffd.wav"


def test_speech_without_words_has_its_place_and_its_reason() -> None:
    (stretch,) = to_document(scorecards.unheard())["unheard"]
    assert (stretch["role"], stretch["start_s"], stretch["end_s"]) == ("agent", 98.0, 101.5)
    assert stretch["reason_code"] == "no_words_heard"


def test_what_is_missing_is_listed_and_warned_of() -> None:
    document = to_document(scorecards.cut())
    end, customer = document["gaps"]
    assert (end["span"], end["role"], end["reason_code"]) == ({"start_s": 131.2, "end_s": 190.0}, None, "end_missing")
    assert (customer["role"], customer["reason_code"]) == ("customer", "badly_heard")
    assert document["call"]["agent_said"] == "Robert"
    assert document["call"]["warnings"] == [
        "call: the end is missing",
        "customer: too much of what this person says is not recognised well",
        "agent: says 'Robert', is listed as 'Carol Jensen'",
    ]


@pytest.mark.parametrize(("note", "said"), [(Reason.ONE_VOICE, True), (Reason.ROLES_UNSURE, False), (None, False)])
def test_a_recording_of_one_side_is_warned_of(note: Reason | None, said: bool) -> None:
    noted = replace(scorecards.CONVERSATION, attribution=Attribution(Layout.ONE_VOICE, note=note))
    warnings = to_document(replace(scorecards.CARD, conversation=noted))["call"]["warnings"]
    assert warnings == ([f"call: {Reason.ONE_VOICE.text}"] if said else [])


def test_a_machine_is_the_other_side() -> None:
    noted = replace(scorecards.CONVERSATION, attribution=Attribution(Layout.ONE_VOICE, note=Reason.ONE_VOICE))
    machine = replace(noted.parties[1], role=Role.PROMPT)
    card = replace(scorecards.CARD, conversation=replace(noted, parties=(noted.parties[0], machine)))
    assert to_document(card)["call"]["warnings"] == []


def test_a_transcript_without_times_has_gaps_without_places() -> None:
    (gap,) = to_document(scorecards.without_times())["gaps"]
    assert (gap["span"], gap["reason_code"]) == (None, "not_recorded")
