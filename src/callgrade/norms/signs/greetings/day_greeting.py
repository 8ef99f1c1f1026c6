"""Greetings by the time of day in the agent's first turn: in a phrase, spelt as spoken, or the bare word.

"goemorgen" and "kveldinga" name the morning and the evening; "morning" that is a clause of its own does, too: "Now
then, morning, Kiln Lane Joinery".
"""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.pack.language import DayPart
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.phrases.tokens import Token
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.signs.explained import clauses
from callgrade.norms.signs.greetings.respelt import is_known_otherwise, is_respelt, literals
from callgrade.norms.signs.sign import texts, turns_by_number

NORM, GREETING = "greeting.time_of_day", "greeting"
"""The norm whose times of day are named by greetings, and how the names of those end."""

GOOD_MORNING = 2
"""Words of a greeting whose last one is a time of day."""

ENDING = 4
"""Letters that a spoken form has more than the word: "kveldinga" [conv]."""

INFLECTED = frozenset({"s", "e", "en", "n", "er", "ene", "ens"})
"""Endings with which the word is no greeting: "'s avonds", "på kvelden"."""

LEAST = 5
"""Letters of such a word [conv]."""


def day_greetings(call: Call) -> Iterator[tuple[Hit, DayPart]]:
    """Each greeting by the time of day in the agent's first turn that no phrase holds."""
    spoken = turns_by_number(call, Role.AGENT)
    if not spoken or call.language is None or NORM not in call.language.norms:
        return
    first = spoken[min(spoken)]
    for part in call.language.norms[NORM].parts:
        greetings = [words for phrase in part.phrases if len(words := _words(phrase)) == GOOD_MORNING]
        if part.name.endswith(GREETING) and greetings:
            hits = [*_respelt(call, first, greetings), *_alone(call, first, {words[-1] for words in greetings})]
            yield from ((hit, part) for hit in hits)


def greeted_by_phrase(call: Call) -> Iterator[Hit]:
    """The phrases of greetings by the time of day in the agent's first turn."""
    words = call.language.norms.get(NORM) if call.language else None
    first = min(turns_by_number(call, Role.AGENT), default=0)
    for part in words.parts if words else ():
        if words and part.name.endswith(GREETING):
            hits = call.hits(Role.AGENT, part.phrases, words.not_in)
            yield from (hit for hit in hits if call.turn_of(Role.AGENT, hit) == first)


def _words(phrase: Node) -> list[str]:
    """The words of a phrase that has nothing else."""
    found = list(literals(phrase))
    return found if all(found) else []


def _respelt(call: Call, first: Spoken, greetings: list[list[str]]) -> Iterator[Hit]:
    """Words of the turn that are a greeting in one word but for its spelling, or begin with its time of day."""
    joined = tuple("".join(words) for words in greetings)
    for place in range(first.start, first.end):
        token = call.text(Role.AGENT).tokens[place]
        if token is None or is_known_otherwise(call, token):
            continue
        if is_respelt(token.text, joined) or any(_is_spoken(token, words[-1]) for words in greetings):
            yield Hit(place, place + 1, place + 1)


def _is_spoken(token: Token, word: str) -> bool:
    more = token.text.removeprefix(word)
    return len(word) >= LEAST and 0 < len(more) <= ENDING and more != token.text and more not in INFLECTED


def _alone(call: Call, first: Spoken, words: set[str]) -> Iterator[Hit]:
    """The clauses of a turn with marks that are one of ``words``."""
    for clause in clauses(call, first) if first.marked else ():
        said = texts(call, Role.AGENT, clause.start, clause.stop)
        if len(clause) == 1 and len(said[0]) >= LEAST and said[0] in words:
            yield Hit(clause.start, clause.stop, clause.stop)
