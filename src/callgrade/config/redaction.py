"""Settings of redaction; values, units and sources in ``configs/callgrade.yaml``, words in ``configs/redaction/``."""

from typing import Annotated

from pydantic import AfterValidator, Field

from callgrade.config.section import Section

Digits = Annotated[int, Field(ge=1)]
Words = Annotated[float, Field(ge=0)]


def _known_region(code: str) -> str:
    import phonenumbers  # a worker, which gets its settings checked, needs it only for numbers

    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(f"{code!r} is no region such as GB")
    return code


class CardSettings(Section):
    """When digits are a card's number. Words do not count fillers, back-channels and the like.

    ``digits``: the fewest without a word about cards; ``…_cards``: where cards are spoken of; ``…_code_next``: right
    before a card's code or expiry date; ``…_asked``: after a card's number was asked for or named; ``…_repeated``:
    where they repeat a part of a card's number. ``digits_telephone``: the most that stay where another number was asked
    for and they begin with 0.
    ``gap_words``: the most words between two groups of one number, by the same; ``…_complete``: once it is complete.
    ``…_reach_words``: how far behind its words a number is still meant; ``behind_words``: how far before them.
    """

    digits: Digits
    digits_cards: Digits
    digits_code_next: Digits
    digits_asked: Digits
    digits_telephone: Digits
    digits_repeated: Digits
    gap_words: Words
    gap_words_cards: Words
    gap_words_asked: Words
    gap_words_complete: Words
    asked_reach_words: Words
    cards_reach_words: Words
    other_reach_words: Words
    behind_words: Words


class CodeSettings(Section):
    """When digits are a secret code or a card's expiry date.

    ``reach_words``, ``turns``: at most so far behind the words for it; ``hint_words``: in the turn of a mere hint;
    ``before_words``: before them; ``gap_words``: between its digits. ``digits_least`` to ``digits_most`` with
    repetitions; ``digits_whole``: the most said in one go; ``digits_hinted``: the least after a hint; ``digits_named``:
    the least before its name. ``expiry_reach_words``: how near a card must be spoken of for a date to be the card's.
    ``digits_unnamed`` to ``digits_unnamed_most``: without a word for them. ``awaited_turns``, ``awaited_words``: how
    far behind a word of such secrets a short number is awaited; ``gap_words_unnamed``: between pieces of one number.
    """

    reach_words: Words
    hint_words: Words
    turns: Digits
    before_words: Words
    gap_words: Words
    digits_least: Digits
    digits_most: Digits
    digits_whole: Digits
    digits_hinted: Digits
    digits_named: Digits
    expiry_reach_words: Words
    digits_unnamed: Digits
    digits_unnamed_most: Digits
    awaited_turns: Digits
    awaited_words: Words
    gap_words_unnamed: Words


class LearnedSettings(Section):
    """When what is said around a number tells that it is a secret; scores above 0 are rather secrets.

    ``secret_above``: a secret though no rule says so; ``ordinary_below``: none though a rule says so;
    ``named_ordinary_below``: the same where a secret is called by its name shortly before;
    ``card_ordinary_below``: no card though it has as many digits and no other sign of one. Numbers of
    ``digits_least`` to ``digits_most`` digits are read, at most ``most_numbers`` of a call.
    """

    secret_above: float
    ordinary_below: float
    named_ordinary_below: float
    card_ordinary_below: float
    digits_least: Digits
    digits_most: Digits
    most_numbers: Digits

    @property
    def lengths(self) -> range:
        """Digits that a number may have."""
        return range(self.digits_least, self.digits_most + 1)


class RedactionSettings(Section):
    """What is taken out beside card numbers and codes, which always are. ``phone_regions``: ISO 3166 codes."""

    email: bool
    phone: bool
    iban: bool
    phone_regions: tuple[Annotated[str, AfterValidator(_known_region)], ...]
    card: CardSettings
    code: CodeSettings
    learned: LearnedSettings
