"""Where somebody announces a hold or a wait; the measures of silence need it.

Phrases show it, and so does the order of the talk, whatever the words: the agent says what they will do, the customer
only agrees ("aye, no rush"), and then nobody speaks for long until the agent does. An answer to a question, a question
or a detail before the silence would show that nobody asked the customer to wait; "hello, are you there?" after it, that
the agent was the one who waited. Where the agent does not say "I", their thanks for the wait show what they had said.
"""

from collections.abc import Iterable, Iterator

from callgrade.model.record import Role
from callgrade.model.span import Span, Spans, merge
from callgrade.norms.call import Call
from callgrade.norms.details import details
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import TAG, questions, spoken_turns

HOLD_ANNOUNCEMENT = "hold_announcement"
"""The list of a language that holds the phrases."""

HOLD_ERRAND = "hold_errand"
"""The list of what an agent says that only a silence after it makes an announcement ("I'll walk over to the shop")."""

ASSENT = "assent"
"""The list of how people agree ("sure", "no rush")."""

OBJECTING = ("protest", "affront", "declines")
"""The lists of how people object, and say no."""

HOLD_RETURN = "hold_return"
"""The list of a language that holds how the agent comes back after a hold."""

OF_SELF = ("of_me", "of_us")
"""Lists of words by which speakers name themselves: who announces a wait says what they will do."""

WAIT_S = 10.0
"""Shortest silence that shows a wait; shorter ones are gaps between turns. [conv]"""

MOST_WORDS, FEW_WORDS = 8, 6
"""Words of a turn that only agrees, and of one that may agree in words that no list holds. [conv]"""


def announcements(call: Call, role: Role = Role.AGENT) -> Spans:
    """The spans in which ``role`` announces a wait, in order; empty without words of the language or a known ``role``.

    The customer does it with the same words: "hang on, I have to get the letter".
    """
    if call.language is None:
        return ()
    hits = call.hits(role, (*call.language.list(HOLD_ANNOUNCEMENT), *call.language.list(HOLD_ERRAND)))
    agreed = agreed_waits(call) if role is Role.AGENT else []
    said = [call.words_of(role, hit) for hit in (*hits, *agreed)]
    return merge(Span(words[0].start_s, words[-1].end_s) for words in said)


def agreed_waits(call: Call) -> list[Hit]:
    """The agent's turns before which nobody had to guess that a wait follows: the customer agrees and waits."""
    if call.language is None or not call.conversation.timed:
        return []
    own, thanks = _with_list(call, Role.AGENT, OF_SELF), _with_list(call, Role.AGENT, (HOLD_RETURN,))
    waited = {said for said, after in _before_waits(call, _agreeing(call)) if said in own or after in thanks}
    return _turns(call, waited)


def perhaps_agreed_waits(call: Call) -> list[Hit]:
    """The agent's turns that the customer answers in a few other words ("me kettle's on") before a wait."""
    if call.language is None or not call.conversation.timed:
        return []
    protests = _with_list(call, Role.CUSTOMER, OBJECTING)
    return _turns(call, {said for said, _ in _before_waits(call, _short_answers(call, FEW_WORDS) - protests)})


def _turns(call: Call, wanted: set[int]) -> list[Hit]:
    return [Hit(one.start, one.end, one.end) for one in spoken_turns(call, Role.AGENT) if one.turn in wanted]


def _before_waits(call: Call, agreed: set[int]) -> Iterator[tuple[int, int]]:
    """The agent's turns before those of ``agreed``, with a wait after that; and the agent's turns that end it."""
    turns = [(i, turn) for i, turn in enumerate(call.conversation.turns) if turn.words and turn.role is not Role.PROMPT]
    calling = _calling(call)
    for (said, first), (agreeing, then), (after, back) in zip(turns, turns[1:], turns[2:], strict=False):
        in_order = (first.role, then.role, back.role) == (Role.AGENT, Role.CUSTOMER, Role.AGENT)
        if in_order and agreeing in agreed and after not in calling and back.start_s - then.end_s >= WAIT_S:
            yield said, after


def _agreeing(call: Call) -> set[int]:
    """The customer's turns that agree and do nothing else."""
    return _short_answers(call) & _with_list(call, Role.CUSTOMER, (ASSENT,))


def _short_answers(call: Call, most: int = MOST_WORDS) -> set[int]:
    """The customer's turns of at most ``most`` words that ask nothing and give no detail."""
    short = {one.turn for one in spoken_turns(call, Role.CUSTOMER) if one.end - one.start <= most}
    asked = {one.turn for one in questions(call, Role.CUSTOMER)}
    given = {call.turn_of(Role.CUSTOMER, hit) for hit in details(call)}
    return short - asked - given


def _calling(call: Call) -> set[int]:
    """The agent's turns that begin with a call for the customer: "hello, are you there?"."""
    begins = {one.start + place for one in spoken_turns(call, Role.AGENT) for place in (0, 1)}
    tags = call.hits(Role.AGENT, call.listed(TAG))
    return {call.turn_of(Role.AGENT, hit) for hit in tags if hit.start in begins}


def _with_list(call: Call, role: Role, names: Iterable[str]) -> set[int]:
    """The turns of ``role`` with a phrase of one of the lists ``names``."""
    phrases = [phrase for name in names for phrase in call.listed(name)]
    return call.turns_with(role, phrases)
