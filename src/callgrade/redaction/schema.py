"""The shape of ``configs/redaction/<language>.yaml``. Everything that is not said here is refused, with its place.

Words and phrases are written in lower case; ``*`` at an end of a word stands for any letters there.
"""

from typing import Annotated

from pydantic import Field

from callgrade.config.section import Section

Phrases = tuple[Annotated[str, Field(min_length=1)], ...]
Numbers = dict[str, Annotated[int, Field(ge=0, le=99)]]
Times = dict[str, Annotated[int, Field(ge=2, le=9)]]


class CueWords(Section):
    """What tells which number is spoken of.

    ``card_number``: a card's number is asked for or named; ``card``: a card is spoken of; ``code``, ``expiry``: of a
    card; ``other``: another number is asked for or named; ``account``: a bank account.
    """

    card_number: Phrases
    card: Phrases
    code: Phrases
    expiry: Phrases
    other: Phrases
    account: Phrases


class AddressWords(Section):
    """How an e-mail address is spoken: "@", the dot, and what else links its parts."""

    at: Phrases
    dot: Phrases
    link: Phrases


class LanguageWords(Section):
    """The words of one language. ``cldr``: its name in CLDR's rules for spelling numbers.

    ``numbers``: further number words; ``homophones``: words that are a number only among numbers; ``joins``: inside a
    number ("hundred and four"); ``places``: 10, 100, 1000, by which what stands before is multiplied; ``multipliers``:
    how often the digit after it is meant; ``times``: between how often and the digit. ``fillers``: said between digits
    without ending the number; ``restarts``: after them a number may begin again; ``quantities``: what stands before
    them measures something; ``months``: what stands beside them is a date.
    """

    language: str
    cldr: str
    numbers: Numbers
    homophones: Numbers
    joins: Phrases
    places: dict[str, Annotated[int, Field(ge=10)]]
    multipliers: Times
    times: Phrases
    fillers: Phrases
    restarts: Phrases
    quantities: Phrases
    months: Phrases
    cues: CueWords
    address: AddressWords
