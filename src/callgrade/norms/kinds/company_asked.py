"""A customer asks who, or which company, is on the line, and the reply names nobody but asks something.

"Which company are you from?" – "Well, what do you pay a month now?" leaves the customer without an answer. Any word may
name a person, so to the question who calls only a mere question is no reply, or one that denies before it asks ("that
does not matter, …").
"""

from collections.abc import Iterable, Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.details import ASKS
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.phrases.tokens import Token
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.questions import Question, questions
from callgrade.norms.quotation import NEGATION
from callgrade.norms.signs.explained import explained
from callgrade.norms.signs.sign import turns_by_number

WHICH_COMPANY = "which_company"
"""The list of a language that holds how people ask which company calls."""

WHO = "who_calls"
"""The list of a language that holds how people ask who calls."""

BEFORE_NAME = ("name_opening", "before_name")
"""The lists of a language that hold what people say before their name."""


def company_withheld(call: Call) -> Iterator[tuple[Question, Hit]]:
    """The customer's questions who calls, and the question in the reply to each that names nobody."""
    company, who = (
        {call.turn_of(Role.CUSTOMER, hit): hit for hit in _asked(call, name)} for name in (WHICH_COMPANY, WHO)
    )
    replies = turns_by_number(call, Role.AGENT) if company or who else {}
    named = explained(call, ()) if replies else frozenset()
    for turn, hit in sorted({**who, **company}.items()):
        reply = replies.get(turn + 1)
        back = _asks(call, reply) if reply and named.isdisjoint(range(reply.start, reply.end)) else None
        if reply and back and (turn not in who or _withholds(call, reply, back)):
            yield Question(turn, hit.start, hit.end), back


def _asked(call: Call, name: str) -> list[Hit]:
    return call.hits(Role.CUSTOMER, call.listed(name))


def _withholds(call: Call, reply: Spoken, back: Hit) -> bool:
    """Whether ``reply`` asks at once, or denies before it asks, and has nothing that stands before a name."""
    openings = [phrase for name in BEFORE_NAME for phrase in call.listed(name)]
    denied = (hit.start < back.start for hit in _within(call, reply, call.listed(NEGATION)))
    mere = back.start == reply.start and not any(token.mark for token in _tokens(call, back)[:-1])
    return not _within(call, reply, openings) and (mere or any(denied))


def _tokens(call: Call, hit: Hit) -> list[Token]:
    return [token for token in call.text(Role.AGENT).tokens[hit.start : hit.end] if token]


def _within(call: Call, reply: Spoken, phrases: Iterable[Node]) -> list[Hit]:
    return [hit for hit in call.hits(Role.AGENT, phrases) if reply.start <= hit.start < reply.end]


def _asks(call: Call, reply: Spoken) -> Hit | None:
    """The first question of ``reply``; without punctuation a question word is enough."""
    asked = [question.hit for question in questions(call, Role.AGENT)]
    words = () if reply.marked else call.hits(Role.AGENT, call.listed(ASKS))
    return min((hit for hit in (*asked, *words) if reply.start <= hit.start < reply.end), default=None)
