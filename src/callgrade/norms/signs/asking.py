"""Signs that the agent asked: what the call is about, and whether there is anything else."""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.details import details
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.tokens import Token
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.questions import Question, questions
from callgrade.norms.quotation import SECOND_PERSON
from callgrade.norms.signs.explained import businesses, clauses, explained, places
from callgrade.norms.signs.sign import READS, Seen, texts, turn_after, turns_by_number
from callgrade.text import SENTENCE_ENDS, is_han

NOTHING_MORE = "nothing_more"
"""The list of a language that holds how a customer answers that this was all."""

NO = "declines"
"""The list of a language that holds how people say no."""

ANYTHING = "anything"
"""The list of words for a thing that nobody has named ("something", "anything else")."""

FIRST = 2
"""Words of an answer within which it says no. [conv]"""

ASKS_WHO = ("name_question", "opens_call")
"""The lists of what an agent may ask first instead: for a name, or who it is."""

ASKS_FOR = "asks_for"
"""The list of what agents ask for by its name before they listen: numbers, dates, addresses."""

INTERROGATIVE = "interrogative"
"""The list of a language that holds its question words."""

MATTER, MATTER_HAN = 5, 8
"""Words, and Chinese characters, with which a customer tells their matter at least [conv]."""

ASKS = 3
"""Words of a question for it at least [conv]; Chinese characters as well."""

LAST = 12
"""Words at the end of a turn without marks in which a question is its last one [conv]."""


def first_question(call: Call) -> Iterator[Seen]:
    """A question in the agent's first turn; sure if it is the turn's last words and the customer tells the matter."""
    first = min(turns_by_number(call, Role.AGENT).items())[1]
    told = tells_matter(call, turn_after(call, first.turn))
    found, last = [one for one in questions(call, Role.AGENT) if one.turn == first.turn], end_of(call, first)
    for one in found:
        other = _asks_other(call, one, first)
        likely = told and one.start >= last.start and not other
        yield Seen(one.hit, sure=likely and _is_long(call, one, first), likely=likely, alone=not other)
    if told and not found and (rest := _last_words(call, first) or _question_at_end(call, first)):
        yield Seen(rest, sure=_asks_openly(call, rest) or _turns_to(call, rest, first) or _is_talk(call, rest, first))


def _asks_openly(call: Call, rest: Hit) -> bool:
    """Whether words that end a first turn hold a question word, and no number and the like is asked for."""
    said = range(rest.start, rest.end)
    return not places(call, call.listed(INTERROGATIVE)).isdisjoint(said) and wanted(call).isdisjoint(said)


def _turns_to(call: Call, rest: Hit, first: Spoken) -> bool:
    """Whether words after the names speak to the customer and ask for no number and the like: "at your disposal"."""
    said = range(rest.start, rest.end)
    to_you = places(call, call.listed(SECOND_PERSON))
    return rest.start > first.start and not to_you.isdisjoint(said) and wanted(call).isdisjoint(said)


def _is_talk(call: Call, rest: Hit, first: Spoken) -> bool:
    """Whether a clause after the names ends the turn that names nothing and asks for no detail: "but do tell me"."""
    tokens, words = call.text(Role.AGENT).tokens[rest.start : rest.end], call.finder.words
    place = any(token and words.is_place(token.text) for token in tokens)
    named = businesses(call) | wanted(call)
    return first.marked and rest.start > first.start and not place and named.isdisjoint(range(rest.start, rest.end))


def _question_at_end(call: Call, first: Spoken) -> Hit | None:
    """The last words of a turn without marks, from a question word: "what do you need", "what's up".

    They speak to the customer, or they are few.
    """
    if first.marked:
        return None
    last = range(max(first.start + 1, first.end - LAST), first.end)
    start = max(places(call, call.listed(INTERROGATIVE)) & set(last), default=first.end)
    to_you = places(call, call.listed(SECOND_PERSON))
    spoken_to = first.end - start >= ASKS and not to_you.isdisjoint(range(start, first.end))
    return Hit(start, first.end, first.end) if spoken_to or 1 < first.end - start <= ASKS else None


def wanted(call: Call) -> frozenset[int]:
    """The places where the agent asks who it is, or for a number and the like."""
    return places(call, [phrase for name in (*ASKS_WHO, ASKS_FOR) for phrase in call.listed(name)])


def _asks_other(call: Call, one: Question, first: Spoken) -> bool:
    """Whether the question asks who it is, or in its last part for a number and the like."""
    asked = range(one.start, one.end if first.marked else first.end)
    part = [clause for clause in clauses(call, first) if clause.start < asked.stop][-1]
    others = places(call, [phrase for name in ASKS_WHO for phrase in call.listed(name)])
    detail = places(call, call.listed(ASKS_FOR))
    return not others.isdisjoint(asked) or not detail.isdisjoint(range(max(part.start, one.start), asked.stop))


def _is_long(call: Call, one: Question, first: Spoken) -> bool:
    """Whether the question has some words; in Chinese the last of them is what is asked for."""
    said = texts(call, Role.AGENT, one.start, first.end)
    return len(said) >= ASKS or is_han(said[0])


