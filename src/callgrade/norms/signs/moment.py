"""A sign that the agent asked whether the moment suits, in words that no phrase holds.

"Any wee gap in your day just now?" at the end of an opening turn, and the customer says yes or asks what it is about.
The agent waits for that yes: who asks on, or asks what, where or how, wants to know something else.
"""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.purpose import ASKS_MATTER
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.questions import questions
from callgrade.norms.signs.asking import ASKS_WHO, INTERROGATIVE, LAST, NO
from callgrade.norms.signs.explained import places
from callgrade.norms.signs.sign import Seen, turn_after, turns_by_number

MOMENT = "moment"
"""The list of a language that holds words for the present moment and a short time."""

YES = "assent"
"""The list of a language that holds how people say yes."""

OPENING = 2
"""Turns of the agent that open the call [conv]."""

OPENS_CALL = "opens_call"
"""The list of a language that holds how people ask who is calling."""

SUITS = "suits"
"""The list of a language that holds how a customer answers whether the moment suits."""

SOUGHT = "name_sought"
"""The list of a language that holds how the agent asks for a person."""

PURPOSE = "opening.purpose"
"""The norm of what comes after that question."""

BRIEF = 5
"""Words of a question that asks nothing but that: "does it suit you?" [conv]."""

ANSWER = 3
"""Words, or Chinese characters, of an answer within which it says yes or no [conv]."""


def waits(call: Call, hit: Hit) -> bool:
    """Whether the agent asks nothing more in the turn of ``hit``."""
    turn = call.turn_of(Role.AGENT, hit)
    return all(one.turn != turn or one.start < hit.end for one in questions(call, Role.AGENT))


def moment_asked(call: Call) -> Iterator[Seen]:
    """The question about the present moment that ends an opening turn, or one with which the matter waits.

    It is sure if the customer asks for the matter, or answers that the moment suits.
    """
    first = sorted(turns_by_number(call, Role.AGENT).items())[:OPENING]
    now, other = _said(call, Role.AGENT, MOMENT), _places_of_who(call) | _said(call, Role.AGENT, INTERROGATIVE)
    for turn, spoken in first:
        asked, answer = _last_question(call, spoken), turn_after(call, turn)
        if asked is None or answer is None or not other.isdisjoint(asked):
            continue
        replied = range(answer.start, answer.end)
        matter = not _said(call, Role.CUSTOMER, ASKS_MATTER).isdisjoint(replied)
        suits = not _said(call, Role.CUSTOMER, SUITS).isdisjoint(replied)
        hit = Hit(asked.start, asked.stop, asked.stop)
        if not now.isdisjoint(asked) and (matter or suits or _says_yes_or_no(call, answer)):
            brief = spoken.marked and len(asked) <= BRIEF
            yield Seen(hit, sure=suits or brief or (matter and spoken.marked), likely=True)
        elif suits and _matter_waits(call, turn) and _said(call, Role.CUSTOMER, OPENS_CALL).isdisjoint(replied):
            yield Seen(hit, sure=False, likely=True)


def _places_of_who(call: Call) -> frozenset[int]:
    """The places where the agent asks who it is, or for the customer."""
    return places(call, [phrase for name in (*ASKS_WHO, SOUGHT) for phrase in call.listed(name)])


def _last_question(call: Call, spoken: Spoken) -> range | None:
    """The question that ends the turn; without marks its last words, which may be one."""
    if not spoken.marked:
        return range(max(spoken.start, spoken.end - LAST), spoken.end)
    last = [one for one in questions(call, Role.AGENT) if one.turn == spoken.turn and one.end == spoken.end]
    return range(last[-1].start, last[-1].end) if last else None


def _matter_waits(call: Call, turn: int) -> bool:
    """Whether the agent does not say why they call up to the end of ``turn``."""
    words = call.language.norms.get(PURPOSE) if call.language else None
    hits = call.hits(Role.AGENT, words.phrases, words.not_in) if words else []
    return all(call.turn_of(Role.AGENT, hit) > turn for hit in hits)


def _says_yes_or_no(call: Call, answer: Spoken) -> bool:
    said = _said(call, Role.CUSTOMER, YES) | _said(call, Role.CUSTOMER, NO)
    return not said.isdisjoint(range(answer.start, min(answer.end, answer.start + ANSWER)))


def _said(call: Call, role: Role, name: str) -> frozenset[int]:
    """The places of the words of a list that ``role`` says."""
    hits = call.hits(role, call.listed(name))
    return frozenset(place for hit in hits for place in range(hit.start, hit.end))
