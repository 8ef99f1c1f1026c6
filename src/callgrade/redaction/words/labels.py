"""What words and phrases are in talk about numbers."""

from dataclasses import dataclass
from enum import Enum, auto


class Part(Enum):
    """What a word is in a number."""

    NUMBER = auto()
    JOIN = auto()
    PLACE = auto()
    TIMES = auto()


@dataclass(frozen=True, slots=True)
class Atom:
    """A part of a number. ``value`` of ``TIMES``: how often the digit behind it is meant, 0 for a mere "times".

    ``sure``: also without numbers beside it.
    """

    part: Part
    value: int = 0
    sure: bool = True


class Label(Enum):
    """What a phrase is in talk about numbers."""

    FILLER = auto()
    RESTART = auto()
    QUANTITY = auto()
    MONTH = auto()
    MULTIPLIER = auto()
    CARD_NUMBER = auto()
    CARD = auto()
    CODE = auto()
    EXPIRY = auto()
    OTHER = auto()
    ACCOUNT = auto()
    SECRET = auto()
    CODE_WORD = auto()
    VALUE = auto()
    COUNT = auto()
    PRIVATE = auto()
    MESSAGE = auto()
    DEVICE = auto()
    ARRIVE = auto()
    READ = auto()
    BACK = auto()
    SIGN = auto()
    ENDS = auto()
    LASTS = auto()
    AROUND = auto()
    SLASH = auto()
    DATED = auto()
    ORDINAL = auto()
    NO_CODE = auto()
    HINT = auto()
    LEAD = auto()
    YEAR_LEAD = auto()
    AT = auto()
    DOT = auto()
    LINK = auto()
    OR = auto()
    RANGE = auto()
    HOW_MANY = auto()
    CHOSEN = auto()
    PASSWORD = auto()
    SAYS = auto()
    SETS = auto()
    AS_NAME = auto()
    SYMBOL = auto()
    ASKS = auto()
    STOP = auto()
    ABOUT = auto()


OF_PASSWORDS = frozenset(
    {
        Label.PASSWORD, Label.SAYS, Label.SETS, Label.AS_NAME, Label.SYMBOL, Label.ASKS, Label.STOP, Label.ABOUT,
    }
)  # fmt: skip
"""Phrases of passwords that are said as words."""


CUES = frozenset(
    {
        Label.CARD_NUMBER, Label.CARD, Label.CODE, Label.EXPIRY, Label.OTHER, Label.ACCOUNT, Label.SECRET, Label.COUNT,
        Label.SIGN, Label.NO_CODE,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase found: items ``first`` up to ``end``. ``value``: of a multiplier."""

    label: Label
    first: int
    end: int
    value: int = 0
