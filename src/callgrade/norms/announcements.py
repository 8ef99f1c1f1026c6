"""Where the agent announces a hold; the measures of silence need it."""

from callgrade.model.record import Role
from callgrade.model.span import Span, Spans, merge
from callgrade.norms.call import Call

HOLD_ANNOUNCEMENT = "hold_announcement"
"""The list of a language that holds the phrases."""

HOLD_ERRAND = "hold_errand"
"""The list of what an agent says that only a silence after it makes an announcement ("I'll walk over to the shop")."""


def announcements(call: Call) -> Spans:
    """The spans of the agent's hold announcements, in order; empty without words of the language or a known agent."""
    if call.language is None:
        return ()
    hits = call.hits(Role.AGENT, (*call.language.list(HOLD_ANNOUNCEMENT), *call.language.list(HOLD_ERRAND)))
    said = [call.words_of(Role.AGENT, hit) for hit in hits]
    return merge(Span(words[0].start_s, words[-1].end_s) for words in said)
