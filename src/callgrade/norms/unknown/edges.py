"""Whether the beginning and the end of a call are in what was recorded or written.

People open a call and take leave of each other even when they are brief or cross: one of them greets or names the
company, one of them says goodbye. Where nobody does so in the first (last) turns, the recording begins (ends) in the
midst of the call, and nobody is judged by the part that is missing. A transcript shows turns as people wrote them, so
there a curt word also opens ("Yes?") or closes ("Fine.") a call; in a recording it may be any word before a pause.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby

from callgrade.model.conversation import Conversation, Turn
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.model.span import Span
from callgrade.norms.call import Call
from callgrade.norms.pack.pack_file import EdgeSettings
from callgrade.text import QUESTION_MARKS

HANGS_UP = "hangs_up"
"""The list of a language that holds how people end a call without taking leave."""

OPENS = "opens_call"
"""The list of a language that holds how people open a call without a greeting: they ask who it is."""

RUDE = "wording.no_rudeness"
"""The norm whose phrases are insults."""

AFFRONT = "affront"
"""The list of a language that holds how people answer an insult."""

CUT = ("...", "…")
"""How a transcript marks that somebody is in the midst of a sentence."""

Exchange = list[int]
"""Indices of turns in a row of one person."""


def missing_edges(call: Call) -> tuple[Gap, ...]:
    """The beginning and the end of ``call``, if they are missing; nothing without words of the language."""
    exchanges = _exchanges(call.conversation)
    if call.language is None or not exchanges:
        return ()
    settings, duration_s = call.settings.edges, call.conversation.duration_s
    gaps = []
    if call.edges.beginning is None and not _begins(call, exchanges, settings):
        gaps.append(Gap(Span(0.0, 0.0), Reason.BEGINNING_MISSING))
    if call.edges.end is None and not _ends(call, exchanges, settings):
        gaps.append(Gap(Span(duration_s, duration_s), _why_no_end(call.conversation, settings)))
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
    return curt or _asks_who(call, near) or any(turn in near for turn in _said(call, settings.beginning, within))


def _asks_who(call: Call, first: set[int]) -> bool:
    """Whether somebody asks in one of the ``first`` turns who it is."""
    phrases = call.listed(OPENS)
    return any(call.turn_of(role, hit) in first for role in Role for hit in call.hits(role, phrases))


def _ends(call: Call, exchanges: Sequence[Exchange], settings: EdgeSettings) -> bool:
    if not _has_words(call, settings.end):
        return True
    conversation, last = call.conversation, call.conversation.turns[exchanges[-1][-1]]
    near = {i for exchange in exchanges[-settings.turns :] for i in exchange}
    within = Span(max(0.0, last.end_s - settings.seconds), last.end_s)
    left = any(turn in near for turn in _said(call, settings.end, within))
    answered = any(turn in near - set(exchanges[-1]) for turn in _said(call, settings.end_if_answered, within))
    waiting = last.text.rstrip().endswith(QUESTION_MARKS)
    curt = last.role is Role.AGENT and not waiting and _is_curt(last, conversation, settings)
    return left or answered or curt or _hangs_up(call, exchanges) or _is_fed_up(call, exchanges, settings)


def _hangs_up(call: Call, exchanges: Sequence[Exchange]) -> bool:
    """Whether somebody puts the phone down, or says that the talk is over, in the last two turns."""
    phrases = call.listed(HANGS_UP)
    last = {i for exchange in exchanges[-2:] for i in exchange}
    return any(call.turn_of(role, hit) in last for role in Role for hit in call.hits(role, phrases))


def _is_fed_up(call: Call, exchanges: Sequence[Exchange], settings: EdgeSettings) -> bool:
    """Whether a written call ends with a few words, which are the customer's complaint, or follow on one or on a no.

    A no is as final as a complaint ("remove my number"), and so is an insult or that the customer takes offence.
    """
    conversation, last = call.conversation, call.conversation.turns[exchanges[-1][-1]]
    asks = last.text.rstrip().endswith(QUESTION_MARKS)
    if conversation.has_audio or asks or len(last.words) > settings.fed_up_words:
        return False
    near = {i for exchange in exchanges[-3:] for i in exchange}
    known = call.language.norms if call.language else {}
    words = [known[norm] for norm in settings.end_if_fed_up if norm in known]
    complaints = (hit for one in words for hit in call.hits(Role.CUSTOMER, one.triggers, one.triggers_not_in))
    insults = known[RUDE].phrases if RUDE in known else ()
    listed = (*call.language.list(HANGS_UP), *call.language.list(AFFRONT)) if call.language else ()
    final = call.hits(Role.CUSTOMER, (*listed, *insults))
    return any(call.turn_of(Role.CUSTOMER, hit) in near for hit in chain(complaints, final))


def _has_words(call: Call, norms: Iterable[str]) -> bool:
    """Whether the language has words of one of ``norms``; without any, nothing can be noticed."""
    return call.language is not None and any(norm in call.language.norms for norm in norms)


def _said(call: Call, norms: Mapping[str, Iterable[Role]], within: Span) -> Iterator[int]:
    """The turns in which a phrase of one of ``norms`` is said by one of its roles, or by an unknown voice."""
    known = call.language.norms if call.language else {}
    never = [phrase for norm in call.settings.edges.not_end if norm in known for phrase in known[norm].phrases]
    for norm, roles in norms.items():
        for role in (*roles, Role.UNKNOWN):
            for hit in call.hits(role, known[norm].phrases, (*known[norm].not_in, *never)) if norm in known else ():
                if within.start_s <= call.words_of(role, hit)[0].start_s <= within.end_s:
                    yield call.turn_of(role, hit)


def _is_curt(turn: Turn, conversation: Conversation, settings: EdgeSettings) -> bool:
    return turn.end_s - turn.start_s <= settings.curt_s and not conversation.has_audio


def _why_no_end(conversation: Conversation, settings: EdgeSettings) -> Reason:
    """Whether the line dropped: speech, music or a busy tone goes on until the recording ends."""
    spans = (span for party in conversation.parties for span in (*party.speech, *party.sound))
    until_s = max((span.end_s for span in spans), default=0.0)
    dropped = conversation.has_audio and until_s >= conversation.duration_s - settings.stops_s
    return Reason.LINE_DROPPED if dropped else Reason.END_MISSING
