"""The party on each channel."""

from dataclasses import replace

import pytest

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.conversation import Channel, Frame, build_conversation, own_channels, roles_of
from callgrade.model.conversation import Attribution, Layout, Word
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.span import Span

FRAME = Frame(60.0, 2, "en", 0.99, None, Reason.NO_RINGING, Attribution(Layout.TWO_CHANNELS))


def channel(index: int, *words: str) -> Channel:
    spoken = tuple(Word(text, i + 1.0, i + 1.4, 0.9) for i, text in enumerate(words))
    return Channel(index, tuple(word.span for word in spoken), (Span(50.0, 55.0),), None, spoken)


def test_one_channel_without_separated_voices_has_unknown_speakers(hearing: HearingSettings) -> None:
    assert roles_of([0], CallRecord(), hearing.conversation) == (Role.UNKNOWN,)


@pytest.mark.parametrize("direction", [None, *Direction])
def test_the_agent_is_on_the_left_channel_by_default(direction: Direction | None, hearing: HearingSettings) -> None:
    roles = roles_of([0, 1], CallRecord(direction=direction), hearing.conversation)
    assert roles == (Role.AGENT, Role.CUSTOMER)


def test_the_channel_map_depends_on_the_direction(hearing: HearingSettings) -> None:
    settings = hearing.conversation.model_copy(update={"agent_channel": {Direction.INBOUND: 0, Direction.OUTBOUND: 1}})
    assert roles_of([0, 1], CallRecord(direction=Direction.OUTBOUND), settings)[1] is Role.AGENT
    assert roles_of([0, 1], CallRecord(direction=Direction.INBOUND), settings)[0] is Role.AGENT


@pytest.mark.parametrize(
    "given",
    [{Role.AGENT: 1, Role.CUSTOMER: 0}, {Role.AGENT: 1}, {Role.CUSTOMER: 0}],
    ids=["both", "agent only", "customer only"],
)
def test_the_call_record_has_priority_over_the_channel_map(given: dict[Role, int], hearing: HearingSettings) -> None:
    roles = roles_of([0, 1], CallRecord(channels=given), hearing.conversation)
    assert roles == (Role.CUSTOMER, Role.AGENT)


@pytest.mark.parametrize(
    ("indexes", "layout", "known"),
    [
        ([0, 1], Layout.TWO_CHANNELS, {0: Role.AGENT, 1: Role.CUSTOMER}),
        ([0, 1], Layout.ONE_VOICE, {0: Role.AGENT, 1: Role.CUSTOMER}),
        ([0, 1], Layout.TWO_VOICES, {}),
        ([0], Layout.ONE_VOICE, {}),
    ],
)
def test_each_channel_is_somebodys_unless_two_voices_share_one(
    indexes: list[int], layout: Layout, known: dict[int, Role], hearing: HearingSettings
) -> None:
    assert own_channels(indexes, Attribution(layout), CallRecord(), hearing.conversation) == known


def test_parties_hold_what_was_heard_on_their_channel(hearing: HearingSettings) -> None:
    roles = (Role.AGENT, Role.CUSTOMER)
    heard = build_conversation([channel(0, "Hello."), channel(1, "Hi.")], FRAME, roles, hearing)
    agent = heard.party(Role.AGENT)
    assert agent is not None
    assert (agent.channel, agent.speech, agent.sound) == (0, (Span(1.0, 1.4),), (Span(50.0, 55.0),))
    assert [turn.text for turn in heard.turns_of(Role.CUSTOMER)] == ["Hi."]


def test_a_silent_channel_has_no_party(hearing: HearingSettings) -> None:
    roles = (Role.AGENT, Role.CUSTOMER)
    heard = build_conversation([channel(0, "Hello?"), channel(1)], FRAME, roles, hearing)
    assert [party.role for party in heard.parties] == [Role.AGENT]


def test_a_call_without_speech_still_has_its_one_channel(hearing: HearingSettings) -> None:
    heard = build_conversation([channel(0)], FRAME, (Role.UNKNOWN,), hearing)
    assert [party.role for party in heard.parties] == [Role.UNKNOWN]
    assert heard.turns == ()


@pytest.mark.parametrize(
    ("direction", "first"),
    [(None, Role.AGENT), (Direction.INBOUND, Role.AGENT), (Direction.OUTBOUND, Role.CUSTOMER)],
)
def test_the_first_of_two_voices_on_one_channel_is_the_called_party(
    direction: Direction | None, first: Role, hearing: HearingSettings
) -> None:
    roles = roles_of([0, 0], CallRecord(direction=direction), hearing.conversation)
    assert roles[0] is first
    assert set(roles) == {Role.AGENT, Role.CUSTOMER}


def test_speech_without_words_is_unheard_and_so_is_speech_in_another_language(hearing: HearingSettings) -> None:
    agent = replace(channel(0, "Hello."), speech=(Span(1.0, 1.4), Span(20.0, 23.0)))
    customer = replace(channel(1, "Servus."), foreign=((Span(0.0, 5.0), "de"),))
    heard = build_conversation([agent, customer], FRAME, (Role.AGENT, Role.CUSTOMER), hearing)
    assert [(one.role, one.reason) for one in heard.unheard] == [
        (Role.CUSTOMER, Reason.OTHER_LANGUAGE),
        (Role.AGENT, Reason.NO_WORDS_HEARD),
    ]
    assert heard.unheard_of(Role.AGENT) == (Span(20.0, 23.0),)


def test_speech_whose_words_the_other_voice_on_the_channel_got_is_not_unheard(hearing: HearingSettings) -> None:
    first = replace(channel(0), speech=(Span(1.0, 3.4),))
    second = channel(0, "One", "two", "three.")
    heard = build_conversation([first, second], FRAME, (Role.AGENT, Role.CUSTOMER), hearing)
    assert heard.unheard == ()
