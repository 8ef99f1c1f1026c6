"""A sign that the agent asked an open question in words that no phrase holds: the customer then tells something."""

from collections.abc import Iterator
from itertools import pairwise

from callgrade.model.record import Role
from callgrade.norms.announcements import ASSENT
from callgrade.norms.call import Call
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.signs.asking import INTERROGATIVE, NO, end_of, tells_matter, wanted
from callgrade.norms.signs.explained import places, places_of
from callgrade.norms.signs.sign import READS, Seen, texts, turn_after, turns_by_number


def open_asked(call: Call) -> Iterator[Seen]:
    """Last words of a turn that hold a question word and ask for no number, if the answer is neither yes nor no.

    A reproach asks nothing: "who is to blame for that?"
    """
    asks, reproach = places(call, call.listed(INTERROGATIVE)), places_of(call, READS["open_asked"])
    for turn, spoken in sorted(turns_by_number(call, Role.AGENT).items()):
        last, answer = end_of(call, spoken), turn_after(call, turn)
        said = range(last.start, last.end)
        question = not spoken.marked or _ends_in_question(call, spoken)
        own = [place for place in said if place in asks and not _repeats(call, spoken, place)]
        other = wanted(call) | reproach
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
    """Whether the customer tells enough and does not begin with yes or no."""
    if answer is None or not tells_matter(call, answer):
        return False
    listed = [phrase for name in (ASSENT, NO) for phrase in (call.listed(name))]
    return all(hit.start != answer.start for hit in call.hits(Role.CUSTOMER, listed))
