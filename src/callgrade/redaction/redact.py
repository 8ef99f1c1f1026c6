"""Take out of a conversation what must not be written down."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from callgrade.config.redaction import RedactionSettings
from callgrade.model.conversation import Conversation, Turn
from callgrade.model.redaction import Redaction, RedactionKind
from callgrade.redaction.addresses import address_items
from callgrade.redaction.bank_accounts import account_items
from callgrade.redaction.cards.payment_cards import card_items
from callgrade.redaction.codes.cues import with_cues
from callgrade.redaction.codes.named import code_items
from callgrade.redaction.codes.passwords import password_items
from callgrade.redaction.items import SpokenItems
from callgrade.redaction.learned.judged import judged
from callgrade.redaction.learned.number_reader import NumberReader, Reading
from callgrade.redaction.talk import Talk, read_talk
from callgrade.redaction.telephones import telephone_items
from callgrade.redaction.words.words import RedactionWords

Found = Mapping[int, RedactionKind]
"""Item → of what kind it is."""


def redact(
    conversation: Conversation,
    words: RedactionWords,
    settings: RedactionSettings,
    reader: NumberReader | None = None,
) -> tuple[Conversation, tuple[Redaction, ...]]:
    """``conversation`` with placeholders in place of what must not be written, and where they stand.

    Words stay one for one with their times; in the text of a turn a whole stretch is one placeholder. Words and texts
    are searched apart, for a transcript's words need not be its text. ``reader``: tells secrets from ordinary numbers
    by what is said around them; without it the rules decide alone.
    """
    lexicon = words.lexicon(conversation.language)
    said = [SpokenItems(turn.role, [word.text for word in turn.words]) for turn in conversation.turns]
    written = [SpokenItems(turn.role, [turn.text]) for turn in conversation.turns]
    of_words, of_texts = read_talk(said, lexicon), read_talk(written, lexicon)
    reading = reader.reading(settings.learned) if reader else None
    in_words, in_texts = (find(talk, settings, reading, conversation.language) for talk in (of_words, of_texts))
    if not in_words and not in_texts:
        return conversation, ()
    new_words, new_texts = _replaced(of_words, in_words), _replaced(of_texts, in_texts)
    turns = tuple(
        replace(
            turn,
            words=tuple(replace(word, text=new) for word, new in zip(turn.words, texts, strict=True)),
            text=text,
        )
        for turn, texts, (text,) in zip(conversation.turns, new_words, new_texts, strict=True)
    )
    redactions = _redactions(conversation, of_words, in_words, of_texts, in_texts)
    return replace(conversation, turns=turns), tuple(redactions)


def find(
    talk: Talk, settings: RedactionSettings, reading: Reading | None = None, language: str | None = None
) -> dict[int, RedactionKind]:
    """Every item that must not be written, with its kind; the kind that is proved best comes last."""
    talk = with_cues(talk)
    cards = card_items(talk, settings.card)
    found: dict[int, RedactionKind] = {}
    if settings.phone:
        found |= dict.fromkeys(telephone_items(talk, settings.phone_regions), RedactionKind.PHONE)
    found |= dict.fromkeys(code_items(talk, cards, settings.code), RedactionKind.CARD_CODE)
    found |= dict.fromkeys(cards, RedactionKind.CARD_NUMBER)
    if reading:
        found = judged(found, talk, language, reading)
    secret = {item for item, kind in found.items() if kind is RedactionKind.CARD_CODE}
    found = dict.fromkeys(password_items(talk, secret), RedactionKind.CARD_CODE) | found
    if settings.iban:
        found |= dict.fromkeys(account_items(talk), RedactionKind.IBAN)
    if settings.email:
        found |= dict.fromkeys(address_items(talk), RedactionKind.EMAIL)
    return found


def _replaced(talk: Talk, found: Found) -> list[list[str]]:
    """The units of every turn, each stretch of ``found`` in a unit as one placeholder."""
    units = [list(speech.units) for speech in talk.speeches]
    for items in reversed(list(_stretches(talk, found, by_unit=True))):
        first, last = talk.items[items[0]], talk.items[items[-1]]
        text = units[first.turn][first.unit]
        units[first.turn][first.unit] = text[: first.start] + found[items[0]].placeholder + text[last.end :]
    return units


def _stretches(talk: Talk, found: Found, *, by_unit: bool) -> Iterator[list[int]]:
    """Neighbouring items of one kind in one turn (and one unit), in order."""

    def key(entry: tuple[int, int]) -> tuple[object, ...]:
        order, index = entry
        item = talk.items[index]
        return index - order, found[index], item.turn, item.unit if by_unit else None

    for _, entries in groupby(enumerate(sorted(found)), key):
        yield [index for _, index in entries]


def _redactions(
    conversation: Conversation, of_words: Talk, in_words: Found, of_texts: Talk, in_texts: Found
) -> Iterator[Redaction]:
    """What was taken out, in order: the stretches of words, and whole turns whose text says more than their words."""
    stretches = [[of_words.items[index] for index in group] for group in _stretches(of_words, in_words, by_unit=False)]
    kinds = [in_words[group[0]] for group in _stretches(of_words, in_words, by_unit=False)]
    places = [
        (group[0].turn, group[0].unit, group[-1].unit, kind) for group, kind in zip(stretches, kinds, strict=True)
    ]
    told = {turn for turn, _, _, _ in places}
    places += [
        (turn, 0, -1, kind)
        for turn, kind in dict.fromkeys((of_texts.turn(index), in_texts[index]) for index in sorted(in_texts))
        if turn not in told
    ]
    for turn, first, last, kind in sorted(places, key=lambda place: place[:2]):
        yield _redaction(conversation.turns[turn], first, last, kind, timed=conversation.timed)


def _redaction(turn: Turn, first: int, last: int, kind: RedactionKind, *, timed: bool) -> Redaction:
    """Of words ``first`` to ``last`` of ``turn``; of all of it where it has none."""
    if not timed:
        return Redaction(kind, turn.role, None, None)
    start_s, end_s = (turn.words[first].start_s, turn.words[last].end_s) if turn.words else (turn.start_s, turn.end_s)
    return Redaction(kind, turn.role, start_s, max(start_s, end_s))
