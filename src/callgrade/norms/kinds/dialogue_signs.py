"""Signs in the order of the dialogue that a norm was kept in words that nobody foresaw.

They never make a norm pass or fail: somebody listens. "What's the bother?" in the first turn asks for the matter; after
"anything else" the customer says "no, that's all"; what follows thanks and a wish at the end is a goodbye.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import questions, spoken_turns
from callgrade.text import SENTENCE_ENDS

Sign = Literal["first_question", "nothing_more", "after_thanks", "affront"]
"""The agent's first turn asks something; the customer wants nothing more; a sentence follows thanks or a wish; the
customer takes offence, so that a word that nobody foresaw may have given it."""

AFFRONT = "affront"
"""The list of a language that holds how people answer an insult ("how dare you")."""

NOTHING_MORE = "nothing_more"
"""The list of a language that holds how a customer answers that this was all."""

LAST_WORDS = 4
"""Words of a sentence after thanks or a wish that may be a goodbye. [conv]"""

PARTING = ("closing.thanks", "closing.good_wish")
"""Norms whose words come before a goodbye."""


def doubtful(sign: Sign, call: Call) -> Hit | None:
    """What to listen to; ``None`` without the ``sign``."""
    return next(_SIGNS[sign](call), None) if call.turns(Role.AGENT) else None


def _first_question(call: Call) -> Iterator[Hit]:
    first = call.turns(Role.AGENT)[0][0]
    return (one.hit for one in questions(call, Role.AGENT) if one.turn == first)


def _nothing_more(call: Call) -> Iterator[Hit]:
    """The agent's last question in the turn before the customer says so, if they did not say it unasked."""
    phrases = call.language.list(NOTHING_MORE) if call.language else ()
    answers = {call.turn_of(Role.CUSTOMER, hit) for hit in call.hits(Role.CUSTOMER, phrases)}
    asked = {one.turn: one.hit for one in questions(call, Role.AGENT)}
    return (asked[turn - 1] for turn in sorted(answers, reverse=True) if turn - 1 in asked)


def _affront(call: Call) -> Iterator[Hit]:
    """What the agent says in the turn to which the customer answers that they will not be spoken to like that."""
    phrases = call.language.list(AFFRONT) if call.language else ()
    offended = {call.turn_of(Role.CUSTOMER, hit) for hit in call.hits(Role.CUSTOMER, phrases)}
    said = (one for one in spoken_turns(call, Role.AGENT) if one.turn + 1 in offended)
    return (Hit(one.start, one.end, one.end) for one in said)


def _after_thanks(call: Call) -> Iterator[Hit]:
    text, last = call.text(Role.AGENT), call.turns(Role.AGENT)[-1][0]
    norms = call.language.norms if call.language else {}
    phrases = [phrase for norm in PARTING if norm in norms for phrase in norms[norm].phrases]
    said = [hit.end for hit in call.hits(Role.AGENT, phrases) if call.turn_of(Role.AGENT, hit) == last]
    places = [place for place, turn in enumerate(text.turns) if turn == last and text.tokens[place]]
    ends = [place + 1 for place in places[:-1] if (token := text.tokens[place]) and token.mark in SENTENCE_ENDS]
    if said and ends and ends[-1] >= max(said) and places[-1] + 1 - ends[-1] <= LAST_WORDS:
        yield Hit(ends[-1], places[-1] + 1, places[-1] + 1)


_SIGNS: Mapping[Sign, Callable[[Call], Iterator[Hit]]] = {
    "first_question": _first_question,
    "nothing_more": _nothing_more,
    "after_thanks": _after_thanks,
    "affront": _affront,
}
