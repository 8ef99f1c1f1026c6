"""The conversation: each channel's words, speech and line given to a party.

Which party is on which channel comes from the call record, else from the configured map by direction. One channel
with all voices on it is one party of unknown role: nothing is guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from callgrade.config.hearing import ConversationSettings
from callgrade.hearing.turns import Voice, build_turns
from callgrade.model.conversation import Conversation, Party, Word
from callgrade.model.line import LineQuality
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.ringing import Ringing
from callgrade.model.span import Spans

WITHOUT_BLANKS = frozenset({"zh", "yue", "ja", "th", "lo", "my"})
OTHER = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT, Role.UNKNOWN: Role.UNKNOWN}


@dataclass(frozen=True)
class Channel:
    """What was heard on one channel. ``index``: in the recording; ``words``: in order, inside ``speech``."""

    index: int
    speech: Spans
    sound: Spans
    line: LineQuality | None
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Frame:
    """What is known of the whole call, as ``Conversation`` holds it."""

    duration_s: float
    channels: int
    language: str | None
    language_probability: float | None
    ringing: Ringing | None
    ringing_reason: Reason | None


def roles_of(channels: Sequence[int], record: CallRecord, settings: ConversationSettings) -> Mapping[int, Role]:
    """Channel index → role of the party on it. ``channels``: those that were told apart."""
    if len(channels) < 2:
        return dict.fromkeys(channels, Role.UNKNOWN)
    given = {channel: role for role, channel in (record.channels or {}).items()}
    agent = settings.agent_channel[record.direction or Direction.INBOUND]
    usual = {channel: Role.AGENT if channel == agent else Role.CUSTOMER for channel in channels}
    if len(given) == 1:
        channel, role = next(iter(given.items()))
        return {other: role if other == channel else OTHER[role] for other in channels}
    return usual | given


def build_conversation(
    channels: Sequence[Channel], frame: Frame, roles: Mapping[int, Role], settings: ConversationSettings
) -> Conversation:
    """Parties and turns of ``channels``; a channel on which nobody ever spoke has no party."""
    present = [channel for channel in channels if channel.speech or len(channels) == 1]
    blank = "" if frame.language in WITHOUT_BLANKS else " "
    return Conversation(
        language=frame.language,
        language_probability=frame.language_probability,
        duration_s=frame.duration_s,
        channels=frame.channels,
        parties=tuple(
            Party(roles[channel.index], channel.index, channel.speech, channel.sound, channel.line)
            for channel in present
        ),
        turns=build_turns((Voice(roles[one.index], one.words) for one in present), blank, settings),
        ringing=frame.ringing,
        ringing_reason=frame.ringing_reason,
    )


def with_roles_swapped(conversation: Conversation) -> Conversation:
    """The same conversation with agent and customer exchanged: for when the words show that the map was wrong."""
    return replace(
        conversation,
        parties=tuple(replace(party, role=OTHER[party.role]) for party in conversation.parties),
        turns=tuple(replace(turn, role=OTHER[turn.role]) for turn in conversation.turns),
    )
