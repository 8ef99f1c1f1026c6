"""A reply that says yes before it asks something: "Can you send a new one?" – "Sure. Which card?"."""

from callgrade.model.record import Role
from callgrade.norms.announcements import ASSENT
from callgrade.norms.call import Call
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.questions import QUESTION_WORD, Question
from callgrade.norms.signs.sign import turns_by_number
from callgrade.text import QUESTION_MARKS, SENTENCE_ENDS


def grants(call: Call, question: Question, reply: Spoken) -> bool:
    """Whether ``reply`` begins with a yes, in a clause or sentence before what it asks, and ``question`` takes a yes.

    Without punctuation nobody knows where the yes ends. A question word needs more than a yes.
    """
    end = turns_by_number(call, Role.CUSTOMER)[question.turn].end
    words = call.hits(Role.CUSTOMER, call.listed(QUESTION_WORD))
    if any(question.start <= hit.start < end for hit in words):
        return False
    yeses = call.hits(Role.AGENT, call.listed(ASSENT))
    return any(_ends_before_asking(call, hit.end - 1, reply) for hit in yeses if hit.start == reply.start)


def _ends_before_asking(call: Call, last: int, reply: Spoken) -> bool:
    """Whether a mark follows the word ``last`` at once, or its sentence is no question."""
    marks = [token.mark if token else "" for token in call.text(Role.AGENT).tokens[last : reply.end]]
    ends = marks[0] or next((mark for mark in marks if mark and mark in SENTENCE_ENDS), "")
    return ends != "" and ends not in QUESTION_MARKS
