"""How people end a call without taking leave: they put the phone down, or a quarrel ends with a short statement.

A line that drops is another end: somebody asks whether the other one is still there. An agent who asks so after the
customer's last words in a quarrel has been hung up on.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain

from callgrade.model.conversation import Turn
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.pack.pack_file import EdgeSettings
from callgrade.norms.signs.affront import AFFRONT
from callgrade.norms.signs.explained import is_strange
from callgrade.text import QUESTION_MARKS

HANGS_UP = "hangs_up"
"""The list of a language that holds how people end a call without taking leave."""

LINE_LOST = "line_lost"
"""The list of a language that holds what people say when the line drops."""

RUDE = "wording.no_rudeness"
"""The norm whose phrases are insults."""

OFFENCES = (RUDE, "wording.no_criticism", "wording.no_pressure")
"""The norms whose phrases make a quarrel."""

GREETING = "greeting.salutation"
"""The norm that a polite agent has kept long before a call is cut."""

UNFINISHED = ("...", "…", "–", "—", "-", ",", "，")
"""How a transcript marks that somebody was in the midst of a sentence."""

ECHO = 3
"""Words that a goodbye has at most where only giving it back shows that it is one [conv]."""

NEAR, RECENT = 3, 8
"""Changes of speaker at the end of a call: just before the last words, and long enough for a quarrel [conv]."""

Exchange = list[int]
"""Indices of turns in a row of one person."""


def hangs_up(call: Call, exchanges: Sequence[Exchange]) -> bool:
    """Whether somebody puts the phone down, or says that the talk is over, in the last two turns."""
    return _anybody_says(call, HANGS_UP, exchanges[-2:])


def line_lost(call: Call, exchanges: Sequence[Exchange]) -> bool:
    """Whether in a written call somebody no longer hears the other one at the end; who is answered hears them."""
    return not call.conversation.has_audio and _anybody_says(call, LINE_LOST, exchanges[-2:])


def gives_back(call: Call, exchanges: Sequence[Exchange]) -> bool:
    """Whether a written call ends with a strange word or few that repeat the other's last words: "moi" – "moi"."""
    if call.conversation.has_audio or len(exchanges) < 2:
        return False
    before, last = (_spoken(call, exchange[-1]) for exchange in exchanges[-2:])
    return is_goodbye(call, last) and len(last) < len(before) and before[-len(last) :] == last


def is_goodbye(call: Call, echoed: Sequence[str]) -> bool:
    """Whether words that were given back may be a goodbye: one of few is strange, and none is a number."""
    numbers = any(character.isdigit() for text in echoed for character in text)
    return len(echoed) <= ECHO and not numbers and any(is_strange(call, text) for text in echoed)


def _spoken(call: Call, turn: int) -> tuple[str, ...]:
    """The tokens of a turn."""
    text = call.text(call.conversation.turns[turn].role)
    return tuple(token.text for token, of in zip(text.tokens, text.turns, strict=True) if token and of == turn)


def ends_in_anger(call: Call, exchanges: Sequence[Exchange], settings: EdgeSettings) -> bool:
    """Whether a written call ends with a few words after the customer's complaint or no, or a few more in a quarrel.

    A no is as final as a complaint ("remove my number"), and so is an insult or that the customer takes offence. In a
    quarrel the agent offends the angry customer; or there is one of both, and the agent never greeted. Only after a
    quarrel has the customer hung up on an agent who then calls for them.
    """
    heard = _until_hung_up(call, exchanges, settings.fed_up_words)
    last, hung_up = call.conversation.turns[heard[-1][-1]], len(heard) < len(exchanges)
    if call.conversation.has_audio or _goes_on(last) or line_lost(call, heard):
        return False
    near, recent = (_turns(heard[-count:]) for count in (NEAR, RECENT))
    angry = set(_angry_turns(call, settings))
    if not hung_up and len(last.words) <= settings.fed_up_words and not angry.isdisjoint(near):
        return True
    return len(last.words) <= settings.quarrel_words and _quarrel(call, angry & recent, _offences(call) & recent)


def _until_hung_up(call: Call, exchanges: Sequence[Exchange], most: int) -> Sequence[Exchange]:
    """``exchanges`` without the last one, if the agent calls for the customer in it in ``most`` words ("hello?")."""
    turns = [call.conversation.turns[turn] for turn in exchanges[-1]]
    short = len(turns) == 1 and turns[0].role is Role.AGENT and len(turns[0].words) <= most
    calls = short and len(exchanges) > 1 and _anybody_says(call, LINE_LOST, exchanges[-1:])
    return exchanges[:-1] if calls else exchanges


def _quarrel(call: Call, angry: Set[int], offences: Set[int]) -> bool:
    has_words = call.language is not None and GREETING in call.language.norms
    greets = not has_words or bool(call.turns_of_norms(Role.AGENT, (GREETING,)))
    return bool(angry and offences) if greets else bool(angry or offences)


def _goes_on(last: Turn) -> bool:
    """Whether the last turn asks something or stops in the midst."""
    return last.text.rstrip().endswith((*QUESTION_MARKS, *UNFINISHED))


def _angry_turns(call: Call, settings: EdgeSettings) -> Iterator[int]:
    """The turns in which the customer complains, takes offence, insults the agent or has enough."""
    known = call.language.norms if call.language else {}
    words = [known[norm] for norm in settings.end_if_fed_up if norm in known]
    complaints = (hit for one in words for hit in call.hits(Role.CUSTOMER, one.triggers, one.triggers_not_in))
    insults = known[RUDE].phrases if RUDE in known else ()
    final = call.hits(Role.CUSTOMER, (*call.listed(HANGS_UP), *call.listed(AFFRONT), *insults))
    return (call.turn_of(Role.CUSTOMER, hit) for hit in chain(complaints, final))


def agent_offends(call: Call) -> bool:
    """Whether the agent insults, blames or presses the customer."""
    return bool(call.turns_of_norms(Role.AGENT, OFFENCES))


def _offences(call: Call) -> set[int]:
    """The turns in which the agent offends the customer, or the customer takes offence."""
    offended = call.turns_with(Role.CUSTOMER, call.listed(AFFRONT))
    return call.turns_of_norms(Role.AGENT, OFFENCES) | offended


def _anybody_says(call: Call, listed: str, exchanges: Sequence[Exchange]) -> bool:
    """Whether a phrase of the list is said in ``exchanges``, by either side."""
    turns = _turns(exchanges)
    return any(not turns.isdisjoint(call.turns_with(role, call.listed(listed))) for role in Role)


def _turns(exchanges: Iterable[Exchange]) -> set[int]:
    return set(chain.from_iterable(exchanges))
