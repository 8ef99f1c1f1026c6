"""Fields keep their types and values on every way that a call takes; redaction changes text and nothing else."""

import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from tests.support import redacting
from tests.support.any_calls import CALL_FILES, CONVERSATIONS, HEARD_CALLS, RECORDS
from tests.support.differences import differences

from callgrade.model.conversation import Conversation
from callgrade.model.heard import CallFile, HeardCall
from callgrade.model.record import CallRecord, Direction
from callgrade.model.redaction import is_redacted
from callgrade.redaction import redact, redact_file, redact_record
from callgrade.store.documents.stored_documents import read_heard, write_heard

TEXT_OF_A_CONVERSATION = ("text",)
TEXT_OF_A_RECORD = ("language", "agent", "customer", "company", "extension", "team")


def changed(before: Any, after: Any) -> set[str]:
    """The fields in which there is other text; raises ``AssertionError`` for any other difference."""
    found = list(differences(before, after))
    assert [one for one in found if type(one[1]) is not str or type(one[2]) is not str or not is_redacted(one[2])] == []
    return {path.rpartition(".")[2].partition("[")[0] for path, _, _ in found}


@given(RECORDS)
def test_redacting_a_record_changes_its_texts_and_nothing_else(record: CallRecord) -> None:
    assert changed(record, redact_record(record)) <= set(TEXT_OF_A_RECORD)


@given(CALL_FILES)
def test_redacting_a_file_changes_its_texts_and_nothing_else(file: CallFile) -> None:
    assert changed(file, redact_file(file)) <= {"name", "warnings"}


@settings(deadline=None)  # the first one reads the words
@given(CONVERSATIONS)
def test_redacting_a_conversation_changes_its_words_and_texts_and_nothing_else(said: Conversation) -> None:
    found, _ = redact(said, redacting.words(), redacting.settings(email=True, phone=True, iban=True))
    assert changed(said, found) <= set(TEXT_OF_A_CONVERSATION)


def test_the_direction_of_a_redacted_call_stays_a_direction() -> None:
    for direction in Direction:
        assert redact_record(CallRecord(direction=direction)).direction is direction


@given(HEARD_CALLS)
def test_a_stored_call_comes_back_with_the_types_and_values_it_had(call: HeardCall) -> None:
    assert list(differences(call, read_heard(write_heard(call)))) == []


@given(HEARD_CALLS)
def test_a_call_reaches_a_worker_with_the_types_and_values_it_had(call: HeardCall) -> None:
    assert list(differences(call, pickle.loads(pickle.dumps(call)))) == []


@settings(deadline=None)  # the first one loads Dask
@given(HEARD_CALLS)
def test_a_call_crosses_a_cluster_with_the_types_and_values_it_had(call: HeardCall) -> None:
    protocol = pytest.importorskip("distributed.protocol", reason="the extra cluster is not installed")
    assert list(differences(call, protocol.deserialize(*protocol.serialize(call)))) == []
