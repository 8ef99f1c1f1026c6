"""Two ways that the agent names, of which the customer takes up one: "in six parts or in twelve" - "twelve, then".

The answer shows that it was a choice, whatever the words. A question ("is it gas or electricity?") offers none, unless
the agent would do either ("shall I post it, or do I keep it here for you?"). Words
of Chinese are too short to be recognised on one side only.
"""

from collections.abc import Iterable, Iterator, Sequence

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.phrases.tokens import Token
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.questions import questions, spoken_turns

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
    asked = [one.hit for one in questions(call, Role.AGENT)]
    answers = {one.turn: one for one in spoken_turns(call, Role.CUSTOMER) if one.end - one.start <= MOST_WORDS}
    for hit in call.hits(Role.AGENT, call.language.list(EITHER), not_in):
        answer = answers.get(call.turn_of(Role.AGENT, hit) + 1)
        before, after = _sides(call, hit)
        if answer and (_offers(call, before, after) or not any(one.start <= hit.start < one.end for one in asked)):
            taken = _telling(call, answer)
            if any(_named(word, before) != _named(word, after) for word in taken):
                yield Hit(hit.start - len(before), hit.end + len(after), hit.end + len(after))


def _offers(call: Call, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the agent speaks of themselves in both ways."""
    own = {
        token.text
        for hit in call.hits(Role.AGENT, call.listed(OF_ME))
        for token in call.text(Role.AGENT).tokens[hit.start : hit.end]
        if token
    }
    return not own.isdisjoint(before) and not own.isdisjoint(after)


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


def _telling(call: Call, answer: Spoken) -> list[str]:
    """The words of ``answer`` that can show what it is about: numbers, and words that are not common."""
    if call.language is None:
        return []
    tokens, common = call.text(Role.CUSTOMER).tokens, call.language.names.never
    numbers = {hit.start for hit in call.hits(Role.CUSTOMER, call.language.list("number"))}
    said = ((place, token.text) for place in range(answer.start, answer.end) if (token := tokens[place]))
    return [text for place, text in said if len(text) >= LEAST_LETTERS and (place in numbers or text not in common)]


def _named(word: str, words: Sequence[str]) -> bool:
    """Whether one of ``words`` is ``word``, or a compound that ends in it."""
    return any(one.endswith(word) for one in words)
