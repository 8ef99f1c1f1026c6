"""A stored call is read back exactly."""

import json
import random
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.scorecards import CARD, cut, line, silent, unheard, unseparated, written
from tests.support.conversations import FILES, conversation, example, pack_of
from tests.support.stored import heard, judgement

from callgrade.config.load import load_settings
from callgrade.errors import StoreError
from callgrade.grading.judge import Judge
from callgrade.model.conversation import Assignment, Attribution, Layout
from callgrade.model.frozen import FrozenDict
from callgrade.model.heard import CallFile, HeardCall
from callgrade.model.line import LineGate
from callgrade.model.measurement import Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.redaction import Redaction, RedactionKind
from callgrade.model.scorecard import Judgement, Scorecard
from callgrade.model.sound_picture import PIECES, ChannelLevel, SoundPicture, VoiceCurves, packed
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.store.documents.stored_documents import read_heard, read_judgement, write_heard, write_judgement

CARDS = {
    "two channels": CARD,
    "unseparated": unseparated(),
    "transcript": written(),
    "silent": silent(),
    "unheard": unheard(),
    "cut": cut(),
}
FIRST = Path(__file__).parent / "versions" / "documents"
LATER_REASONS = {
    Reason.NO_ENDS, Reason.WHOLE_SECONDS, Reason.TURNS_TOUCH, Reason.NO_OVERLAP_TIMES, Reason.ROLES_NOT_TOLD,
    Reason.SPEAKER_NOT_KNOWN, Reason.NO_WORDS_HEARD, Reason.OTHER_LANGUAGE, Reason.BEGINNING_MISSING,
    Reason.END_MISSING, Reason.LINE_DROPPED, Reason.NOT_RECORDED, Reason.BADLY_HEARD,
    Reason.ANOTHER_NAME, Reason.LISTEN, Reason.NO_ENCODER, Reason.VOICES_UNSURE, Reason.OTHER_CHANNEL_SILENT,
    Reason.WORDS_NOT_READ, Reason.NAMES_REMOVED, Reason.CLOSING_CUT, Reason.VOICES_UNSURE_OTHER_SILENT,
    Reason.WRONG_RATE,
    Reason.HIDDEN_BY_NOISE, Reason.SOUND_MISSING,
    Reason.SECOND_CALL, Reason.BACKGROUND_SPEECH,
}  # fmt: skip
FIRST_REASONS = [reason for reason in Reason if reason not in LATER_REASONS][:40]
"""The reasons of the first version, in the order in which its documents hold them."""
SHOWN = replace(written().conversation, timed=True, gaps_hidden=None)
each_card = pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)


@cache
def judged(path: str) -> tuple[HeardCall, Judgement]:
    """A golden conversation, judged by the shipped norms."""
    (file,) = (file for file in FILES if file.stem == path)
    call = read_dialogue(example(conversation(file)), file.parent.name, Direction.INBOUND)
    told = CallFile(file.name, "ab" * 32, call.conversation.duration_s, 2, 8000)
    made = HeardCall(told, call.record, call.conversation, (), (), "base")
    return made, Judge(load_settings(), lambda language: pack_of(language or "en", "service")).judge(made)


@each_card
def test_a_heard_call_comes_back_as_it_was(card: Scorecard) -> None:
    assert read_heard(write_heard(heard(1, card))) == heard(1, card)


def test_a_transcript_of_an_older_store_shows_no_gaps() -> None:
    stored = json.loads(zlib.decompress(write_heard(heard(1, replace(written(), conversation=SHOWN)))))
    del stored["heard"]["conversation"]["gaps_hidden"]
    read = read_heard(zlib.compress(json.dumps(stored).encode()))
    assert read.conversation.gaps_hidden is Reason.NO_AUDIO


@each_card
def test_a_judgement_comes_back_as_it_was(card: Scorecard) -> None:
    assert read_judgement(write_judgement(judgement(card=card))) == judgement(card=card)


