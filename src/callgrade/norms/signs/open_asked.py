"""A sign that the agent asked an open question in words that no phrase holds: the customer then tells something.

Whatever its words, a question lets the customer tell only if the agent then stops to listen, and if it does not just
throw back what the customer has asked.
"""

from collections.abc import Iterator
from itertools import pairwise

from callgrade.model.record import Role
from callgrade.norms.announcements import ASSENT
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.questions import questions
from callgrade.norms.signs.asking import INTERROGATIVE, NO, end_of, tells_matter, wanted
from callgrade.norms.signs.explained import places_of
from callgrade.norms.signs.sign import READS, Seen, texts, turn_after, turns_by_number

ROOM_S = 10.0
"""Seconds for which the agent may talk on after a question that still leaves room for an answer [conv]."""


def leaves_room(call: Call, hit: Hit) -> bool:
    """Whether the agent stops soon after ``hit``, which throws back no question of the customer's."""
    turn = call.turn_of(Role.AGENT, hit)
    spoken = turns_by_number(call, Role.AGENT)[turn]
    asks = _question_words(call)
    back = any(place in asks and _repeats(call, spoken, place) for place in range(hit.start, hit.end))
    end_s = call.conversation.turns[turn].words[-1].end_s
    return not back and end_s - call.words_of(Role.AGENT, hit)[-1].end_s <= ROOM_S


def _question_words(call: Call) -> frozenset[int]:
    """The places where the agent's question words begin."""
    return frozenset(hit.start for hit in call.hits(Role.AGENT, call.listed(INTERROGATIVE)))


def open_asked(call: Call) -> Iterator[Seen]:
    """Last words of a turn that hold a question word and ask for no number, if the answer is neither yes nor no.

    A reproach asks nothing: "who is to blame for that?" Words in place of an answer do not ask for the need, either.
    """
    asks, reproach = _question_words(call), places_of(call, READS["open_asked"])
    for turn, spoken in sorted(turns_by_number(call, Role.AGENT).items()):
        last, answer = end_of(call, spoken), turn_after(call, turn)
        said = range(last.start, last.end)
        question = not spoken.marked or _ends_in_question(call, spoken)
        own = [place for place in said if place in asks and not _repeats(call, spoken, place)]
        other = wanted(call) | reproach
        if last.start == spoken.start and _asked_before(call, turn):
            continue
        if question and own and other.isdisjoint(said) and _tells(call, answer):
            yield Seen(last, sure=True)


def _repeats(call: Call, spoken: Spoken, place: int) -> bool:
    """Whether the word at ``place`` and the next one repeat what the customer has just asked."""
    before = turns_by_number(call, Role.CUSTOMER).get(spoken.turn - 1)
    heard = texts(call, Role.CUSTOMER, before.start, before.end) if before else ()
    return texts(call, Role.AGENT, place, place + 2) in set(pairwise(heard))


def _ends_in_question(call: Call, spoken: Spoken) -> bool:
    last = call.text(Role.AGENT).tokens[spoken.end - 1]
    return last is not None and last.mark == "?"


def _tells(call: Call, answer: Spoken | None) -> bool:
    """Whether the customer tells enough and does not begin with yes, with no or with a question of their own."""
    if answer is None or not tells_matter(call, answer) or _asks_at_once(call, answer):
        return False
    listed = [phrase for name in (ASSENT, NO) for phrase in (call.listed(name))]
    return all(hit.start != answer.start for hit in call.hits(Role.CUSTOMER, listed))


def _asks_at_once(call: Call, answer: Spoken) -> bool:
    """Whether ``answer`` begins with a question, be it after a small word: "and when does it come?"."""
    asked = (question for question in questions(call, Role.CUSTOMER) if question.turn == answer.turn)
    return any(question.start - answer.start <= 1 for question in asked)


def _asked_before(call: Call, turn: int) -> bool:
    """Whether the customer asks something in the turn before ``turn``."""
    return any(question.turn == turn - 1 for question in questions(call, Role.CUSTOMER))
