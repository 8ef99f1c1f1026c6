"""Cheap signs that a recording is played too fast or too slowly: its words make little sense, or nobody speaks so.

They are alarms and no proof: noise hides words, and children have high voices. What is proved is said by ``trial``.
"""

from collections.abc import Callable, Mapping

from callgrade.config.missing import SampleRateSettings
from callgrade.model.conversation import Conversation
from callgrade.model.record import Role
from callgrade.model.span import total_s


def suspects(
    conversation: Conversation,
    medians_hz: Mapping[Role, float],
    is_expected: Callable[[str], bool],
    settings: SampleRateSettings,
) -> frozenset[Role]:
    """Who is hardly understood, or speaks too high or too low; everybody if the language is not expected.

    ``medians_hz``: pitch of each voice, as far as known. ``is_expected``: whether calls may be in a language.
    """
    persons = {party.role for party in conversation.parties} - {Role.PROMPT}
    if conversation.language is not None and not is_expected(conversation.language):
        return frozenset(persons)
    low_hz, high_hz = settings.median_hz
    odd = {role for role, median_hz in medians_hz.items() if not low_hz <= median_hz <= high_hz}
    return frozenset(role for role in persons if role in odd or _is_unclear(conversation, role, settings))


def _is_unclear(conversation: Conversation, role: Role, settings: SampleRateSettings) -> bool:
    """Whether this person's words make little sense to the recogniser, or there are hardly any."""
    words = (word for turn in conversation.turns_of(role) for word in turn.words)
    known = [word.probability for word in words if word.probability is not None]
    if len(known) < settings.words:
        parties = (party for party in conversation.parties if party.role is role)
        return sum(total_s(party.speech) for party in parties) >= settings.few_words_s
    return sum(known) < settings.word_probability * len(known)
