import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.talk import call, party, spoken

from callgrade.config.measures import MeasureSettings
from callgrade.measures import assign_sound, measure_exchange, measure_sound
from callgrade.measures.catalogue import measurement
from callgrade.model.conversation import Assignment, Conversation
from callgrade.model.measurement_names import CATALOGUE
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "measures.md"
LISTED = {(name, role) for name, entry in CATALOGUE.items() for role in entry.roles}
BOTH = call([(0.0, 40.0)], [(41.0, 60.0)], turns=[spoken(Role.AGENT, 0.0, 40.0, "word " * 90)])
MIXED = replace(BOTH, channels=1, parties=(party(Role.UNKNOWN, [(0.0, 60.0)]),))
WRITTEN = replace(BOTH, channels=0, parties=(), has_audio=False)
CALLS = {
    "two persons": BOTH,
    "one voice not told apart": MIXED,
    "transcript": WRITTEN,
    "transcript without times": replace(WRITTEN, timed=False),
    "nobody": call(duration_s=10.0),
    "no party": replace(BOTH, parties=(), turns=()),
}


def measured(conversation: Conversation, settings: MeasureSettings) -> tuple[tuple[str, Role | None], ...]:
    sound = measure_sound(conversation, None, settings)
    as_heard = Assignment({}, None)
    found = (
        *assign_sound(sound, as_heard, conversation, settings),
        *measure_exchange(conversation, CallRecord(), (), settings),
    )
    return tuple((item.name, item.role) for item in found)


@pytest.mark.parametrize("conversation", CALLS.values(), ids=CALLS.keys())
def test_every_call_gives_the_whole_list_and_nothing_else(
    conversation: Conversation, settings: MeasureSettings
) -> None:
    found = measured(conversation, settings)
    assert len(found) == len(set(found))
    assert set(found) == LISTED


def test_voices_that_are_not_separated_give_every_person_that_reason(settings: MeasureSettings) -> None:
    found = measure_exchange(MIXED, CallRecord(), (), settings)
    reasons = {item.name: item.reason for item in found if item.role is not None}
    one_channel = {"interruption.count", "backchannel.count"}
    ringing = {"ringing.answer_to_first_word"}
    assert {reasons[name] for name in reasons.keys() - one_channel - ringing} == {Reason.NOT_SEPARATED}
    assert {reasons[name] for name in one_channel} == {Reason.ONE_CHANNEL}


def test_a_transcript_gives_the_shares_of_talk_and_no_sound(settings: MeasureSettings) -> None:
    turns = [spoken(Role.AGENT, 0.0, 30.0, "word"), spoken(Role.CUSTOMER, 31.0, 41.0, "word")]
    found = measure_exchange(replace(WRITTEN, turns=tuple(turns)), CallRecord(), (), settings)
    given = {item.name for item in found if item.value is not None}
    assert given == {"talk.share", "talk.longest_monologue"}
    assert {item.reason for item in found if item.value is None} <= {Reason.NO_AUDIO, Reason.NO_RINGING}


def test_a_name_that_is_not_listed_is_refused() -> None:
    with pytest.raises(KeyError):
        measurement("voice.smile", Role.AGENT, 1.0)


def test_the_page_explains_exactly_what_is_measured() -> None:
    explained = dict(re.findall(r"^\| `([a-z0-9_.]+)` \| ([^|]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(explained) == set(CATALOGUE)
    assert {name: unit.strip() for name, unit in explained.items()} == {
        name: entry.unit for name, entry in CATALOGUE.items()
    }