@pytest.mark.parametrize("stem", [file.stem for file in FILES[:: len(FILES) // 5]])
def test_judged_conversations_in_every_language_come_back(stem: str) -> None:
    made, judgement = judged(stem)
    assert read_heard(write_heard(made)) == made
    assert read_judgement(write_judgement(judgement)) == judgement


def test_what_comes_back_is_as_read_only_as_it_was() -> None:
    made = read_heard(write_heard(heard()))
    again = read_judgement(write_judgement(judgement()))
    mappings = [
        made.record.channels,
        made.record.sources,
        again.assignment.roles,
        *(one.evidence.amounts for one in (*made.sound, *again.measurements.items)),
    ]
    assert {type(mapping) for mapping in mappings} == {FrozenDict}


def test_enumerations_come_back_as_such() -> None:
    made = read_heard(write_heard(heard()))
    assert isinstance(made.record.direction, Direction)
    assert {type(turn.role) for turn in made.conversation.turns} == {Role}
    assert isinstance(made.redactions[0].kind, RedactionKind)


def test_the_same_call_gives_the_same_bytes() -> None:
    once, again = write_heard(heard()), write_heard(read_heard(write_heard(heard())))
    assert once == again
    assert write_judgement(judgement()) == write_judgement(read_judgement(write_judgement(judgement())))


@pytest.mark.parametrize(
    "started",
    [
        datetime(2026, 3, 29, 2, 30),
        datetime(2026, 3, 29, 2, 30, 0, 123456, UTC),
        datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
        datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Oslo"), fold=1),
        None,
    ],
)
def test_times_keep_their_offset(started: datetime | None) -> None:
    again = read_judgement(write_judgement(judgement(started=started))).record.started
    assert (again and again.isoformat()) == (started and started.isoformat())


@pytest.mark.parametrize("value", [0.1 + 0.2, 5e-324, 1.7976931348623157e308, -0.0, 3.0, 1 / 3])
def test_numbers_come_back_to_the_last_digit(value: float) -> None:
    made = replace(heard(), sound=(Measurement("pitch.spread", Role.AGENT, value, "st"),))
    assert repr(read_heard(write_heard(made)).sound[0].value) == repr(value)


def test_a_line_without_noise_keeps_its_infinite_ratio() -> None:
    party = replace(CARD.conversation.parties[0], line=line(0, snr_db=float("inf"), gate=LineGate.GOOD))
    made = replace(heard(), conversation=replace(CARD.conversation, parties=(party,)))
    assert read_heard(write_heard(made)) == made


def test_attribution_roles_and_redactions_come_back() -> None:
    attribution = Attribution(Layout.TWO_VOICES, 0.93, 0.41, Reason.ROLES_EXCHANGED)
    roles = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT}
    made = replace(judgement(), assignment=Assignment(roles, attribution))
    assert read_judgement(write_judgement(made)) == made
    taken = replace(heard(), redactions=(Redaction(RedactionKind.IBAN, Role.AGENT, None, None),))
    assert read_heard(write_heard(taken)) == taken


def test_a_name_that_is_not_utf_8_is_kept_as_far_as_it_is_text() -> None:
    made = heard()
    odd = replace(made, file=replace(made.file, name="caf\udce9.wav"), record=CallRecord(agent="Ren\udce9"))
    again = read_heard(write_heard(odd))
    assert (again.file.name, again.record.agent) == ("caf\ufffd.wav", "Ren\ufffd")
    assert again.conversation == odd.conversation
    assert again.redactions == odd.redactions


def stored(text: str) -> bytes:
    """A document as it lies in the store."""
    return zlib.compress(text.encode())


def words_in(value: Any) -> Iterator[tuple[str, str]]:
    """Every text of a document with its key."""
    for key, item in value.items() if isinstance(value, dict) else ():
        yield from [(key, item)] if isinstance(item, str) else words_in(item)
    for item in value if isinstance(value, list) else ():
        yield from words_in(item)


class TestTheFirstVersion:
    """Its documents lie in versions/documents, with every word that it could write."""

    def test_a_heard_call_is_read_with_its_reasons(self) -> None:
        text = (FIRST / "heard.1.json").read_text(encoding="utf-8")
        read = read_heard(stored(text))
        told = [item["reason"] for item in json.loads(text)["heard"]["sound"]]
        assert [item.reason for item in read.sound] == FIRST_REASONS
        assert len(told) == len(set(told)) == len(FIRST_REASONS)
        assert read.conversation.ringing_reason is Reason.NO_RINGING
        assert read.conversation.attribution == Attribution(Layout.TWO_VOICES, None, 0.4, Reason.ROLES_UNSURE)
        assert [party.line and party.line.gate for party in read.conversation.parties] == list(LineGate)
        assert {redaction.kind for redaction in read.redactions} == set(RedactionKind)

    def test_a_judgement_is_read_with_its_reasons(self) -> None:
        read = read_judgement(stored((FIRST / "judgement.1.json").read_text(encoding="utf-8")))
        assert [finding.reason for finding in read.findings[: len(FIRST_REASONS)]] == FIRST_REASONS
        assert [item.reason for item in read.measurements.items] == FIRST_REASONS
        assert (read.score.reason, read.score.sections[0].reason) == (Reason.TOO_LITTLE_JUDGED, Reason.NOTHING_JUDGED)
        assert read.assignment.attribution == Attribution(Layout.ONE_VOICE, note=Reason.ONE_VOICE)

    def test_a_document_of_the_first_version_is_written_in_the_present_one(self) -> None:
        read = read_heard(stored((FIRST / "heard.1.json").read_text(encoding="utf-8")))
        assert json.loads(zlib.decompress(write_heard(read)))["version"] == 2
        assert read_heard(write_heard(read)) == read

    def test_an_unknown_sentence_in_a_first_version_is_damage(self) -> None:
        text = (FIRST / "heard.1.json").read_text(encoding="utf-8").replace('"no speech"', '"no sound"')
        with pytest.raises(StoreError, match="damaged"):
            read_heard(stored(text))


def test_no_sentence_is_needed_to_read_a_stored_call() -> None:
    made = replace(heard(), sound=tuple(Measurement("pitch.spread", Role.AGENT, None, "st", one) for one in Reason))
    told = [text for key, text in words_in(json.loads(zlib.decompress(write_heard(made)))) if key == "reason"]
    assert told == [one.value for one in Reason]
    assert not {one.value for one in Reason} & {one.text for one in Reason}


def test_a_document_of_a_newer_callgrade_says_so() -> None:
    document = json.loads(zlib.decompress(write_heard(heard()))) | {"version": 3}
    with pytest.raises(StoreError, match="newer callgrade"):
        read_heard(zlib.compress(json.dumps(document).encode()))


DAMAGED = {
    "empty": b"",
    "text": b"not compressed",
    "cut": write_heard(heard())[:-40],
    "another kind": write_judgement(judgement()),
    "no object": zlib.compress(b"[]"),
    "no JSON": zlib.compress(b"{"),
}


@pytest.mark.parametrize("document", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_document_says_so(document: bytes) -> None:
    with pytest.raises(StoreError, match="damaged"):
        read_heard(document)


def test_documents_are_small() -> None:
    assert len(write_heard(heard())) < 3000


FULL = "/w8A" * 134  # codes of 402 parts
PICTURE = SoundPicture(
    (ChannelLevel(0, FULL), ChannelLevel(1, FULL)),
    (VoiceCurves(Role.AGENT, FULL, FULL), VoiceCurves(Role.CUSTOMER, FULL)),
)


def test_the_picture_of_the_sound_comes_back() -> None:
    made = replace(heard(), picture=PICTURE)
    assert read_heard(write_heard(made)) == made


def test_a_call_of_an_older_store_has_no_picture() -> None:
    stored = json.loads(zlib.decompress(write_heard(heard())))
    del stored["heard"]["picture"]
    assert read_heard(zlib.compress(json.dumps(stored).encode())).picture is None


def test_a_picture_of_a_newer_callgrade_does_not_hide_the_call() -> None:
    stored = json.loads(zlib.decompress(write_heard(replace(heard(), picture=PICTURE))))
    stored["heard"]["picture"] |= {"version": 2, "colours": []}
    picture = read_heard(zlib.compress(json.dumps(stored).encode())).picture
    assert picture is not None
    assert not picture.known


def test_a_picture_whose_codes_never_repeat_is_smaller_than_5_kb() -> None:
    chance = random.Random(1)
    noise = [packed(chance.randrange(256) for _ in range(PIECES)) for _ in range(6)]
    voices = (VoiceCurves(Role.AGENT, noise[2], noise[3]), VoiceCurves(Role.CUSTOMER, noise[4], noise[5]))
    drawn = SoundPicture((ChannelLevel(0, noise[0]), ChannelLevel(1, noise[1])), voices)
    assert len(write_heard(replace(heard(), picture=drawn))) - len(write_heard(heard())) < 5000
