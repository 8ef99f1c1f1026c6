"""The conversation: who spoke when, and in which words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from callgrade.model.frozen import freeze
from callgrade.model.gap import Gap
from callgrade.model.line import LineQuality
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span, Spans, merge, total_s


@dataclass(frozen=True, slots=True)
class Word:
    """One word. ``text`` as written, with its punctuation, without surrounding blanks.

    ``probability``: the recogniser's, 0…1; ``None`` when the words were not recognised but given as a transcript.
    """

    text: str
    start_s: float
    end_s: float
    probability: float | None

    @property
    def span(self) -> Span:
        """When it was said."""
        return Span(self.start_s, self.end_s)


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's words until another speaker takes the floor.

    ``language``: ISO 639-1 code of its words, or ``und`` if none is likely, where it is not the call's; else ``None``.
    """

    role: Role
    start_s: float
    end_s: float
    words: tuple[Word, ...]
    text: str
    language: str | None = None

    @property
    def span(self) -> Span:
        """When it was said."""
        return Span(self.start_s, self.end_s)


@dataclass(frozen=True, slots=True)
class Unheard:
    """Speech of one person whose words are not known or cannot be judged, so nobody can say what was not said in it.

    ``reason``: why it has no words.
    """

    role: Role
    start_s: float
    end_s: float
    reason: Reason

    @property
    def span(self) -> Span:
        """When it was said."""
        return Span(self.start_s, self.end_s)


@dataclass(frozen=True)
class Party:
    """One voice of the call (or, with ``Role.UNKNOWN``, all voices of a channel that was not separated).

    ``channel``: index into the recording's channels, ``None`` without audio. ``speech``: the timing pass of voice
    activity (gaps ≥ 200 ms kept, no padding), with leaked speech of the other channel taken out; empty without
    audio. ``sound``: stretches where the channel is active but nobody speaks and it is not ring-back: music, tones.
    """

    role: Role
    channel: int | None
    speech: Spans
    sound: Spans
    line: LineQuality | None


class Layout(StrEnum):
    """How the parties lie in the recording. The values are stored: they never change."""

    TWO_CHANNELS = "two channels"
    TWO_VOICES = "two voices on one channel"
    ONE_VOICE = "one voice"
    TRANSCRIPT = "speakers of a transcript"


_ROLES_KNOWN = (Reason.ROLES_EXCHANGED, Reason.ROLES_DOUBTFUL)
"""Notes on roles that are not withheld."""


ONE_SIDED = (
    Reason.ONE_VOICE,
    Reason.VOICES_UNSURE,
    Reason.VOICES_UNSURE_OTHER_SILENT,
    Reason.OTHER_CHANNEL_SILENT,
)
"""Notes that one of two persons, or a channel, may be missing in the recording."""


@dataclass(frozen=True)
class Attribution:
    """Who is who, and how sure that is.

    ``confidence``: 0…1 that agent and customer are not the other way round, ``None`` while only assumed.
    ``similarity``: cosine between the prints of two voices on one channel, else ``None``. ``note``: what a reader of
    the card must know: that roles are withheld, were exchanged, or may be the other way round. ``doubtful``: speech on
    one channel that by itself is more like the other voice than like the one it was given to.
    """

    layout: Layout
    confidence: float | None = None
    similarity: float | None = None
    note: Reason | None = None
    doubtful: Spans = ()


@dataclass(frozen=True)
class Assignment:
    """The role of each voice. ``roles``: role as heard → role; other voices keep their role."""

    roles: Mapping[Role, Role]
    attribution: Attribution | None

    def __post_init__(self) -> None:
        """Freeze the roles."""
        freeze(self, "roles")

    def role(self, heard: Role) -> Role:
        """The role of the voice that was heard as ``heard``."""
        return self.roles.get(heard, heard)


