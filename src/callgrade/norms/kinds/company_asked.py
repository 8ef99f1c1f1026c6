"""A customer asks who, or which company, is on the line, and the reply names nobody but asks something.

"Which company are you from?" – "Well, what do you pay a month now?" leaves the customer without an answer.
"""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.details import ASKS
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.tokens import Token
from callgrade.norms.questions import Question, Spoken, questions
from callgrade.norms.signs.explained import explained
from callgrade.norms.signs.sign import turns_by_number
from callgrade.text import is_han

WHICH_COMPANY = "which_company"
"""The list of a language that holds how people ask which company calls."""

NAME_OPENING = "name_opening"
"""The list of a language that holds what people say before their name."""

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
        nobody = reply and named.isdisjoint(range(reply.start, reply.end)) and not _may_name(call, reply)
        back = _asks(call, reply) if reply and nobody else None
        if back:
            yield Question(turn, hit.start, hit.end), back


def _may_name(call: Call, reply: Spoken) -> bool:
    """Whether ``reply`` begins with a word that may be a name ("Trevor here"), or so after "it is" or "this is"."""
    tokens = call.text(Role.AGENT).tokens
    everyday = call.language.names.never if call.language else frozenset()
    opened = {hit.end for hit in call.hits(Role.AGENT, call.listed(NAME_OPENING)) if hit.start == reply.start}
    places = opened if is_han(_text(tokens[reply.start])) else {reply.start, *opened}
    return any(place < reply.end and _text(tokens[place]) not in everyday for place in places)


def _text(token: Token | None) -> str:
    return token.text if token else ""


def _asks(call: Call, reply: Spoken) -> Hit | None:
    """The first question of ``reply``; without punctuation a question word is enough."""
    asked = [question.hit for question in questions(call, Role.AGENT)]
    words = () if reply.marked else call.hits(Role.AGENT, call.listed(ASKS))
    return min((hit for hit in (*asked, *words) if reply.start <= hit.start < reply.end), default=None)
