"""A customer asks the same again, because the agent's turn between the two questions did not answer it."""

from collections.abc import Iterable

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.details import ASKS
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.questions import Question
from callgrade.norms.signs.sign import texts, turns_by_number

LONG_WORD = 4
"""Characters from which a word that two questions share shows that they ask the same. [conv]"""

MOST_WORDS = 12
"""Words of a turn that asks again; a longer one tells more. [conv]"""


def asked_twice(call: Call, asked: Iterable[Question]) -> set[int]:
    """The customer's turns that repeat one of the questions ``asked`` two turns before.

    They begin to ask with the same question word, and that is all ("yes! where?"), or they share another word.
    """
    customer = turns_by_number(call, Role.CUSTOMER)
    hits = call.hits(Role.CUSTOMER, call.listed(ASKS))
    pairs = ((customer[one.turn], customer.get(one.turn + 2)) for one in asked)
    return {again.turn for first, again in pairs if again and _repeats(call, first, again, hits)}


def asked_about(call: Call, asked: Iterable[Question], insisting: Iterable[Hit]) -> set[int]:
    """The customer's turns with one of ``insisting`` that name what a question of ``asked`` two turns before named."""
    customer = turns_by_number(call, Role.CUSTOMER)
    insists = {call.turn_of(Role.CUSTOMER, hit) for hit in insisting}
    pairs = ((customer[one.turn], customer.get(one.turn + 2)) for one in asked)
    return {again.turn for first, again in pairs if again and again.turn in insists and _names_same(call, first, again)}


def _names_same(call: Call, first: Spoken, again: Spoken) -> bool:
    shared = set(_words(call, first)) & set(_words(call, again))
    everyday = call.language.names.never if call.language else frozenset()
    return any(len(word) >= LONG_WORD for word in shared - everyday)


def _repeats(call: Call, first: Spoken, again: Spoken, hits: list[Hit]) -> bool:
    words = {_words(call, hit) for hit in hits if first.start <= hit.start < first.end}
    same = [hit for hit in hits if again.start <= hit.start < again.end and _words(call, hit) in words]
    if not same or again.end - again.start > MOST_WORDS:
        return False
    shared = set(_words(call, first)) & set(_words(call, again))
    return same[-1].end == again.end or any(len(word) >= LONG_WORD for word in shared - set(_words(call, same[-1])))


def _words(call: Call, place: Hit | Spoken) -> tuple[str, ...]:
    return texts(call, Role.CUSTOMER, place.start, place.end)
