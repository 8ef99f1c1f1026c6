"""Answers that only repeat what the customer said before, whatever it is about.

No list of details is needed. The agent asks what an earlier question of theirs asked ("What colour is it?" – "Which
colour was that?"), and the customer answers the same. Or the answer has, as a row of words, what the customer had said
in an earlier turn, and one of them is a detail ("four o'clock"), whatever they add ("… for the second time").
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from callgrade.model.record import Role
from callgrade.norms.call import Call, once
from callgrade.norms.details import ASKS, details
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.signs.sign import texts, turns_by_number
from callgrade.text import is_han

LONG_WORD, SAME_ROW = 4, 4
"""Characters of a word, and words in a row, which show that two questions ask the same [conv]."""

LEAST_SHARED = 2
"""Long words that two such questions share at least [conv]."""

MOST_WORDS, ANSWER_ROW = 8, 2
"""Words of an answer that only repeats, and words in a row that it repeats [conv]."""

STARTS_WITHIN = 2
"""Words of an answer within which it repeats [conv]."""


@once
def said_again(call: Call) -> tuple[tuple[Hit, Hit, int], ...]:
    """What the customer had said before, the answer that says it again, and the agent's turn that asked for it."""
    return tuple(_said_again(call))


def _said_again(call: Call) -> Iterator[tuple[Hit, Hit, int]]:
    agent, customer = turns_by_number(call, Role.AGENT), turns_by_number(call, Role.CUSTOMER)
    asks = call.listed(ASKS)
    asking = call.turns_with(Role.AGENT, asks)
    given = frozenset(place for hit in details(call) for place in range(hit.start, hit.end))
    for turn in sorted(asking):
        answer = customer.get(turn + 1)
        if answer is None or is_han(_first(call, answer)):
            continue
        earlier = [one for one in customer.values() if one.turn < turn]
        first = _asked_before(call, agent, customer, agent[turn], answer) or _detail_in(call, earlier, answer, given)
        if first and not _agent_says(call, first, turn):
            yield first, Hit(answer.start, answer.end, answer.end), turn


def _asked_before(
    call: Call, agent: Mapping[int, Spoken], customer: Mapping[int, Spoken], asked: Spoken, answer: Spoken
) -> Hit | None:
    """The earlier answer to a question that asked the same and that begins with the words of a short ``answer``."""
    if answer.end - answer.start > MOST_WORDS:
        return None
    for turn, spoken in agent.items():
        before = customer.get(turn + 1)
        row = _row(call, before, answer, 1) if turn + 1 < asked.turn and before else None
        long = row and any(len(word) >= LONG_WORD for word in texts(call, Role.CUSTOMER, row.start, row.end))
        if long and _same_question(_texts(call, spoken), _texts(call, asked)):
            return row
    return None


def _same_question(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two turns share a row of words, or several long ones of a short turn."""
    rows = {tuple(one[i : i + SAME_ROW]) for i in range(len(one) - SAME_ROW + 1)}
    if any(tuple(other[i : i + SAME_ROW]) in rows for i in range(len(other) - SAME_ROW + 1)):
        return True
    return len({word for word in one if len(word) >= LONG_WORD} & set(other)) >= LEAST_SHARED


def _detail_in(call: Call, earlier: Sequence[Spoken], answer: Spoken, given: frozenset[int]) -> Hit | None:
    """The earlier words of which the answer repeats a row that has a detail."""
    rows = (_row(call, one, answer, ANSWER_ROW) for one in earlier)
    return next((row for row in rows if row and not given.isdisjoint(range(row.start, row.end))), None)


def _row(call: Call, before: Spoken, answer: Spoken, least: int) -> Hit | None:
    """The longest row of words of ``before`` with which ``answer`` begins, of ``least`` words; else ``None``."""
    said, again = _texts(call, before, Role.CUSTOMER), _texts(call, answer, Role.CUSTOMER)
    longest = Hit(0, 0, 0)
    for start, word in enumerate(again[:STARTS_WITHIN]):
        for place in (place for place, one in enumerate(said) if one == word):
            pairs = zip(again[start:], said[place:], strict=False)
            length = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
            if length > longest.end - longest.start:
                longest = Hit(before.start + place, before.start + place + length, before.start + place + length)
    return longest if longest.end - longest.start >= least else None


def _agent_says(call: Call, row: Hit, until: int) -> bool:
    """Whether the agent says these words up to the turn ``until``: then they are confirmed, or the agent's own."""
    wanted, text = texts(call, Role.CUSTOMER, row.start, row.end), call.text(Role.AGENT)
    said = text.words
    starts = (i for i, word in enumerate(said) if word == wanted[0] and text.turns[i] <= until)
    return any(said[start : start + len(wanted)] == wanted for start in starts)


def _texts(call: Call, spoken: Spoken, role: Role = Role.AGENT) -> tuple[str, ...]:
    return texts(call, role, spoken.start, spoken.end)


def _first(call: Call, spoken: Spoken) -> str:
    return next(iter(_texts(call, spoken, Role.CUSTOMER)), "")
