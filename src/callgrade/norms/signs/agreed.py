"""A sign that words which may say what comes next did so: the customer agrees, or says a detail of them again.

"Come at a quarter past eleven then." – "Nice, thanks." A question is no such answer, nor is a yes to words that do not
speak to the customer ("there is only me here").
"""

from collections.abc import Sequence

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.questions import questions
from callgrade.norms.quotation import SECOND_PERSON
from callgrade.norms.signs.explained import places
from callgrade.norms.signs.sign import texts, turn_after
from callgrade.norms.signs.taken_well import taken_well
from callgrade.text import is_han

LONG = 4
"""Letters of a word that confirms a detail, at least [conv]."""


def agreed(call: Call, hits: Sequence[Hit]) -> bool:
    """Whether the customer answers one of the agent's ``hits`` as people answer what comes next."""
    asked = {question.turn for question in questions(call, Role.CUSTOMER)}
    to_you = places(call, call.listed(SECOND_PERSON))
    for hit in hits:
        answer = turn_after(call, call.turn_of(Role.AGENT, hit))
        if answer is None or answer.turn in asked:
            continue
        addressed = not to_you.isdisjoint(range(hit.start, hit.end))
        if (addressed and taken_well(call, [hit])) or _says_again(call, hit, answer):
            return True
    return False


def _says_again(call: Call, hit: Hit, answer: Spoken) -> bool:
    own, heard = texts(call, Role.AGENT, hit.start, hit.end), texts(call, Role.CUSTOMER, answer.start, answer.end)
    return not _details(own).isdisjoint(_details(heard))


def _details(said: Sequence[str]) -> set[str]:
    """The longer words of ``said``, and each three of its Chinese characters in a row."""
    threes = ("".join(three) for three in zip(said, said[1:], said[2:], strict=False))
    return {text for text in said if len(text) >= LONG} | {three for three in threes if all(map(is_han, three))}
