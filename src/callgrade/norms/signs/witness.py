"""What shows that words which by their meaning may break a norm do so: the answer to them, or the words themselves.

Who is blamed defends themselves ("I did not!") or asks what that is to mean; who was not blamed says yes, or sorry.
Who tells of their own troubles speaks of "us" and "me" and not of "you".
"""

from collections.abc import Sequence
from typing import Literal

from callgrade.model.finding import Verdict
from callgrade.model.record import Role
from callgrade.norms.announcements import ASSENT
from callgrade.norms.call import Call
from callgrade.norms.names.misnaming import NO
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import Question, Spoken, questions, spoken_turns
from callgrade.norms.quotation import NEGATION
from callgrade.norms.signs.affront import AFFRONT
from callgrade.norms.signs.asking import INTERROGATIVE, NOTHING_MORE
from callgrade.norms.signs.explained import places_of
from callgrade.norms.signs.sign import turn_after

ShownBy = Literal["answer", "objection", "first_person"]
"""The customer's answer, for and against; only an objection of the customer; words of the agent about "us" or "me"."""

PROTEST, WELL_TAKEN, NO_DEFENCE = "protest", "well_taken", "no_defence"
"""The lists of a language that hold how people protest ("excuse me?", "but …"), how they take what is no blame
("sorry"), and what denies nothing ("I do not know")."""

OF_ME, OF_US, OF_YOU = "of_me", "of_us", "of_you"
"""The lists of words about oneself, and about the other."""

READ_NORMS = ("wording.apology", "hold.announced", "closing.next_step")
"""Norms whose words in the same turn show that the agent's troubles are a reason, not a complaint."""

DEFENCE = 7
"""Tokens from the first of "I" and "not" to the end of the other within which they deny something [conv]."""


def shown(by: ShownBy, call: Call, hits: Sequence[Hit]) -> tuple[Verdict, Hit] | None:
    """What the witness says of the agent's ``hits``, and the hit that it speaks of; ``None`` if it says nothing."""
    if by == "first_person":
        reasons = places_of(call, READ_NORMS) if hits else frozenset()
        return next(((Verdict.FAIL, hit) for hit in hits if _tells_of_us(call, hit, reasons)), None)
    answers = [(hit, turn_after(call, call.turn_of(Role.AGENT, hit))) for hit in hits]
    if objected := [hit for hit, answer in answers if answer and _objects(call, answer)]:
        return Verdict.FAIL, objected[0]
    well = by == "answer" and all(answer and _takes_well(call, answer) for _, answer in answers)
    return (Verdict.PASS, hits[0]) if well and hits else None


def _objects(call: Call, answer: Spoken) -> bool:
    """Whether the customer takes offence or protests; or says no, or "I … not", to what is no question."""
    if _said(call, AFFRONT, answer) or _said(call, PROTEST, answer):
        return True
    asked = any(
        _is_asked(call, question) for question in questions(call, Role.AGENT) if question.turn + 1 == answer.turn
    )
    declines = _begins(call, NO, answer) and not _only_declines(call, answer)
    return not asked and (declines or _defends(call, answer))


def _is_asked(call: Call, question: Question) -> bool:
    """Whether a question is one: without marks it has a question word, or begins its turn ("then have you" states)."""
    turn = next(one for one in spoken_turns(call, Role.AGENT) if one.turn == question.turn)
    inside = Spoken(turn.turn, question.start, turn.end, turn.marked)
    return turn.marked or question.start == turn.start or bool(_said(call, INTERROGATIVE, inside, Role.AGENT))


def _only_declines(call: Call, answer: Spoken) -> bool:
    """Whether a no wants nothing more, or thanks: it answers an offer ("what else there is, just tell me")."""
    return bool(_said(call, NOTHING_MORE, answer) or _said(call, WELL_TAKEN, answer))


def _defends(call: Call, answer: Spoken) -> bool:
    """Whether "I" and "not" stand close together, and not as in "I do not know"."""
    loss = _said(call, NO_DEFENCE, answer)
    no = [hit for hit in _said(call, NEGATION, answer) if not any(one.start <= hit.start < one.end for one in loss)]
    me = _said(call, OF_ME, answer)
    return any(max(one.end, two.end) - min(one.start, two.start) <= DEFENCE for one in me for two in no)


def _takes_well(call: Call, answer: Spoken) -> bool:
    """Whether the customer says yes, thanks or sorry, and not "no, thanks"; or "no, nothing else, thanks"."""
    said = _begins(call, ASSENT, answer) or bool(_said(call, WELL_TAKEN, answer))
    return said and (not _begins(call, NO, answer) or bool(_said(call, NOTHING_MORE, answer)))


def _tells_of_us(call: Call, hit: Hit, reasons: frozenset[int]) -> bool:
    """Whether the words are about the agent and not about the customer, ask nothing, and are no reason."""
    turn = next(one for one in spoken_turns(call, Role.AGENT) if one.start <= hit.start < one.end)
    inside = Spoken(turn.turn, hit.start, hit.end, turn.marked)
    own = any(_said(call, name, inside, Role.AGENT) for name in (OF_ME, OF_US))
    asks = any(hit.start <= question.start < hit.end for question in questions(call, Role.AGENT))
    kind = asks or not reasons.isdisjoint(range(turn.start, turn.end))
    return own and not kind and not _said(call, OF_YOU, inside, Role.AGENT)


def _begins(call: Call, name: str, answer: Spoken) -> bool:
    return any(hit.start == answer.start for hit in _said(call, name, answer))


def _said(call: Call, name: str, inside: Spoken, role: Role = Role.CUSTOMER) -> list[Hit]:
    """Where ``role`` says phrases of the list ``name`` in ``inside``."""
    listed = call.language.list(name) if call.language else ()
    return [hit for hit in call.hits(role, listed) if inside.start <= hit.start < inside.end]
