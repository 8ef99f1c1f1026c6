"""Whether the beginning and the end of a call are in what was recorded or written.

People open a call and take leave of each other even when they are brief or cross: one of them greets or names the
company, one of them says goodbye. Where nobody does so in the first (last) turns, the recording begins (ends) in the
midst of the call, and nobody is judged by the part that is missing. A transcript shows turns as people wrote them, so
there a curt word also opens ("Yes?") or closes ("Fine.") a call; in a recording it may be any word before a pause.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from callgrade.model.conversation import Conversation, Turn
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.model.span import Span
from callgrade.norms.call import Call
from callgrade.norms.machines.message import to_a_machine
from callgrade.norms.pack.pack_file import EdgeSettings
from callgrade.norms.phrases.nodes import Slot
from callgrade.norms.phrases.parser import SLOTS
from callgrade.norms.questions import ends_as_question
from callgrade.norms.unknown.last_words import Exchange, agent_offends, ends_in_anger, gives_back, hangs_up, line_lost
from callgrade.norms.unknown.stops import goes_on, is_cut, last_sentence, stops_early
from callgrade.text import QUESTION_MARKS

OFFER = "greeting.offer_of_help"
"""The norm of an opening that in a recording is a question; "I'll gladly help you" answers what was said before."""

OPENS = "opens_call"
"""The list of a language that holds how people open a call without a greeting: they ask who it is."""

Norms = Mapping[str, Iterable[Role]]
"""Norms, and who must say one of their phrases."""

CUT = ("...", "…")
"""How a transcript marks that somebody is in the midst of a sentence."""


def missing_edges(call: Call) -> tuple[Gap, ...]:
    """The beginning and the end of ``call``, if they are missing; nothing without words of the language."""
    exchanges = _exchanges(call.conversation)
    if call.language is None or not exchanges:
        return ()
    settings, duration_s = call.settings.edges, call.conversation.duration_s
    gaps = []
    if call.edges.beginning is None and not _begins(call, exchanges, settings):
        gaps.append(Gap(Span(0.0, 0.0), Reason.BEGINNING_MISSING))
    if call.edges.end is None and (reason := _why_no_end(call, exchanges, settings)):
        gaps.append(Gap(Span(duration_s, duration_s), reason))
    return tuple(gaps)


def _exchanges(conversation: Conversation) -> list[Exchange]:
    spoken = [(i, turn) for i, turn in enumerate(conversation.turns) if turn.words and turn.role is not Role.PROMPT]
    return [[i for i, _ in group] for _, group in groupby(spoken, key=lambda pair: pair[1].role)]


def _begins(call: Call, exchanges: Sequence[Exchange], settings: EdgeSettings) -> bool:
    conversation = call.conversation
    heard = conversation.ringing or conversation.turns[0].role is Role.PROMPT
    if heard or not _has_words(call, settings.beginning):
        return True
    first = conversation.turns[exchanges[0][0]]
    if first.text.lstrip().startswith(CUT):
        return False
    near = {i for exchange in exchanges[: settings.turns] for i in exchange}
    within = Span(0.0, first.start_s + settings.seconds)
    called = Role.CUSTOMER if call.record.direction is Direction.OUTBOUND else Role.AGENT
    curt = first.role is called and _is_curt(first, conversation, settings)  # "yes?" opens a call, too
    rude = not conversation.has_audio and _names(call, exchanges[0]) and agent_offends(call)  # and does not greet
    opens = curt or rude or _asks_who(call, near)
    return opens or any(turn in near for turn in _said(call, _openings(call, first.role, settings), within))


def _openings(call: Call, first: Role, settings: EdgeSettings) -> Norms:
    """Norms that open the call, and who says them.

    In the recording of an answered call a customer who speaks first greets back: only the agent opens it.
    """
    heard = call.conversation.has_audio and call.record.direction is not Direction.OUTBOUND
    if not heard or first is not Role.CUSTOMER:
        return settings.beginning
    return {norm: [role for role in roles if role is Role.AGENT] for norm, roles in settings.beginning.items()}


def _names(call: Call, first: Exchange) -> bool:
    """Whether the ``first`` turns name the company or a person of the call."""
    names = [Slot(who, SLOTS[who]) for who in ("agent", "company", "customer")]
    return any(not call.turns_with(role, names).isdisjoint(first) for role in Role)


def _asks_who(call: Call, first: set[int]) -> bool:
    """Whether somebody asks in one of the ``first`` turns who it is."""
    return any(not call.turns_with(role, call.listed(OPENS)).isdisjoint(first) for role in Role)


def _why_no_end(call: Call, exchanges: Sequence[Exchange], settings: EdgeSettings) -> Reason | None:
    """Why the end is missing; ``None`` if people close the call and the recording does not stop while they do."""
    if _is_over(call, exchanges, settings) or _take_leave(call, exchanges, settings):
        return None
    if _said_near(call, exchanges, settings.end, settings.end_if_answered):
        last = call.conversation.turns[exchanges[-1][-1]]
        return Reason.CLOSING_CUT if stops_early(call.conversation, last.role, settings) else None
    dropped = goes_on(call.conversation, settings.stops_s) or line_lost(call, exchanges)
    return Reason.LINE_DROPPED if dropped else Reason.END_MISSING


def _is_over(call: Call, exchanges: Sequence[Exchange], settings: EdgeSettings) -> bool:
    """Whether people part without a closing, or the end cannot be known by the words."""
    if not _has_words(call, settings.end) or _machine_closes(call):
        return True
    conversation, last = call.conversation, call.conversation.turns[exchanges[-1][-1]]
    waiting = last.text.rstrip().endswith(QUESTION_MARKS)
    curt = last.role is Role.AGENT and not waiting and _is_curt(last, conversation, settings)
    ends = curt or gives_back(call, exchanges) or hangs_up(call, exchanges)
    return ends or ends_in_anger(call, exchanges, settings)


def _take_leave(call: Call, exchanges: Sequence[Exchange], settings: EdgeSettings) -> bool:
    """Whether somebody says goodbye, or a good wish that is answered or with which the words end."""
    last = call.conversation.turns[exchanges[-1][-1]]
    wished = exchanges[-1][-1] in _said(call, settings.leave_if_answered, last_sentence(last))
    return (wished and not is_cut(call.conversation, last.role)) or _said_near(
        call, exchanges, settings.leave, settings.leave_if_answered
    )


def _said_near(call: Call, exchanges: Sequence[Exchange], norms: Norms, if_answered: Norms) -> bool:
    """Whether one of ``norms`` is said near the end, or one of ``if_answered`` and somebody speaks after it."""
    settings, last = call.settings.edges, call.conversation.turns[exchanges[-1][-1]]
    near = {i for exchange in exchanges[-settings.turns :] for i in exchange}
    within = Span(max(0.0, last.end_s - settings.seconds), last.end_s)
    answered = near - set(exchanges[-1])
    return not (near.isdisjoint(_said(call, norms, within)) and answered.isdisjoint(_said(call, if_answered, within)))


def _machine_closes(call: Call) -> bool:
    """Whether a machine speaks after the message that the agent has left on it."""
    roles = [turn.role for turn in call.conversation.turns if turn.words]
    return to_a_machine(call) and Role.PROMPT in roles[roles.index(Role.AGENT) :]


def _has_words(call: Call, norms: Iterable[str]) -> bool:
    """Whether the language has words of one of ``norms``; without any, nothing can be noticed."""
    return call.language is not None and any(norm in call.language.norms for norm in norms)


def _said(call: Call, norms: Norms, within: Span) -> Iterator[int]:
    """The turns in which a phrase of one of ``norms`` is said by one of its roles, or by an unknown voice."""
    known = call.language.norms if call.language else {}
    never = [phrase for norm in call.settings.edges.not_end if norm in known for phrase in known[norm].phrases]
    for norm, roles in norms.items():
        for role in (*roles, Role.UNKNOWN):
            for hit in call.hits(role, known[norm].phrases, (*known[norm].not_in, *never)) if norm in known else ():
                told = norm == OFFER and call.conversation.has_audio and not ends_as_question(call, role, hit)
                if not told and within.start_s <= call.words_of(role, hit)[0].start_s <= within.end_s:
                    yield call.turn_of(role, hit)


def _is_curt(turn: Turn, conversation: Conversation, settings: EdgeSettings) -> bool:
    return turn.end_s - turn.start_s <= settings.curt_s and not conversation.has_audio
