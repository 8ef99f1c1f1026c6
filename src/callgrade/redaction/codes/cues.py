"""What a code, a PIN or a card's date is asked by or called: names of it, and parts of a question that stand together.

"What code did you get by SMS?" names nothing: a code and where it came to tell together that it is a secret. A part by
itself is a mere hint, and none where the sentence speaks of another number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label, Mark

_TOGETHER = 10.0
"""Words between two parts of one question."""
_MESSAGE_TURNS = 4
"""Turns in which it may be said that a message came, and then what it says."""
_MESSAGE_WORDS = 25.0
_COUNTED = frozenset("34568")
"""Digits that codes have."""
_TOLD_WITH: Mapping[Label, Mapping[Label, tuple[Label, ...]]] = {
    Label.CODE: {
        Label.BACK: (Label.CODE_WORD, Label.COUNT),
        Label.SIGN: (Label.VALUE, Label.CODE_WORD, Label.COUNT, Label.READ),
        Label.CARD: (Label.COUNT,),
    },
    Label.SECRET: {
        Label.CODE_WORD: (Label.MESSAGE, Label.DEVICE, Label.ARRIVE, Label.PRIVATE, Label.COUNT),
        Label.VALUE: (Label.PRIVATE,),
        Label.COUNT: (Label.MESSAGE, Label.ARRIVE, Label.PRIVATE),
    },
    Label.HINT: {
        Label.BACK: (Label.VALUE, Label.READ),
        Label.VALUE: (Label.MESSAGE, Label.DEVICE),
        Label.MESSAGE: (Label.ARRIVE, Label.READ),
    },
    Label.EXPIRY: {Label.ENDS: (Label.CARD,)},
}
"""What is asked for → one part of the question → the other parts, any of which completes it."""
_PAIRS = {
    frozenset((part, other)): told
    for told, parts in _TOLD_WITH.items()
    for part, others in parts.items()
    for other in others
}
ANSWERED_LATER, SAID_AT_ONCE = 1, 2
"""Values of a hint that counts only in a later turn ("the number on the back?"), or in its own ("they texted me …")."""
_ONLY = {
    frozenset((Label.VALUE, Label.BACK)): ANSWERED_LATER,
    frozenset((Label.READ, Label.BACK)): ANSWERED_LATER,
    frozenset((Label.MESSAGE, Label.ARRIVE)): SAID_AT_ONCE,
}
_PARTS = frozenset(part for pair in _PAIRS for part in pair)
_ALONE = frozenset({Label.CODE_WORD, Label.COUNT})
_NEEDS_NO_OTHER = frozenset({Label.HINT, Label.EXPIRY})
_COMMON = frozenset({Label.COUNT, Label.VALUE})
"""Parts that other numbers are asked by too."""
_SURE = frozenset({Label.CODE, Label.SECRET, Label.CARD_NUMBER, Label.VALUE, Label.AROUND})
_OTHERS = frozenset({Label.OTHER, Label.NO_CODE})
_NAMES = _SURE | _OTHERS


def with_cues(talk: Talk) -> Talk:
    """``talk`` with a mark for each secret that is asked for, and without parts of names of something else."""
    marks = [*_uncovered(talk.marks), *_counts(talk)]
    marks.sort(key=lambda mark: (mark.first, mark.end))
    found = list(marks)
    for _, sentence in groupby(marks, lambda mark: talk.sentences[mark.first]):
        found += _told_by([mark for mark in sentence if not _is_counted(mark, talk)], talk)
    found += _messages(marks, talk)
    return replace(talk, marks=tuple(sorted(dict.fromkeys(found), key=lambda mark: (mark.first, mark.end))))


def _uncovered(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Marks but those that are a piece of a longer name: the "code" of "error code", the "number" of "phone number"."""
    longest: dict[int, Mark] = {}
    for mark in sorted(marks, key=lambda mark: (-_length(mark), mark.label not in _SURE)):
        if mark.label in _NAMES:
            for item in range(mark.first, mark.end):
                longest.setdefault(item, mark)
    for mark in marks:
        name = longest.get(mark.first)
        covered = name and name.first <= mark.first and mark.end <= name.end and name.label is not mark.label
        if not (covered and name and _is_piece(mark, name)):
            yield mark


def _is_piece(mark: Mark, name: Mark) -> bool:
    if mark.label is Label.NO_CODE and _length(mark) == _length(name):
        return name.label in _SURE
    if name.label in _OTHERS and mark.label in _PARTS | {Label.CODE, Label.SECRET, Label.EXPIRY} - {Label.DEVICE}:
        return _length(name) > _length(mark) or mark.label in (Label.CODE_WORD, Label.VALUE)
    return mark.label in _OTHERS and _length(name) > _length(mark)


def _length(mark: Mark) -> int:
    return mark.end - mark.first


def _counts(talk: Talk) -> Iterator[Mark]:
    """ "The three little digits": how many there are of what is asked for."""
    for number in talk.numbers:
        if number.digits in _COUNTED:
            value = talk.next_mark(number.last + 1, Label.VALUE, Label.CODE_WORD)
            if value and talk.turn(value.first) == number.turn and value.first - number.last <= 2:
                yield Mark(Label.COUNT, number.first, value.end)


def _told_by(sentence: Sequence[Mark], talk: Talk) -> Iterator[Mark]:
    """What the parts in one sentence tell together, and what they hint at."""
    labels = {mark.label for mark in sentence}
    devices = {mark.first for mark in sentence if mark.label in (Label.DEVICE, Label.MESSAGE)}
    other = any(mark.label in _OTHERS and mark.first not in devices for mark in sentence)
    comes = bool(labels & {Label.ARRIVE, Label.READ})
    last: dict[Label, Mark] = {}
    for mark in sentence:
        if mark.label in _PARTS:
            for before in last.values():
                pair = frozenset((before.label, mark.label))
                tells = _PAIRS.get(pair)
                if tells is None or talk.words_between(min(before.end, mark.first), mark.first) > _TOGETHER:
                    continue
                of_device = Label.DEVICE in pair and tells is Label.HINT
                needs_no_other = tells in _NEEDS_NO_OTHER or pair & _COMMON
                if not (other and needs_no_other) and (comes or not of_device):
                    yield Mark(tells, before.first, max(before.end, mark.end), _ONLY.get(pair, 0))
            last[mark.label] = mark
        if mark.label in _ALONE and not other:
            yield Mark(Label.HINT, mark.first, mark.end)


def _is_counted(mark: Mark, talk: Talk) -> bool:
    """ "42码": a size."""
    before = next(talk.numbers_before(mark.first), None)
    return mark.label is Label.CODE_WORD and before is not None and before.last + 1 == mark.first


def _messages(marks: Sequence[Mark], talk: Talk) -> Iterator[Mark]:
    """ "I've sent you a text. What does it say?" """
    message: Mark | None = None
    thing = -1  # sentence that names a thing with codes of its own: the screen of an oven says no secret
    for mark in marks:
        if mark.label is Label.MESSAGE:
            message = None if talk.sentences[mark.first] == thing else mark
        elif mark.label is Label.NO_CODE and message is None:
            thing = talk.sentences[mark.first]
        elif mark.label is Label.READ and message and mark.first >= message.end:
            near = talk.words_between(message.end, mark.first) <= _MESSAGE_WORDS
            if near and talk.turn(mark.first) - talk.turn(message.first) < _MESSAGE_TURNS:
                yield Mark(Label.HINT, mark.first, mark.end)
        elif mark.label in _OTHERS and message and mark.first >= message.end:
            message = None