@dataclass(frozen=True)
class Conversation:
    """What was heard, without the audio: everything that measures of time and norms of words need.

    ``language``: ISO 639-1 code or ``None``; ``language_probability``: the recogniser's, ``None`` when given.
    ``timed``: False for a transcript without times; turn and word times are then nominal (order only) and are never
    shown. ``has_audio``: False for a transcript. ``channels``: number of channels of the recording (0 = no audio).
    ``ringing_reason`` says why ``ringing`` is ``None``. ``attribution``: ``None`` where a transcript says who speaks.
    ``gaps_hidden``: why the turn times of a transcript do not show who was silent when, ``None`` where they do;
    without meaning where there is audio. ``unheard``: speech without words, in order of time.
    ``gaps``: other stretches that were not recorded or not read.
    ``transfers``: ring-back after people had talked: the call is put through to somebody.
    ``end_tone``: a busy or dial tone that lasts to the end of the recording: the call is over, though it sounds on.
    """

    language: str | None
    language_probability: float | None
    duration_s: float
    channels: int
    parties: tuple[Party, ...]
    turns: tuple[Turn, ...]
    ringing: Ringing | None
    ringing_reason: Reason | None
    attribution: Attribution | None = None
    has_audio: bool = True
    timed: bool = True
    gaps_hidden: Reason | None = Reason.NO_AUDIO
    unheard: tuple[Unheard, ...] = ()
    gaps: tuple[Gap, ...] = ()
    transfers: Spans = ()
    end_tone: Span | None = None

    @property
    def shares_channel(self) -> bool:
        """Whether all voices are in one sound, so that two at once cannot be separated.

        Two channels that carry the same mix are one sound.
        """
        return self.channels < 2 or (
            self.attribution is not None and self.attribution.layout is not Layout.TWO_CHANNELS
        )

    @property
    def network(self) -> Spans:
        """When the network sounds in place of people: transfers, and the tone after the call."""
        return (*self.transfers, *((self.end_tone,) if self.end_tone else ()))

    @property
    def why_unknown(self) -> Reason:
        """Why voices are unknown: a transcript separates speakers, and then the reason is about roles."""
        attribution = self.attribution
        written = attribution is not None and attribution.layout is Layout.TRANSCRIPT
        note = attribution.note if attribution and written else None
        return note if note and note not in _ROLES_KNOWN else Reason.NOT_SEPARATED

    @property
    def one_sided(self) -> Reason | None:
        """Why one of two persons may be missing in the recording, ``None`` if none is: a machine answers, too."""
        note = self.attribution.note if self.attribution and self.party(Role.PROMPT) is None else None
        return note if note in ONE_SIDED else None

    def party(self, role: Role) -> Party | None:
        """The party with this role, ``None`` if it was not recorded or not separated."""
        return next((party for party in self.parties if party.role is role), None)

    def speech_shares(self) -> dict[Role, float]:
        """Each person's share of the speech, 0…1; empty where nobody speaks."""
        persons = (party for party in self.parties if party.role is not Role.PROMPT)
        seconds = {party.role: total_s(party.speech) for party in persons}
        whole_s = sum(seconds.values())
        return {role: own_s / whole_s for role, own_s in seconds.items()} if whole_s else {}

    def turns_of(self, role: Role) -> tuple[Turn, ...]:
        """The turns of one role, in order of time."""
        return tuple(turn for turn in self.turns if turn.role is role)

    def unheard_of(self, role: Role) -> Spans:
        """The speech of one role that has no words."""
        return tuple(one.span for one in self.unheard if one.role is role)

    def with_gaps(self, gaps: Iterable[Gap]) -> "Conversation":
        """The same conversation with further gaps."""
        return replace(self, gaps=(*self.gaps, *gaps))

    def assigned(self, assignment: Assignment) -> "Conversation":
        """The same conversation with the roles of ``assignment``; voices with the same role become one party."""
        named = [replace(party, role=assignment.role(party.role)) for party in self.parties]
        return replace(
            self,
            parties=tuple(
                _joined([party for party in named if party.role is role])
                for role in dict.fromkeys(party.role for party in named)
            ),
            turns=tuple(replace(turn, role=assignment.role(turn.role)) for turn in self.turns),
            unheard=tuple(replace(one, role=assignment.role(one.role)) for one in self.unheard),
            gaps=tuple(replace(gap, role=gap.role and assignment.role(gap.role)) for gap in self.gaps),
            attribution=assignment.attribution,
        )


def _joined(parties: list[Party]) -> Party:
    """One party of the speech of all, on the channel of the first."""
    return replace(parties[0], speech=merge(span for party in parties for span in party.speech))
