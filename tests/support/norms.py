"""Small English words and short calls, for tests of the norms' engine that need no pack."""

from datetime import datetime
from typing import Any

from callgrade.config.section import Section
from callgrade.model.conversation import Conversation
from callgrade.model.frozen import FrozenDict
from callgrade.model.measurement import Basis, Measurement, Measurements
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.span import Span
from callgrade.norms.call import Call, tokenise_call
from callgrade.norms.kinds.kind import NormKind
from callgrade.norms.names.forms import NameWords
from callgrade.norms.outcome import Outcome
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.language import DayPart, Language, NormWords, PhraseReader
from callgrade.norms.pack.pack_file import PackFile
from callgrade.norms.pack.word_files import Example
from callgrade.norms.phrases.groups import Choice
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.phrases.parser import parse_phrase
from callgrade.norms.phrases.tokens import Spelling

SPELLING = Spelling(
    FrozenDict({"can't": ("can", "not"), "what's": ("what", "is"), "goodbye": ("good", "bye")}),
    FrozenDict({"n't": "not", "'m": "am", "'re": "are", "'s": "'s"}),
)

NEVER = """a the this is it i am you my name from to for of with and please thank thanks calling may have your hello hi
good morning speaking can how help sorry not me in on yes no there who what customer support are we go any one that
day up"""

NAME_WORDS = NameWords(
    never=frozenset(NEVER.split()),
    also_words=frozenset({"mark", "may", "will"}),
    company_forms=frozenset({"services", "productions", "motors", "support"}),
    titles=frozenset({"mr", "mrs"}),
)

LISTS = FrozenDict(
    {
        "title": ("mr", "mrs"),
        "number": ("one", "two"),
        "name_given": ("my name is {name}", "this is {name}", "i am {name}"),
        "name_question": ("may i have your name",),
        "name_sought": ("may i speak to {name}",),
        "company_name": ("{name} bank",),
        "hold_announcement": ("one moment please", "put you on hold"),
        "question": ("what is", "when did", "do you", "how much does", "could you tell me [what is]"),
        "no_question": ("know what is",),
        "question_tag": ("right ?", "can you hear me"),
        "jargon": ("sla", "tier two"),
    }
)

SETTINGS = PackFile.model_validate(
    {
        "sections": [],
        "windows": {
            "opening": {"from": "start", "seconds": 10, "turns": 1},
            "closing": {"from": "end", "seconds": 5, "turns": 1},
            "whole": {"from": "start", "share": 1},
        },
        "certainty": {"word_probability": 0.4, "share": 0.5, "garbled_share": 0.05},
        "roles": {
            "agent": {},
            "customer": {},
            "called_first": 1,
            "channel_map": 3,
            "channels_given": 6,
            "confident": 0.9,
            "one_sided_share": 0.65,
        },
    }
)


def phrase(text: str) -> Node:
    """``text`` as a matcher, with the lists and the spelling of this module."""
    return parse_phrase(text, SPELLING, lambda name: Choice(tuple(map(phrase, LISTS[name]))))


def phrases(*texts: str) -> tuple[Node, ...]:
    return tuple(map(phrase, texts))


def day_part(name: str, hours: tuple[float, float], *texts: str) -> DayPart:
    return DayPart(name, hours, phrases(*texts))


def language() -> Language:
    return Language(
        "en",
        SPELLING,
        NAME_WORDS,
        {name: phrases(*texts) for name, texts in LISTS.items()},
        {},
        PhraseReader(SPELLING, {}),
    )


def conversation(dialogue: str) -> Conversation:
    """A dialogue of lines "agent: …", "customer: …", with nominal times."""
    return read_dialogue(Example(dialogue=dialogue), "en", Direction.INBOUND).conversation


def call(dialogue: str | Conversation, *measured: Measurement, **record: Any) -> Call:
    """A call with this dialogue, these measurements and these facts of the call record."""
    heard = conversation(dialogue) if isinstance(dialogue, str) else dialogue
    known = CallRecord(**({"direction": Direction.INBOUND} | record))
    return tokenise_call(heard, Measurements(measured), known, language(), SETTINGS)


def judge(kind: NormKind[Any], call: Call, words: NormWords | None = None, **parameters: Any) -> Outcome:
    """What ``kind`` says of ``call``."""
    checked: Section = kind.parameters.model_validate(parameters)
    return kind.judge(checked, words or NormWords(), call)


def held(*spans: tuple[float, float]) -> Measurement:
    """Holds as heard."""
    basis = Basis(spans=tuple(Span(*span) for span in spans))
    return Measurement("hold.count", None, float(len(spans)), "count", evidence=basis)


def at(hour: int, minute: int = 0) -> datetime:
    """A local time of an ordinary day."""
    return datetime(2026, 3, 2, hour, minute)


def quotes(outcome: Outcome) -> list[str]:
    return [evidence.quote for evidence in outcome.evidence]


AGENT, CUSTOMER = Role.AGENT, Role.CUSTOMER
