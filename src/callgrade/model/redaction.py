"""What was removed from a conversation before it was written: where and of what kind, never the words."""

from dataclasses import dataclass
from enum import StrEnum

from callgrade.model.record import Role


class RedactionKind(StrEnum):
    """What was redacted. The values are stored: they never change."""

    CARD_NUMBER = "card number"
    CARD_CODE = "card code"
    EMAIL = "e-mail address"
    PHONE = "telephone number"
    IBAN = "bank account"

    @property
    def placeholder(self) -> str:
        """What replaces the words: "[card-number]", one word however it is split."""
        return f"[{self.value.replace(' ', '-')}]"


PLACEHOLDERS = tuple(kind.placeholder for kind in RedactionKind)


def is_redacted(text: str) -> bool:
    """Whether a word, or a part of it, was redacted."""
    return "[" in text and any(placeholder in text for placeholder in PLACEHOLDERS)


@dataclass(frozen=True)
class Redaction:
    """One stretch that was redacted. Times in seconds, ``None`` for a transcript without times."""

    kind: RedactionKind
    role: Role
    start_s: float | None
    end_s: float | None


UNREAD = "[unread]"
"""Stands in a transcript for words that nobody could read: inaudible, empty, damaged.

It is a word like any other, so that a card shows where it is; phrases and names never match it. Whether it could change
a verdict is asked in ``norms/evaluate.py``; so it is for ``REMOVED``.
"""

REMOVED = "[removed]"
"""Stands for words that were taken out before the transcript came here; most of them are names."""
