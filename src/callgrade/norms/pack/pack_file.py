"""The file ``norms/pack.yaml``: the sections, and the windows and limits that all norms share."""

from typing import Literal

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.record import Role


class WindowEntry(Section):
    """Where a norm looks: from the start of the call (the answer) or from its end. Of several sizes the largest counts.

    ``seconds``; ``share`` of the talk, 0…1; ``turns`` of the speaker that is searched; ``most_share``: upper limit for
    seconds and share, so that opening and closing do not overlap in a short call. ``until_words_of``: instead of
    all these, until this role has said ``words`` words.
    """

    start: Literal["start", "end"] = Field(alias="from")
    seconds: float = Field(default=0, ge=0)
    share: float = Field(default=0, ge=0, le=1)
    turns: int = Field(default=0, ge=0)
    most_share: float = Field(default=1, gt=0, le=1)
    until_words_of: Role | None = None
    words: int = Field(default=0, ge=0)


class Certainty(Section):
    """When words are too uncertain for a fail: at least ``share`` of them are below ``word_probability``.

    Where ``garbled_words`` in a row or more are below it, and such words are ``garbled_share`` of a window, other words
    may have been said there, and none can be called missing.
    A person is badly heard, and nothing that they should say can be called missing, if ``person_share`` of all their
    words (at least ``person_words``) are below it, if ``unheard_share`` of their speech has no words, or if at least
    ``speech_s`` of speech holds fewer than ``words_per_s`` words a second.
    """

    word_probability: float = Field(ge=0, le=1)
    share: float = Field(gt=0, le=1)
    garbled_words: int = Field(default=2, ge=2)
    garbled_share: float = Field(default=1, gt=0, le=1)
    person_share: float = Field(default=1, gt=0, le=1)
    person_words: int = Field(default=10, ge=1)
    unheard_share: float = Field(default=1, gt=0, le=1)
    speech_s: float = Field(default=10, gt=0)
    words_per_s: float = Field(default=0, ge=0)


class Capped(Section):
    """Log-odds ``each``, and ``most`` in all."""

    each: float = Field(default=0, ge=0)
    most: float = Field(default=0, ge=0)


class RoleEvidence(Section):
    """Evidence for which voice is the agent's, in natural log-odds.

    ``agent``: added when a voice says a phrase of one of these norms in its window. ``customer``: subtracted when a
    voice says a trigger of one of these norms. ``called_first``: the called party speaks first. ``channel_map``: the
    usual map of channels is right. ``channels_given``: a map that came with the call is; then ``called_first`` is not
    used. ``own_name``: the labels of a transcript are right if only the agent gives the recorded name of agent or
    company. ``confident``: probability from which roles count as known. ``one_sided_share``: a single voice that
    speaks for at most this share of the talk is one side of a conversation. ``question``: for each question more than
    the other's; ``word_of_other``: for each word of "you" or "us" more, and each of "me" less, than the other's.
    """

    agent: dict[str, float]
    customer: dict[str, float]
    called_first: float = Field(ge=0)
    channel_map: float = Field(ge=0)
    channels_given: float = Field(ge=0)
    own_name: float = Field(default=0, ge=0)
    confident: float = Field(gt=0.5, lt=1)
    one_sided_share: float = Field(gt=0, le=1)
    question: Capped = Capped()
    word_of_other: Capped = Capped()


class QuestionSettings(Section):
    """How questions are counted, in words.

    ``apart``: two question beginnings closer than this are one question ("which one is it you want").
    ``long``: a sentence of at least this length with one question mark may contain several questions.
    """

    apart: int = Field(default=4, ge=1)
    long: int = Field(default=12, ge=1)


