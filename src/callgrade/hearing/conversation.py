"""The conversation: each channel's words, speech and line given to a party.

Which party is on which channel comes from the call record, else from the configured map by direction. Of two voices
on one channel the first to speak is taken for the party that was called, until the words say otherwise. Voices that
could not be separated are one party of unknown role.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from callgrade.config.hearing import ConversationSettings, HearingSettings
from callgrade.config.recognition import WordlessSettings
from callgrade.hearing.turns import SpeakerWords, build_turns
from callgrade.hearing.wordless import wordless
from callgrade.model.conversation import Attribution, Conversation, Layout, Party, Turn, Unheard, Word
from callgrade.model.line import LineQuality
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span, Spans

OTHER = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT, Role.UNKNOWN: Role.UNKNOWN}


@dataclass(frozen=True)
class Channel:
    """One voice on one channel. ``index``: of the channel; ``words``: in order, inside ``speech``.

    ``foreign``: when the channel is not in the call's language, but in which.
    """

    index: int
    speech: Spans
    sound: Spans
    line: LineQuality | None
    words: tuple[Word, ...]
    foreign: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True)
class Frame:
    """Facts about the whole call, as ``Conversation`` holds them."""

    duration_s: float
    channels: int
    language: str | None
    language_probability: float | None
    ringing: Ringing | None
    ringing_reason: Reason | None
    attribution: Attribution


def roles_of(channels: Sequence[int], record: CallRecord, settings: ConversationSettings) -> tuple[Role, ...]:
    """The role of each voice. ``channels``: of each voice; on a shared one the first to speak is first."""
    if len(channels) < 2:
        return (Role.UNKNOWN,) * len(channels)
    if channels[0] == channels[1]:
        called = Role.CUSTOMER if record.direction is Direction.OUTBOUND else Role.AGENT
        return called, OTHER[called]
    by_channel = _roles_by_channel(channels, record, settings)
    return tuple(by_channel[channel] for channel in channels)


def own_channels(
    indexes: Sequence[int], attribution: Attribution, record: CallRecord, settings: ConversationSettings
) -> Mapping[int, Role]:
    """Whose channel each of the heard ones is; nobody's where there is one, or where two voices share one."""
    if len(indexes) < 2 or attribution.layout is Layout.TWO_VOICES:
        return {}
    return _roles_by_channel(indexes, record, settings)


def _roles_by_channel(
    channels: Sequence[int], record: CallRecord, settings: ConversationSettings
) -> Mapping[int, Role]:
    given = {channel: role for role, channel in (record.channels or {}).items()}
    agent = settings.agent_channel[record.direction or Direction.INBOUND]
    usual = {channel: Role.AGENT if channel == agent else Role.CUSTOMER for channel in channels}
    if len(given) == 1:
        channel, role = next(iter(given.items()))
        return {other: role if other == channel else OTHER[role] for other in channels}
    return usual | given


def build_conversation(
    channels: Sequence[Channel], frame: Frame, roles: Sequence[Role], settings: HearingSettings
) -> Conversation:
    """Parties and turns of ``channels``; a channel on which nobody ever spoke has no party."""
    present = [
        (role, channel) for role, channel in zip(roles, channels, strict=True) if channel.speech or len(channels) == 1
    ]
    voices = (SpeakerWords(role, channel.words, channel.foreign) for role, channel in present)
    turns = build_turns(voices, frame.language, settings.conversation)
    return Conversation(
        language=frame.language,
        language_probability=frame.language_probability,
        duration_s=frame.duration_s,
        channels=frame.channels,
        parties=tuple(
            Party(role, channel.index, channel.speech, channel.sound, channel.line) for role, channel in present
        ),
        turns=turns,
        ringing=frame.ringing,
        ringing_reason=frame.ringing_reason,
        attribution=frame.attribution,
        unheard=_unheard(present, turns, settings.recognition.wordless),
    )


def _unheard(
    present: Sequence[tuple[Role, Channel]], turns: Sequence[Turn], settings: WordlessSettings
) -> tuple[Unheard, ...]:
    """Each person's speech without words, or with words of another language, in order.

    A word that the other voice on the channel says is a word too.
    """
    spoken = [
        (role, channel, [word for _, other in present if other.index == channel.index for word in other.words])
        for role, channel in present
    ]
    found = [
        Unheard(role, span.start_s, span.end_s, Reason.NO_WORDS_HEARD)
        for role, channel, words in spoken
        for span in wordless(channel.speech, words, settings)
    ]
    found += [Unheard(turn.role, turn.start_s, turn.end_s, Reason.OTHER_LANGUAGE) for turn in turns if turn.language]
    return tuple(sorted(found, key=lambda one: (one.start_s, one.role)))
