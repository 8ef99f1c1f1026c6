"""Transcripts of many shapes become the same conversation: turns with roles, words in order, no invented times."""

from itertools import pairwise
from typing import Any

import pytest
from tests.support.transcripts import MARKERS

from callgrade.config.intake import IntakeSettings
from callgrade.intake.documents.speaker_labels import roles_of
from callgrade.intake.documents.transcript import conversation_of
from callgrade.intake.documents.transcripts.documented import find_turns
from callgrade.intake.documents.transcripts.mend import ESTIMATED_ENDS, Mended, mended
from callgrade.intake.documents.transcripts.reader import FoundTranscript
from callgrade.intake.documents.transcripts.registry import find_transcript
from callgrade.model.conversation import Conversation
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role
from callgrade.text import split_words

HELLO = [
    {"speaker": "Agent", "text": "Hello, how can I help?"},
    {"speaker": "Customer", "text": "My bill is wrong."},
]


def read(document: Any) -> Mended:
    found = find_transcript(document)
    assert isinstance(found, FoundTranscript)
    return mended(found, "call.json", MARKERS)


def conversation(document: Any, settings: IntakeSettings) -> Conversation:
    turns = read(document).turns
    labels = [turn.speaker for turn in turns if turn.speaker is not None]
    roles: dict[str | None, Role] = {None: Role.UNKNOWN}
    roles.update(roles_of(labels, settings.speaker_labels, CallRecord()))
    return conversation_of(turns, roles, "en", settings)


def test_without_times_the_order_is_kept_and_the_conversation_says_so(intake: IntakeSettings) -> None:
    heard = conversation({"turns": HELLO}, intake)
    assert (heard.timed, heard.has_audio, heard.channels) == (False, False, 0)
    assert (heard.ringing, heard.ringing_reason) == (None, Reason.NO_AUDIO)
    assert [turn.role for turn in heard.turns] == [Role.AGENT, Role.CUSTOMER]
    assert heard.turns[0].text == "Hello, how can I help?"
    words = [word for turn in heard.turns for word in turn.words]
    assert [word.text for word in words] == ["Hello,", "how", "can", "I", "help?", "My", "bill", "is", "wrong."]
    assert all(word.probability is None for word in words)
    assert all(a.end_s == pytest.approx(b.start_s) for a, b in pairwise(words))
    assert heard.duration_s == pytest.approx(9 * 0.4)
    assert all(party.speech == () and party.line is None for party in heard.parties)


@pytest.mark.parametrize(
    "document",
    [
        {"turns": [{"role": "agent", "start_s": 1.0, "end_s": 3.0, "text": "one two"}]},
        {"segments": [{"speaker": "agent", "start": 1.0, "end": 3.0, "text": "one two"}]},
        {"transcript": {"segments": [{"speaker": {"role": "agent"}, "start": 1, "end": 3, "text": "one  two"}]}},
        {"conversation": [{"speaker": "agent:", "start_time": 1.0, "end_time": 3.0, "message": "one two"}]},
        [{"speaker": "Agent", "start": 1.0, "end": 3.0, "text": "one\ntwo"}],
    ],
)
def test_turns_are_found_under_any_usual_key(document: Any, intake: IntakeSettings) -> None:
    (turn,) = conversation(document, intake).turns
    assert (turn.role, turn.start_s, turn.end_s, turn.text) == (Role.AGENT, 1.0, 3.0, "one two")
    assert [(word.start_s, word.end_s) for word in turn.words] == [(1.0, 2.0), (2.0, 3.0)]


def test_words_with_their_own_times_keep_them(intake: IntakeSettings) -> None:
    words = [
        {"word": "two", "start": 2.5, "end": 2.9, "confidence": 0.5},
        {"word": "one", "start": 1.0, "end": 1.2, "probability": 0.9},
    ]
    (turn,) = conversation(
        [{"speaker": "agent", "start": 1, "end": 3, "text": "one two", "words": words}], intake
    ).turns
    assert [(word.text, word.start_s, word.probability) for word in turn.words] == [
        ("one", 1.0, 0.9),
        ("two", 2.5, 0.5),
    ]


def test_a_missing_end_is_estimated_before_the_next_turn(intake: IntakeSettings) -> None:
    items = [
        {"speaker": "caller", "time_s": 12.0, "text": "hi"},
        {"speaker": "agent", "time_s": 3.0, "text": "hello this is the bank"},
        {"speaker": "agent", "time_s": 4.0, "text": "how can I help"},
    ]
    assert ESTIMATED_ENDS in read(items).warnings
    heard = conversation(items, intake)
    assert heard.timed
    assert [(turn.role, turn.start_s, turn.text) for turn in heard.turns] == [
        (Role.AGENT, 3.0, "hello this is the bank how can I help"),
        (Role.CUSTOMER, 12.0, "hi"),
    ]
    assert heard.turns[0].end_s == pytest.approx(4.0 + 4 * 0.4)
    assert heard.turns[0].words[4].end_s == pytest.approx(4.0)


def test_chinese_is_split_into_characters() -> None:
    assert split_words("您好，请问有什么可以帮您？ OK 谢谢") == [
        "您", "好，", "请", "问", "有", "什", "么", "可", "以", "帮", "您？", "OK", "谢", "谢",
    ]  # fmt: skip


@pytest.mark.parametrize("document", [{}, [], {"turns": "none"}, {"turns": []}, [1, 2], "text", None, 7])
def test_a_document_without_turns_has_none(document: Any) -> None:
    assert find_turns(document) is None
