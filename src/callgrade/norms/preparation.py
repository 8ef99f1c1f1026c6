"""Prepare a call for a pack: tokens and names are found once for all norms."""

from callgrade.model.conversation import Assignment, Conversation
from callgrade.model.measurement import Measurements
from callgrade.model.record import CallRecord, SaidNames
from callgrade.norms.call import Call, tokenise_call
from callgrade.norms.pack.norm import Pack

NOT_MEASURED = Measurements(())


def prepare_call(
    pack: Pack,
    conversation: Conversation,
    record: CallRecord,
    measurements: Measurements = NOT_MEASURED,
    said: SaidNames | None = None,
) -> Call:
    """``conversation`` with the words and settings of ``pack``; ``said``: its names, if they have been found before."""
    return tokenise_call(conversation, measurements, record, pack.language, pack.settings, said=said)


def assign_roles(pack: Pack, call: Call, assignment: Assignment) -> Call:
    """``call`` with the roles of ``assignment``; prepared again only if a voice changes its role."""
    conversation = call.conversation.assigned(assignment)
    if not assignment.roles:
        return call.with_conversation(conversation)
    return prepare_call(pack, conversation, call.record, call.measurements)
