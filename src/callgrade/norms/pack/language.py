"""The words of one language: its spelling, its lists, and the phrases of each norm."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from callgrade.config.yaml_source import Location, YamlSource
from callgrade.norms.names.forms import NameWords
from callgrade.norms.pack.word_files import Examples
from callgrade.norms.phrases.groups import NamedList, Sequence
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.phrases.parser import PhraseError, parse_phrase
from callgrade.norms.phrases.tokens import Spelling

READ_LISTS = frozenset(
    {
        "address", "affront", "after_name", "any_business", "anything", "asks_detail", "asks_for", "asks_matter",
        "assent", "before_name", "business", "clause_question", "company_name", "declines", "detail", "either",
        "greeting_word", "hangs_up", "hold_announcement", "hold_errand", "hold_return", "indirect_question",
        "interjection", "line_lost",
        "interrogative", "jargon", "joint", "moment", "name_given", "name_opening", "name_question", "name_sought",
        "negation", "no_clause_question", "no_name_question", "no_need", "no_question", "nothing_more", "number",
        "number_kind", "number_source", "of_company", "of_me", "of_us", "of_you", "opener", "opens_call", "own_frame",
        "prompt", "prompt_or_person", "protest", "question", "question_more", "question_tag", "question_word",
        "relief", "reported", "said_no", "same_to_you", "second_person", "suits", "sure_surname", "surname", "talk",
        "title", "voicemail_name", "well_taken", "which_company", "who_calls",
    }
)  # fmt: skip
"""Lists that the program uses by name; all others are used by phrases that name them."""

READ_NORMS = frozenset({"greeting.agent_name", "greeting.offer_of_help", "greeting.salutation"})
"""Norms whose words the program uses to find names and prompts."""

ANOTHER_THING = ("names.asked", "wording.no_criticism", "wording.no_pressure", "wording.no_rudeness")
"""Norms whose phrases say what the agent does: "you'll be sorry" is no promise, though it speaks of what comes next."""


@dataclass(frozen=True)
class Line:
    """A text of a pack and its place."""

    text: str
    source: YamlSource
    at: Location


Dates = tuple[tuple[date, date], ...]
"""First and last day of each period."""


@dataclass(frozen=True)
class DayPart:
    """A time with the phrases that fit it.

    ``hours``: ``[from, to)``, which may pass midnight. ``yearly``: first and last day, "12-01", which may pass New
    Year. ``dates``: the days of a holiday. ``None``: any day.
    """

    name: str
    hours: tuple[float, float]
    phrases: tuple[Node, ...]
    yearly: tuple[str, str] | None = None
    dates: Dates | None = None


@dataclass(frozen=True)
class Topic:
    """What an agent may ask for, and how a customer gives it: unasked, or in answer to the question."""

    name: str
    asks: tuple[Node, ...]
    gives: tuple[Node, ...]
    answers: tuple[Node, ...]


@dataclass(frozen=True)
class NormWords:
    """The words of one norm in one language, parsed. ``lines``: group → its phrases as written."""

    advice: str | None = None
    advice_if: Mapping[str, str] = field(default_factory=dict)
    phrases: tuple[Node, ...] = ()
    not_in: tuple[Node, ...] = ()
    triggers: tuple[Node, ...] = ()
    triggers_not_in: tuple[Node, ...] = ()
    unless: tuple[Node, ...] = ()
    insists: tuple[Node, ...] = ()
    topics: tuple[Topic, ...] = ()
    parts: tuple[DayPart, ...] = ()
    examples: Examples = field(default_factory=Examples)
    source: YamlSource | None = None
    lines: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)


@dataclass
class PhraseReader:
    """Reads phrases with the spelling and the lists of one language."""

    spelling: Spelling
    lists: Mapping[str, tuple[Line, ...]]
    _known: dict[str, Node] = field(default_factory=dict)
    _words: dict[str, Sequence] = field(default_factory=dict)
    _reading: tuple[str, ...] = ()

    def read(self, line: Line) -> Node:
        """``line`` as a matcher; raises ``ConfigError`` with the column of the mistake."""
        try:
            return parse_phrase(line.text, self.spelling, self._list, self._words)
        except PhraseError as error:
            raise line.source.error(line.at, f"{line.text!r}: {error}", "Correct the phrase.", error.column) from None

    def read_all(self, lines: tuple[Line, ...]) -> tuple[Node, ...]:
        """All of ``lines``; the same phrase twice is one."""
        return tuple(dict.fromkeys(self.read(line) for line in lines))

    def unused(self) -> dict[str, Line]:
        """Every list that neither the program nor a phrase uses, with its first line."""
        named = READ_LISTS | self._known.keys()
        return {name: lines[0] for name, lines in self.lists.items() if lines and name not in named}

    def _list(self, name: str) -> Node:
        if name not in self._known:
            lines = self.lists[name]
            if name in self._reading:
                raise lines[0].source.error(lines[0].at, f"the list {name!r} contains itself", "Take it out.")
            self._reading += (name,)
            self._known[name] = NamedList(self.read_all(lines))
            self._reading = self._reading[:-1]
        return self._known[name]


@dataclass(frozen=True)
class Language:
    """One language, as read from the pack. ``reader``: reads further phrases.

    ``companies``: names, as tokens, that the site's agents may use, in addition to the one in the call record.
    """

    code: str
    spelling: Spelling
    names: NameWords
    lists: Mapping[str, tuple[Node, ...]]
    norms: Mapping[str, NormWords]
    reader: PhraseReader
    companies: tuple[tuple[str, ...], ...] = ()

    def list(self, name: str) -> tuple[Node, ...]:
        """The phrases of a list in ``READ_LISTS``; empty if the language has none."""
        if name not in READ_LISTS:
            raise KeyError(name)
        return self.lists.get(name, ())
