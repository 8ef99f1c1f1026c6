"""The shape of a pack's files. Everything that is not said here is refused, with its place."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from callgrade.config.section import Section
from callgrade.model.finding import Severity, Verdict
from callgrade.model.record import Direction, Role


class WindowEntry(Section):
    """Where a norm looks: from the call's start (the answer) or end. Of several sizes the largest counts.

    ``seconds``; ``share`` of the talk, 0…1; ``turns`` of the speaker that is searched; ``most_share``: what seconds
    and share may not exceed, so that opening and closing stay apart in a short call. ``until_words_of``: instead of
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
    """When words are too uncertain to fail somebody on: ``share`` of them below ``word_probability``."""

    word_probability: float = Field(ge=0, le=1)
    share: float = Field(gt=0, le=1)


class RoleEvidence(Section):
    """What tells the agent's voice from the customer's, in natural log-odds a voice that says it.

    ``agent``: norms whose phrases, in their window, speak for the agent; ``customer``: norms whose triggers speak for
    the customer. ``called_first``: that the party that was called spoke first, of two voices on one channel;
    ``channel_map``: that the usual map of channels is right, ``channels_given``: that one given with the call is.
    Roles stand from the probability ``confident`` on. One voice that speaks for at most ``one_sided_share`` of the talk
    is taken for one side of a conversation.
    """

    agent: dict[str, float]
    customer: dict[str, float]
    called_first: float = Field(ge=0)
    channel_map: float = Field(ge=0)
    channels_given: float = Field(ge=0)
    confident: float = Field(gt=0.5, lt=1)
    one_sided_share: float = Field(gt=0, le=1)


class PackFile(Section):
    """``norms/pack.yaml``."""

    sections: tuple[str, ...]
    windows: dict[str, WindowEntry]
    certainty: Certainty
    roles: RoleEvidence


class NormEntry(Section):
    """One norm of ``norms/<section>.yaml``. ``profiles``: the only ones that judge by it; ``None``: all."""

    id: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    title: str
    why: str
    sources: tuple[Literal["NL", "NO", "ZH"], ...]
    severity: Severity
    direction: Literal["in", "out", "both"]
    kind: str
    expected: str
    profiles: tuple[str, ...] | None = None
    parameters: dict[str, Any] = Field(alias="with")


class SectionFile(Section):
    """``norms/<section>.yaml``."""

    section: str
    title: str
    norms: tuple[NormEntry, ...]


class NormChange(BaseModel):
    """What a profile or a site changes in a norm; ``None`` leaves it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    severity: Severity | None = None
    direction: Literal["in", "out", "both"] | None = None
    expected: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict, alias="with")


class ProfileFile(Section):
    """``profiles/<name>.yaml``. ``direction``: assumed when the call record does not say."""

    profile: str
    title: str
    direction: Direction | None = None
    norms: dict[str, NormChange] = Field(default_factory=dict)


class ExampleRecord(Section):
    """What is known of an example's call."""

    direction: Direction | None = None
    started: str | None = None
    agent: str | None = None
    customer: str | None = None
    company: str | None = None


class Example(Section):
    """A short dialogue, and the verdict it must end in (``None``: only whether the norm fires)."""

    dialogue: str
    record: ExampleRecord = ExampleRecord()
    verdict: Verdict | None = None


class Examples(Section):
    """Dialogues that must fire, that must stay silent, and that must end in a verdict."""

    fires: tuple[Example | str, ...] = ()
    silent: tuple[Example | str, ...] = ()
    verdicts: tuple[Example, ...] = ()


MONTH_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"


class StagePart(Section):
    """A time at which phrases fit.

    ``hours``: local hours, ``[from, to)``, which may pass midnight. ``dates``: first and last day of every year,
    "12-01", which may pass New Year. ``holiday``: one whose dates a site gives; without them nothing is judged.
    """

    hours: tuple[float, float] = (0, 24)
    dates: tuple[Annotated[str, Field(pattern=MONTH_DAY)], Annotated[str, Field(pattern=MONTH_DAY)]] | None = None
    holiday: str | None = None
    phrases: tuple[str, ...]


class TopicEntry(Section):
    """What an agent may ask for: words that ask for it, words that give it, words that answer the question."""

    asks: tuple[str, ...]
    gives: tuple[str, ...]
    answers: tuple[str, ...] = ()


class WordsEntry(Section):
    """The words of one norm in one language. ``advice``: one sentence that helps the agent."""

    advice: str
    phrases: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    triggers_not_in: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    insists: tuple[str, ...] = ()
    topics: dict[str, TopicEntry] = Field(default_factory=dict)
    parts: dict[str, StagePart] = Field(default_factory=dict)
    examples: Examples = Examples()


class WordsFile(Section):
    """``words/<language>/<section>.yaml``."""

    language: str
    norms: dict[str, WordsEntry] = Field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Contractions(Section):
    """Normal forms. ``words``: one spoken word → what it stands for; ``endings``: cut off a word's end → one token."""

    words: dict[str, str] = Field(default_factory=dict)
    endings: dict[str, str] = Field(default_factory=dict)


class LanguageFile(Section):
    """``words/<language>/language.yaml``: the language itself."""

    language: str
    contractions: Contractions = Contractions()
    lists: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    never_names: tuple[str, ...] = ()
    also_words: tuple[str, ...] = ()
    company_forms: tuple[str, ...] = ()
    name_particles: tuple[str, ...] = ()


class SiteWords(Section):
    """What a site changes in a norm's words: ``phrases`` replaces, ``phrases+`` adds, and so on."""

    advice: str | None = None
    phrases: tuple[str, ...] | None = None
    more_phrases: tuple[str, ...] = Field(default=(), alias="phrases+")
    not_in: tuple[str, ...] | None = None
    more_not_in: tuple[str, ...] = Field(default=(), alias="not_in+")
    triggers: tuple[str, ...] | None = None
    more_triggers: tuple[str, ...] = Field(default=(), alias="triggers+")
    triggers_not_in: tuple[str, ...] | None = None
    more_triggers_not_in: tuple[str, ...] = Field(default=(), alias="triggers_not_in+")
    unless: tuple[str, ...] | None = None
    more_unless: tuple[str, ...] = Field(default=(), alias="unless+")
    insists: tuple[str, ...] | None = None
    more_insists: tuple[str, ...] = Field(default=(), alias="insists+")


class SiteLanguage(Section):
    """A site's words in one language; a list called ``name+`` adds to the list ``name``."""

    norms: dict[str, SiteWords] = Field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class SiteFile(Section):
    """A site pack: one file laid over the shipped pack and the profile.

    ``companies``: names under which agents may answer. ``holidays``: name → first and last day of each time it falls
    on ("easter": [[2026-04-03, 2026-04-06]]).
    """

    site: str
    companies: tuple[str, ...] = ()
    holidays: dict[str, tuple[tuple[date, date], ...]] = Field(default_factory=dict)
    norms: dict[str, NormChange] = Field(default_factory=dict)
    words: dict[str, SiteLanguage] = Field(default_factory=dict)
