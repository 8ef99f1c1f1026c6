"""Details that a customer gives (numbers, dates, amounts, lengths of time), and answers that only repeat them.

Structure shows a question for what is known, whatever its words: the agent asks for a detail, and the customer's short
answer is one that they had given before and that the agent had not named.
"""

from bisect import bisect_left
from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call, once
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.questions import spoken_turns

DETAIL = "detail"
"""The list of a language that holds how details look."""

ASKS = "asks_detail"
"""The list of words that ask for a detail ("how much", "number")."""

LATEST_WORD = 3
"""An answer names the detail within this many of its first words [conv]."""

MOST_WORDS = 10
"""Words of an answer that only repeats a detail [conv]."""

MOST_CHARACTERS = 16
"""The same in Chinese characters [conv]."""


def details(call: Call, role: Role = Role.CUSTOMER) -> list[Hit]:
    """Where ``role`` names a detail, in order."""
    return call.hits(role, call.listed(DETAIL))


@once
def repeated(call: Call) -> tuple[tuple[Hit, Hit, int], ...]:
    """Each detail given before, where it is said again, and the turn of the agent that asked for it."""
    return tuple(_repeated(call))


def _repeated(call: Call) -> Iterator[tuple[Hit, Hit, int]]:
    given = details(call)
    asks = call.language.list(ASKS) if call.language and given else ()
    asking = call.turns_with(Role.AGENT, asks)
    for spoken in spoken_turns(call, Role.CUSTOMER) if asking else ():
        before = [hit for hit in given if hit.end <= spoken.start]
        asked = spoken.turn - 1
        again = _answer(call, spoken, given)
        if again is None or asked not in asking:
            continue
        first = next((hit for hit in before if _same(words(call, hit), words(call, again))), None)
        if first and not _named_by_agent(call, again, asked):
            yield first, again, asked


def words(call: Call, hit: Hit, role: Role = Role.CUSTOMER) -> tuple[str, ...]:
    """The tokens of ``hit``."""
    return tuple(token.text for token in call.text(role).tokens[hit.start : hit.end] if token)


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether both are the same words, but for the endings of a language ("three weeks", "three week")."""
    return len(one) == len(other) and all(a == b or _same_word(a, b) for a, b in zip(one, other, strict=True))


def _same_word(one: str, other: str) -> bool:
    stem = min(len(one), len(other))
    return stem > 2 and one.isalpha() and one[:stem] == other[:stem]


def _answer(call: Call, spoken: Spoken, given: list[Hit]) -> Hit | None:
    """The detail that a short answer begins with; a weekday alone may be chosen from several."""
    most = MOST_CHARACTERS if call.language and call.language.code == "zh" else MOST_WORDS
    place = bisect_left(given, (spoken.start,), key=lambda hit: (hit.start,))
    if place == len(given) or spoken.end - spoken.start > most:
        return None
    hit = given[place]
    near = spoken.start <= hit.start <= spoken.start + LATEST_WORD
    return hit if near and (hit.end - hit.start > 1 or _has_digits(words(call, hit)[0])) else None


def _has_digits(text: str) -> bool:
    return sum(character.isdigit() for character in text) > 1


def _named_by_agent(call: Call, detail: Hit, until: int) -> bool:
    """Whether the agent says the detail up to the turn ``until``: then it is confirmed, or the agent's own offer."""
    said, wanted = call.text(Role.AGENT), words(call, detail)
    starts = (i for i, token in enumerate(said.tokens) if token and token.text == wanted[0] and said.turns[i] <= until)
    return any(
        tuple(token.text for token in said.tokens[start : start + len(wanted)] if token) == wanted for start in starts
    )
