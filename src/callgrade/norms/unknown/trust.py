"""Whether a person was heard well enough for words to be called missing.

One uncertain word in a window is a matter of that window. A person of whose words many are uncertain, much of whose
speech has no words or hardly any, or whose line is noisy, may have said anything. What noise may hide counts as speech
without words.
"""

from collections.abc import Iterator

from callgrade.model.conversation import Conversation, Party
from callgrade.model.gap import Gap
from callgrade.model.line import LineGate
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span, intersect, total_s
from callgrade.norms.call import Call
from callgrade.norms.pack.pack_file import Certainty


def badly_heard(call: Call) -> Iterator[Gap]:
    """A gap as long as the call for each person who was not heard well."""
    whole = Span(0.0, call.conversation.duration_s)
    for party in call.conversation.parties if call.conversation.has_audio else ():
        if party.role is not Role.PROMPT and _is_badly_heard(call.conversation, party, call.settings.certainty):
            yield Gap(whole, Reason.BADLY_HEARD, party.role)


def _is_badly_heard(conversation: Conversation, party: Party, settings: Certainty) -> bool:
    words = [word for turn in conversation.turns_of(party.role) for word in turn.words]
    known = [word.probability for word in words if word.probability is not None]
    unsure = sum(probability < settings.word_probability for probability in known)
    speech_s = total_s(party.speech)
    hidden_s = sum(gap.span.duration_s for gap in conversation.gaps if _may_hide(gap, party.role))
    unheard_s = hidden_s + total_s(intersect(conversation.unheard_of(party.role), party.speech))
    return (
        (len(known) >= settings.person_words and unsure >= settings.person_share * len(known))
        or (speech_s > 0 and unheard_s >= settings.unheard_share * (speech_s + hidden_s))
        or (speech_s >= settings.speech_s and len(words) < settings.words_per_s * speech_s)
        or (party.line is not None and party.line.gate is not LineGate.GOOD)
    )


def _may_hide(gap: Gap, role: Role) -> bool:
    return gap.reason is Reason.HIDDEN_BY_NOISE and gap.concerns(role)
