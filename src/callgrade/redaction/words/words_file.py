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


class SecretWords(Section):
    """What a question for a code, a PIN or a date of a card is made of; two of them together tell what is asked for.

    ``names``: sure by themselves (PIN, password, one-time code). ``code``: any code, unless it is one of ``others``
    (postcode, error code). ``value``: what is read out (number, digits); ``count``: how many of them; ``private``: what
    makes a value secret (security, login). ``message``, ``device``: where it comes to; ``arrive``: that it does;
    ``read``: that it says something. ``back``, ``sign``: its place on a card. ``ends``: until when a card is good.
    ``lasts``: the same, also of
    much else. ``around``: what is said around a
    secret: that it is typed in, is worn off, must not be shared.
    ``chosen``: that somebody chose it, perhaps after another number ("my old house number").
    ``dated``: what is no card, and good until a month too.
    """

    names: Phrases
    code: Phrases
    others: Phrases
    value: Phrases
    count: Phrases
    private: Phrases
    message: Phrases
    device: Phrases
    arrive: Phrases
    read: Phrases
    back: Phrases
    sign: Phrases
    ends: Phrases
    lasts: Phrases
    around: Phrases
    chosen: Phrases
    dated: Phrases


class PasswordWords(Section):
    """A password that is said as words.

    ``names``: what it is called. ``says``: between the name and the password ("is"); ``sets``: the same, but also
    before much else ("to", "typed"); ``as_name``: before a name that comes last ("typed … as password").
    ``symbols``: signs in a password; ``asks``: begins a question for one; ``stops``: what a password ends before;
    ``about``: no password begins so, it is spoken about ("is wrong", "is not …").
    """

    names: Phrases
    says: Phrases
    sets: Phrases
    as_name: Phrases
    symbols: Phrases
    asks: Phrases
    stops: Phrases
    about: Phrases


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
    without ending the number; ``restarts``: after them a number may begin again;
    ``slashes``: the sign, spoken; ``quantities``: what stands before
    them measures something; ``months``: what stands beside them is a date;
    ``ordinals``: months by number. ``leads``: before a number that is no secret
    ("page", "at"); ``year_leads``: before a year.
    ``alternatives``: between two numbers of which one is meant ("or"); ``ranges``: between the first and the last of
    what is meant ("to"), or what is given for what; ``how_many``: asks for a count.
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
    slashes: Phrases
    quantities: Phrases
    months: Phrases
    ordinals: Phrases
    leads: Phrases
    year_leads: Phrases
    alternatives: Phrases
    ranges: Phrases
    how_many: Phrases
    cues: CueWords
    secrets: SecretWords
    address: AddressWords
    passwords: PasswordWords
