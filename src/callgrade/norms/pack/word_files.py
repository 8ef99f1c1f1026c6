"""The files of a language: ``words/<language>/*.yaml``."""

from typing import Annotated

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.record import Direction

MONTH_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"


class ExampleRecord(Section):
    """The record of an example's call."""

    direction: Direction | None = None
    started: str | None = None
    agent: str | None = None
    customer: str | None = None
    company: str | None = None


class Example(Section):
    """A short dialogue and its verdict (``None``: only whether the norm fires)."""

    dialogue: str
    record: ExampleRecord = ExampleRecord()
    verdict: Verdict | None = None


class Examples(Section):
    """Dialogues that must fire, that must stay silent, and that must have a certain verdict."""

    fires: tuple[Example | str, ...] = ()
    silent: tuple[Example | str, ...] = ()
    verdicts: tuple[Example, ...] = ()


class DayPartEntry(Section):
    """A time of day or year that phrases fit.

    ``hours``: local hours, ``[from, to)``, which may pass midnight. ``dates``: first and last day of every year,
    "12-01", which may pass New Year. ``holiday``: its dates come from the site; without them it is not judged.
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
    """The words of one norm in one language.

    ``advice``: one sentence that helps the agent. ``advice_if``: others, by the key of a fault that it does not fit.
    """

    advice: str
    advice_if: dict[str, str] = Field(default_factory=dict)
    phrases: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    triggers_not_in: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    insists: tuple[str, ...] = ()
    topics: dict[str, TopicEntry] = Field(default_factory=dict)
    parts: dict[str, DayPartEntry] = Field(default_factory=dict)
    examples: Examples = Examples()


class WordsFile(Section):
    """``words/<language>/<section>.yaml``."""

    language: str
    norms: dict[str, WordsEntry] = Field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Contractions(Section):
    """Normal forms. ``words``: one spoken word → its normal form; ``endings``: cut off a word's end → one token."""

    words: dict[str, str] = Field(default_factory=dict)
    endings: dict[str, str] = Field(default_factory=dict)


class LanguageFile(Section):
    """``words/<language>/language.yaml``: the language itself."""

    language: str
    contractions: Contractions = Contractions()
    hesitations: tuple[str, ...] = ()
    lists: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    never_names: tuple[str, ...] = ()
    also_words: tuple[str, ...] = ()
    company_forms: tuple[str, ...] = ()
    name_particles: tuple[str, ...] = ()
    place_endings: tuple[str, ...] = ()
    name_sounds: dict[str, str] = Field(default_factory=dict)
