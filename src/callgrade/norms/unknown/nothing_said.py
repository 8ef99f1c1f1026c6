"""Why somebody says no words: nobody spoke, the voices were not separated, or this person's side is silent."""

from callgrade.measures.presence import not_recorded
from callgrade.model.conversation import Conversation
from callgrade.model.reason import Reason
from callgrade.model.record import Role

_SILENT = {Role.AGENT: Reason.NO_AGENT, Role.CUSTOMER: Reason.NO_CUSTOMER}


def why_wordless(conversation: Conversation, role: Role) -> Reason | None:
    """Why ``role``, the agent or the customer, says no words; ``None`` if they do."""
    speaking = {turn.role for turn in conversation.turns if turn.words}
    if role in speaking:
        return None
    if speaking == {Role.PROMPT}:
        return Reason.ONLY_PROMPTS
    if not speaking:
        return Reason.NO_SPEECH
    if Role.UNKNOWN in speaking:
        return conversation.why_unknown
    return Reason.NOT_RECORDED if not_recorded(conversation, role) else _SILENT[role]
