"""Whether somebody has just asked a question, read from the punctuation of the words.

Conventions: the last word that a role began before an instant ends in a question mark. Words without any
sentence-ending punctuation (some recognisers write none) tell nothing.
"""

from bisect import bisect_right

from callgrade.model.conversation import Conversation
from callgrade.model.record import Role
from callgrade.text import QUESTION_MARKS, SENTENCE_ENDS

_CLOSERS = "\"'”’»)] "


class Questions:
    """The words of a call, ready to be asked for questions."""

    def __init__(self, conversation: Conversation) -> None:
        """Sort each role's words by their middle."""
        self._words = {
            role: sorted((word.span.middle_s, word.text) for turn in conversation.turns_of(role) for word in turn.words)
            for role in Role
        }

    def asked(self, role: Role, time_s: float) -> bool:
        """Whether the last word of ``role`` before ``time_s`` ends a question."""
        before = bisect_right(self._words[role], (time_s, "\U0010ffff"))
        return before > 0 and _ends(self._words[role][before - 1][1], QUESTION_MARKS)

    def punctuated(self, role: Role) -> bool:
        """Whether the words of ``role`` carry sentence-ending punctuation at all (``False`` without words)."""
        return any(_ends(text, SENTENCE_ENDS) for _, text in self._words[role])


def _ends(text: str, marks: tuple[str, ...]) -> bool:
    return text.rstrip(_CLOSERS).endswith(marks)
