"""A customer asks who, or which company, is on the line, and the reply names nobody but asks something.

"Which company are you from?" – "Well, what do you pay a month now?" leaves the customer without an answer.
"""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.details import ASKS
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import Question, Spoken, questions
from callgrade.norms.signs.explained import explained
from callgrade.norms.signs.sign import turns_by_number

WHICH_COMPANY = "which_company"
"""The list of a language that holds how people ask which company calls."""

WHO = "who_calls"
"""The list of a language that holds how people ask who calls."""


def company_withheld(call: Call) -> Iterator[tuple[Question, Hit]]:
    """The customer's questions who calls, and the question in the reply to each that names nobody."""
    hits = call.hits(Role.CUSTOMER, (*call.listed(WHICH_COMPANY), *call.listed(WHO)))
    asked = {call.turn_of(Role.CUSTOMER, hit): hit for hit in hits}
    replies = turns_by_number(call, Role.AGENT) if asked else {}
    named = explained(call, ()) if replies else frozenset()
    for turn, hit in asked.items():
        reply = replies.get(turn + 1)
        back = _asks(call, reply) if reply and named.isdisjoint(range(reply.start, reply.end)) else None
        if back:
            yield Question(turn, hit.start, hit.end), back


def _asks(call: Call, reply: Spoken) -> Hit | None:
    """The first question of ``reply``; without punctuation a question word is enough."""
    asked = [question.hit for question in questions(call, Role.AGENT)]
    words = () if reply.marked else call.hits(Role.AGENT, call.listed(ASKS))
    return min((hit for hit in (*asked, *words) if reply.start <= hit.start < reply.end), default=None)
