"""Names that are given in the call are on the card as they were written."""

import pytest
from tests.support.packs import shipped_pack

from callgrade.model.record import CallRecord, Direction
from callgrade.norms.names.heard import heard_names
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.norm import Pack
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call


@pytest.fixture(scope="module")
def pack() -> Pack:
    return shipped_pack("en")


def heard(dialogue: str, pack: Pack) -> CallRecord:
    example = read_dialogue(Example(dialogue=dialogue), "en", Direction.INBOUND)
    return heard_names(prepare_call(pack, example.conversation, example.record))


def test_both_names_are_found_with_their_source(pack: Pack) -> None:
    record = heard(
        "agent: Good morning, Meridian Motors, my name is Carol Wells. How can I help?\n"
        "customer: Hello, my name is Jack O'Neill.",
        pack,
    )
    assert (record.agent, record.customer) == ("Carol Wells", "Jack O'Neill")
    assert record.sources == {"agent": "conversation", "customer": "conversation"}


def test_a_name_that_nobody_gives_stays_unknown(pack: Pack) -> None:
    assert heard("agent: Hello, how can I help?\ncustomer: My phone is broken.", pack) == CallRecord()


def test_without_words_of_the_language_nothing_is_known() -> None:
    wordless = shipped_pack(None)
    assert heard("agent: Hello, my name is Carol.", wordless) == CallRecord()
