"""What measures ask of the words: where the agent announces a hold."""

from callgrade.model.conversation import Conversation
from callgrade.model.measurement import Measurements
from callgrade.model.record import CallRecord, Role
from callgrade.model.span import Span, Spans, merge
from callgrade.norms.call import prepare_call
from callgrade.norms.pack import Pack

HOLD_ANNOUNCEMENT = "hold_announcement"
"""The list of a language that holds the phrases."""


def announcements(pack: Pack, conversation: Conversation) -> Spans:
    """When the agent announces a hold, in order; empty without words of the language or without a known agent."""
    if pack.language is None:
        return ()
    call = prepare_call(conversation, Measurements(()), CallRecord(), pack.language, pack.windows, pack.certainty)
    hits = call.hits(Role.AGENT, pack.language.list(HOLD_ANNOUNCEMENT))
    said = [call.words_of(Role.AGENT, hit) for hit in hits]
    return merge(Span(words[0].start_s, words[-1].end_s) for words in said)
