"""Signs that the agent asked: what the call is about, and whether there is anything else."""

from collections.abc import Iterator, Mapping, Sequence

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.details import LATEST_WORD, details
from callgrade.norms.explained import explained, places
from callgrade.norms.kinds.dialogue_signs import READS, Seen, texts, turn_after, turns_by_number
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.questions import Question, Spoken, questions
from callgrade.text import is_han

NOTHING_MORE = "nothing_more"
"""The list of a language that holds how a customer answers that this was all."""

NO = "declines"
"""The list of a language that holds how people say no."""

FIRST = 2
"""Words of an answer within which it says no. [conv]"""

ASKS_OTHER = ("name_question", "opens_call")
"""The lists of what else an agent may ask first: for a name, or who it is."""

MATTER, MATTER_HAN = 5, 8
"""Words, and Chinese characters, with which a customer tells their matter at least [conv]."""

ASKS = 3
"""Words of a question for it at least [conv]; Chinese characters as well."""

LAST = 12
"""Words at the end of a turn without marks in which a question is its last one [conv]."""


def first_question(call: Call) -> Iterator[Seen]:
    """A question in the agent's first turn; sure if it is the turn's last words and the customer tells the matter."""
    first = min(turns_by_number(call, Role.AGENT).items())[1]
    told = _tells_matter(call, turn_after(call, first.turn))
    other = places(call, [phrase for name in ASKS_OTHER for phrase in _listed(call, name)])
    found = [one for one in questions(call, Role.AGENT) if one.turn == first.turn]
    for one in found:
        asked = set(range(one.start, first.end if not first.marked else one.end))
        last = one.end == first.end or (not first.marked and first.end - one.start <= LAST)
        sure = told and last and len(asked) >= ASKS and asked.isdisjoint(other)
        yield Seen(one.hit, sure, likely=told and last)
    if told and not found and (rest := _last_words(call, first)):
        yield Seen(rest, sure=False)


def _listed(call: Call, name: str) -> Sequence[Node]:
    return call.language.list(name) if call.language else ()


def _tells_matter(call: Call, answer: Spoken | None) -> bool:
    """Whether ``answer`` is long enough, and not a number or a date that was asked for."""
    if answer is None:
        return False
    said = texts(call, Role.CUSTOMER, answer.start, answer.end)
    detail = any(answer.start <= hit.start < answer.start + LATEST_WORD for hit in details(call))
    return len(said) >= (MATTER_HAN if is_han(said[0]) else MATTER) and not detail


def _last_words(call: Call, first: Spoken) -> Hit | None:
    """The last sentence of a first turn with marks, if nothing explains it: "Come out with it, then."."""
    known, tokens = explained(call, READS["first_question"]), call.text(Role.AGENT).tokens
    ends = [place + 1 for place in range(first.start, first.end - 1) if (token := tokens[place]) and token.mark == "."]
    said = [place for place in range(max(ends, default=first.end), first.end) if not _is_name(call, place)]
    return Hit(said[0], first.end, first.end) if len(said) >= ASKS and known.isdisjoint(said) else None


def _is_name(call: Call, place: int) -> bool:
    token = call.text(Role.AGENT).tokens[place]
    return bool(token and not token.opens and not is_han(token.text) and call.finder.candidates.may_be_name(token))


def nothing_more(call: Call) -> Iterator[Seen]:
    """The agent's last question in the turn before the customer says so, if they did not say it unasked.

    It is sure if the agent then closes the call; likely if the customer only says no, and the agent then closes it.
    """
    agent, customer = turns_by_number(call, Role.AGENT), turns_by_number(call, Role.CUSTOMER)
    answers = {call.turn_of(Role.CUSTOMER, hit) for hit in call.hits(Role.CUSTOMER, _listed(call, NOTHING_MORE))}
    asked = {one.turn: one for one in questions(call, Role.AGENT)}
    for turn in sorted(answers, reverse=True):
        before = agent.get(turn - 1)
        if before is None or turn not in customer:
            continue
        one = asked.get(before.turn)
        if one is not None:
            last = not before.marked or one.end == before.end
            yield Seen(one.hit, sure=last and _closes_after(call, turn))
        elif not before.marked and _closes_after(call, turn):
            start = max(before.start, before.end - LAST)
            yield Seen(Hit(start, before.end, before.end), sure=False, likely=True)
    yield from _declined(call, agent, customer, asked)


def _declined(
    call: Call, agent: Mapping[int, Spoken], customer: Mapping[int, Spoken], asked: Mapping[int, Question]
) -> Iterator[Seen]:
    """A last question to which the customer says no in a few words, before the agent closes the call."""
    declines = {(call.turn_of(Role.CUSTOMER, hit), hit.start) for hit in call.hits(Role.CUSTOMER, _listed(call, NO))}
    for turn, spoken in customer.items():
        before, one = agent.get(turn - 1), asked.get(turn - 1)
        soon = any((turn, place) in declines for place in range(spoken.start, spoken.start + FIRST))
        ends = before and one and (not before.marked or one.end == before.end)
        if one and ends and soon and spoken.end - spoken.start <= LAST and _closes_after(call, turn):
            yield Seen(one.hit, sure=False, likely=True, alone=False)


def _closes_after(call: Call, turn: int) -> bool:
    """Whether the agent's turn after ``turn`` is the last one and thanks, wishes well or says goodbye."""
    last = call.turns(Role.AGENT)[-1][0]
    norms = call.language.norms if call.language else {}
    phrases = [phrase for norm in READS["nothing_more"] if norm in norms for phrase in norms[norm].phrases]
    said = {call.turn_of(Role.AGENT, hit) for hit in call.hits(Role.AGENT, phrases)}
    return last == turn + 1 and last in said
