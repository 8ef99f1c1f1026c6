"""What a conversation may also have been, where it is not known who spoke or what was said.

A verdict may rest only on what is known. So a norm is judged again on these variants, and withheld if its verdict
depends on them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from callgrade.model.conversation import Assignment, Conversation, Turn
from callgrade.model.record import Role
from callgrade.model.redaction import UNREAD
from callgrade.text import joined


def said_by(conversation: Conversation, role: Role) -> Conversation:
    """``conversation`` with the words of unknown speakers as ``role``'s."""
    told = conversation.assigned(Assignment({Role.UNKNOWN: role}, conversation.attribution))
    return told if conversation.has_audio else replace(told, turns=tuple(_merged(told.turns)))


def holds(conversation: Conversation, placeholder: str) -> bool:
    """Whether ``placeholder`` is in the words of ``conversation``."""
    return any(placeholder in turn.text for turn in conversation.turns)


def filled(conversation: Conversation) -> Conversation:
    """``conversation``; each turn that nobody could read goes on until the next one begins."""
    starts = [turn.start_s for turn in conversation.turns]
    turns = [_until(turn, start_s) for turn, start_s in zip(conversation.turns, starts[1:], strict=False)]
    return replace(conversation, turns=(*turns, *conversation.turns[-1:]))


def _until(turn: Turn, next_s: float) -> Turn:
    if turn.text != UNREAD or next_s <= turn.end_s:
        return turn
    return replace(turn, end_s=next_s, words=(replace(turn.words[0], end_s=next_s),))


def _merged(turns: Sequence[Turn]) -> Iterator[Turn]:
    """Consecutive turns of one role as one, as where the transcript names the speaker."""
    for role, group in groupby(turns, key=lambda turn: turn.role):
        one = tuple(group)
        words = tuple(sorted((word for turn in one for word in turn.words), key=lambda word: word.start_s))
        yield Turn(role, one[0].start_s, max(turn.end_s for turn in one), words, joined(turn.text for turn in one))