class NameSettings(Section):
    """How names are recognised. Similarities of letters are 0…1.

    ``misspelt``: similarity from which a name that sounds different is a misspelling; ``short_sound``, ``long_sound``:
    from which names with the same sound are equal, for sounds of two and of more letters. ``answer_words``: words of
    an answer within which the name that was asked for begins. ``address_turns``: turns in which the agent must use an
    unknown name before it counts as the customer's: one use may be misheard. ``another``: similarity below which a
    name with another first letter is certainly another name.
    """

    misspelt: float = Field(default=0.8, gt=0, le=1)
    short_sound: float = Field(default=0.66, gt=0, le=1)
    long_sound: float = Field(default=0.5, gt=0, le=1)
    answer_words: int = Field(default=6, ge=1)
    address_turns: int = Field(default=2, ge=1)
    another: float = Field(default=0.5, gt=0, le=1)

    @property
    def least(self) -> float:
        """Similarity below which two names are never equal."""
        return min(self.misspelt, self.short_sound, self.long_sound)


class PromptSettings(Section):
    """``most_between``: sentences between two recognised sentences of a recorded prompt that belong to it."""

    most_between: int = Field(default=3, ge=0)


class EdgeSettings(Section):
    """How the beginning and the end of a call are known.

    ``beginning``, ``end``: norms whose phrases open or close a call, and who must say them; ``end_if_answered``: only
    if somebody speaks after that; ``end_if_fed_up``: norms of which the customer says a trigger in the last three
    changes of speaker, and the last words are at most ``fed_up_words``, or in the last eight, in which people quarrel,
    and they are at most ``quarrel_words``; ``not_end``: norms whose phrases are none of that ("thank you for
    waiting"). They are sought in the first or last ``turns`` changes of speaker, at most ``seconds`` from the first or
    last words. ``curt_s``: length of a curt word. ``stops_s``: sound so close to the end of the recording goes on
    until it. A closing in which nobody takes leave may be cut there, or less than ``answer_s`` after the customer's
    last words; ``leave``: norms by whose phrases people do, ``leave_if_answered``: only if somebody speaks after that,
    or in the last sentence.
    """

    beginning: dict[str, tuple[Role, ...]] = Field(default_factory=dict)
    end: dict[str, tuple[Role, ...]] = Field(default_factory=dict)
    end_if_answered: dict[str, tuple[Role, ...]] = Field(default_factory=dict)
    leave: dict[str, tuple[Role, ...]] = Field(default_factory=dict)
    leave_if_answered: dict[str, tuple[Role, ...]] = Field(default_factory=dict)
    end_if_fed_up: tuple[str, ...] = ()
    not_end: tuple[str, ...] = ()
    turns: int = Field(default=3, ge=1)
    seconds: float = Field(default=60, gt=0)
    curt_s: float = Field(default=1.2, ge=0)
    stops_s: float = Field(default=0.5, ge=0)
    answer_s: float = Field(default=2, ge=0)
    fed_up_words: int = Field(default=5, ge=1)
    quarrel_words: int = Field(default=12, ge=1)

    @property
    def norms(self) -> frozenset[str]:
        """All norms whose phrases are used."""
        closing = (*self.end, *self.end_if_answered, *self.leave, *self.leave_if_answered, *self.end_if_fed_up)
        return frozenset((*self.beginning, *closing, *self.not_end))


class GapSettings(Section):
    """What a missing beginning or end may have held.

    ``longest``: a call of unknown length lasted at most this many times what is there.
    """

    longest: float = Field(default=2, ge=1)


class MessageSettings(Section):
    """What is asked of a message to a machine: ``norms``, if it has ``words``, or Chinese ``characters``, or more."""

    norms: tuple[str, ...] = ()
    words: int = Field(default=10, ge=1)
    characters: int = Field(default=15, ge=1)


class NearestSettings(Section):
    """When ``norms explain`` shows words as close to a phrase: at least ``share`` of its words, and ``words`` words."""

    share: float = Field(default=0.5, gt=0, le=1)
    words: int = Field(default=2, ge=1)


class PackFile(Section):
    """``norms/pack.yaml``."""

    sections: tuple[str, ...]
    windows: dict[str, WindowEntry]
    certainty: Certainty
    roles: RoleEvidence
    questions: QuestionSettings = QuestionSettings()
    names: NameSettings = NameSettings()
    prompts: PromptSettings = PromptSettings()
    edges: EdgeSettings = EdgeSettings()
    gaps: GapSettings = GapSettings()
    messages: MessageSettings = MessageSettings()
    nearest: NearestSettings = NearestSettings()