def tells_matter(call: Call, answer: Spoken | None) -> bool:
    """Whether ``answer`` has enough words beside names, numbers and dates that were asked for."""
    if answer is None:
        return False
    given = {place for hit in details(call) for place in range(hit.start, hit.end)}
    told = [place for place in range(answer.start, answer.end) if place not in given]
    said = texts(call, Role.CUSTOMER, answer.start, answer.end)
    return len(told) >= (MATTER_HAN if is_han(said[0]) else MATTER)


def matter_told(call: Call, before: int) -> bool:
    """Whether the customer tells their matter in a turn before the agent's turn ``before``."""
    turns = turns_by_number(call, Role.CUSTOMER).items()
    return any(tells_matter(call, spoken) for turn, spoken in turns if turn < before)


def _last_words(call: Call, first: Spoken) -> Hit | None:
    """What ends a first turn and nothing explains: "Come out with it, then."; "the cake shop you wish".

    With marks it is in the last clause, and it is not all of the turn.
    """
    known, last = explained(call, READS["first_question"]) | businesses(call), list(clauses(call, first))[-1]
    start = first.end
    while start > last.start and start - 1 not in known and not (first.marked and _is_name(call, start - 1)):
        start -= 1
    said = Hit(start, first.end, first.end)
    spoken_to = not places(call, call.listed(SECOND_PERSON)).isdisjoint(range(start, first.end))
    enough = first.end - start >= ASKS or (first.end > start and spoken_to)
    return said if enough and start > first.start else None


def _is_name(call: Call, place: int) -> bool:
    token = call.text(Role.AGENT).tokens[place]
    return bool(token and not token.opens and not is_han(token.text) and call.finder.candidates.may_be_name(token))


def nothing_more(call: Call) -> Iterator[Seen]:
    """The agent's last question, but that which opens the call, before the customer says so, if not unasked.

    It is sure if the agent then closes the call. A customer who only says no declines what the agent asked last, marked
    or not; that is sure if it names no particular thing ("something on your mind"), else only likely.
    """
    agent, customer = turns_by_number(call, Role.AGENT), turns_by_number(call, Role.CUSTOMER)
    answers, declined = call.turns_with(Role.CUSTOMER, call.listed(NOTHING_MORE)) - {1}, _declining(call) - {1}
    asked = {one.turn: one for one in questions(call, Role.AGENT)}
    anything, closed = places(call, call.listed(ANYTHING)), _closed(call)
    for turn in sorted(answers & customer.keys(), reverse=True):
        before, one = agent.get(turn - 1), asked.get(turn - 1)
        closes = turn in closed
        if before and one:
            yield Seen(one.hit, sure=closes and _is_last(before, one))
        elif before and closes and (turn in declined or _may_ask_unmarked(call, before)):
            last = end_of(call, before)
            of_anything = before.marked and not anything.isdisjoint(range(last.start, last.end))
            yield Seen(last, sure=of_anything, likely=True)
    for turn in sorted(declined - answers):
        before, one = agent.get(turn - 1), asked.get(turn - 1)
        if before and turn in closed and (said := _asked_last(call, before, one)):
            of_anything = not anything.isdisjoint(range(said.start, said.end))
            if one or of_anything:
                yield Seen(said, sure=of_anything, likely=True, alone=of_anything)


def _may_ask_unmarked(call: Call, turn: Spoken) -> bool:
    """Whether the last words of a turn without marks may ask: they speak to the customer, or of anything."""
    last = end_of(call, turn)
    asking = places(call, (*call.listed(SECOND_PERSON), *call.listed(ANYTHING)))
    return not turn.marked and not asking.isdisjoint(range(last.start, last.end))


def _asked_last(call: Call, turn: Spoken, question: Question | None) -> Hit | None:
    """The question that ends the turn; without marks its last words, which may be one."""
    if not turn.marked:
        return end_of(call, turn)
    return question.hit if question and _is_last(turn, question) else None


def _is_last(turn: Spoken, question: Question) -> bool:
    return not turn.marked or question.end == turn.end


def _declining(call: Call) -> set[int]:
    """The short turns of the customer that say no in their first words."""
    places = {hit.start for hit in call.hits(Role.CUSTOMER, call.listed(NO))}
    return {
        turn
        for turn, spoken in turns_by_number(call, Role.CUSTOMER).items()
        if spoken.end - spoken.start <= LAST and not places.isdisjoint(range(spoken.start, spoken.start + FIRST))
    }


def end_of(call: Call, turn: Spoken) -> Hit:
    """The last sentence of a turn with marks, or its last words."""
    tokens = call.text(Role.AGENT).tokens
    marks = (place + 1 for place in range(turn.start, turn.end - 1) if _ends(tokens[place]))
    start = max(marks, default=turn.start) if turn.marked else max(turn.start, turn.end - LAST)
    return Hit(start, turn.end, turn.end)


def _ends(token: Token | None) -> bool:
    return token is not None and bool(token.mark) and token.mark in SENTENCE_ENDS


def _closed(call: Call) -> set[int]:
    """The customer's turns after which the agent, in one of their last two, thanks, wishes well or says goodbye."""
    last = {number for number, _ in call.turns(Role.AGENT)[-2:]}
    return {turn - 1 for turn in last & call.turns_of_norms(Role.AGENT, READS["nothing_more"])}
