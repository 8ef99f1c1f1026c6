"""Where somebody announces a hold or a wait; the measures of silence need it."""

from callgrade.model.record import Role
from callgrade.model.span import Span, Spans, merge
from callgrade.norms.call import Call

HOLD_ANNOUNCEMENT = "hold_announcement"
"""The list of a language that holds the phrases."""

HOLD_ERRAND = "hold_errand"
"""The list of what an agent says that only a silence after it makes an announcement ("I'll walk over to the shop")."""


def announcements(call: Call, role: Role = Role.AGENT) -> Spans:
    """The spans in which ``role`` announces a wait, in order; empty without words of the language or a known ``role``.

    The customer does it with the same words: "hang on, I have to get the letter".
    """
    if call.language is None:
        return ()
    hits = call.hits(role, (*call.language.list(HOLD_ANNOUNCEMENT), *call.language.list(HOLD_ERRAND)))
    said = [call.words_of(role, hit) for hit in hits]
    return merge(Span(words[0].start_s, words[-1].end_s) for words in said)
