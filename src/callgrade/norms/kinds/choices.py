"""Two ways that the agent names, of which the customer takes up one: "in six parts or in twelve" - "twelve, then".

The answer shows that it was a choice, whatever the words. A question ("is it gas or electricity?") offers none, unless
it says who would do either, and one of them is the agent ("do you ring again, or shall I ask her to?"). Words of
Chinese are too short to be recognised on one side only.
"""

from collections.abc import Iterable, Iterator, Sequence

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.phrases.tokens import Token
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.questions import CLAUSE, MORE, questions, spoken_turns
from callgrade.norms.quotation import SECOND_PERSON

EITHER = "either"
"""The list of a language that holds words that join two ways ("or")."""

OF_ME = "of_me"
"""The list of a language that holds how people speak of themselves."""

REACH = 8
"""Words before and after "or" that name the two ways. [conv]"""

LEAST_LETTERS = 4
"""Letters of a word that can show which way is meant. [conv]"""

MOST_WORDS = 10
"""Words of an answer that takes up one of them. [conv]"""


def choices(call: Call, not_in: Iterable[Node]) -> Iterator[Hit]:
    """Where the agent names two ways, in order; not in phrases of ``not_in`` ("take it or leave it")."""
    if call.language is None:
        return
    asked = _asked(call)
    answers = {one.turn: one for one in spoken_turns(call, Role.CUSTOMER) if one.end - one.start <= MOST_WORDS}
    for hit in call.hits(Role.AGENT, call.language.list(EITHER), not_in):
        answer = answers.get(call.turn_of(Role.AGENT, hit) + 1)
        before, after = _sides(call, hit)
        offers = _offers(call, before, after)
        if answer and (offers or not any(one.start <= hit.start < one.end for one in asked)):
            taken = _telling(call, answer, everyday=offers)
            if any(_named(word, before) != _named(word, after) for word in taken):
                yield Hit(hit.start - len(before), hit.end + len(after), hit.end + len(after))


def _asked(call: Call) -> list[Hit]:
    """The agent's questions. Without marks one lasts to the end of its turn, and the order of words may show it."""
    asked = {one.start: one.end for one in questions(call, Role.AGENT)}
    verb_first = {hit.start for hit in call.hits(Role.AGENT, (*call.listed(MORE), *call.listed(CLAUSE)))}
    for one in spoken_turns(call, Role.AGENT):
        if not one.marked:
            begins = verb_first & {one.start} | asked.keys() & set(range(one.start, one.end))
            asked |= dict.fromkeys(begins, one.end)
    return [Hit(start, end, end) for start, end in asked.items()]


def _offers(call: Call, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the agent speaks of themselves in one way, and of themselves or to the customer in the other."""
    own, to_you = _words(call, OF_ME), _words(call, SECOND_PERSON)
    acting = own | to_you
    return not own.isdisjoint((*before, *after)) and not (acting.isdisjoint(before) or acting.isdisjoint(after))


def _words(call: Call, name: str) -> set[str]:
    """The agent's words that are in the list ``name``."""
    tokens = call.text(Role.AGENT).tokens
    hits = call.hits(Role.AGENT, call.listed(name))
    return {token.text for hit in hits for token in tokens[hit.start : hit.end] if token}


def _sides(call: Call, hit: Hit) -> tuple[list[str], list[str]]:
    """The words of the turn before and after ``hit``."""
    tokens = call.text(Role.AGENT).tokens
    start = max(place for place in range(hit.start) if tokens[place] is None) + 1
    end = tokens.index(None, hit.end)
    return _texts(tokens[max(start, hit.start - REACH) : hit.start]), _texts(
        tokens[hit.end : min(end, hit.end + REACH)]
    )


def _texts(tokens: Sequence[Token | None]) -> list[str]:
    return [token.text for token in tokens if token]


def _telling(call: Call, answer: Spoken, *, everyday: bool) -> list[str]:
    """The words of ``answer`` that can show what it is about: numbers, and words that are not common.

    ``everyday``: common ones, too.
    """
    if call.language is None:
        return []
    tokens, common = call.text(Role.CUSTOMER).tokens, frozenset() if everyday else call.language.names.never
    numbers = {hit.start for hit in call.hits(Role.CUSTOMER, call.language.list("number"))}
    said = ((place, token.text) for place in range(answer.start, answer.end) if (token := tokens[place]))
    return [text for place, text in said if len(text) >= LEAST_LETTERS and (place in numbers or text not in common)]


def _named(word: str, words: Sequence[str]) -> bool:
    """Whether one of ``words`` is ``word``, or a compound that ends in it."""
    return any(one.endswith(word) for one in words)
