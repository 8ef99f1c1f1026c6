"""A call as a pack reads it: tokens and names, found once for all that is asked of its words."""

from callgrade.model.conversation import Assignment, Conversation
from callgrade.model.measurement import Measurements
from callgrade.model.record import CallRecord
from callgrade.norms.call import Call, prepare_call
from callgrade.norms.pack.load import Pack

NOT_MEASURED = Measurements(())


def prepare_for(
    pack: Pack, conversation: Conversation, record: CallRecord, measurements: Measurements = NOT_MEASURED
) -> Call:
    """``conversation`` with the words, windows and certainty of ``pack``."""
    return prepare_call(conversation, measurements, record, pack.language, pack.windows, pack.certainty)


def assigned(pack: Pack, call: Call, assignment: Assignment) -> Call:
    """``call`` with the roles of ``assignment``; read anew only where a voice changes its role."""
    conversation = call.conversation.assigned(assignment)
    if not assignment.roles:
        return call.with_conversation(conversation)
    return prepare_for(pack, conversation, call.record, call.measurements)
