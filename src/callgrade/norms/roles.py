"""Finds out which party is the agent, in log-odds from the words, and withholds uncertain roles.

The phrases of the pack are the evidence: the agent offers help or asks whether there is anything else, the customer
reports a problem. So it works in every language with a pack.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from callgrade.model.conversation import Assignment, Attribution, Layout
from callgrade.model.frozen import FrozenDict
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.model.span import total_s
from callgrade.norms.call import OTHER, Call
from callgrade.norms.pack.language import NormWords
from callgrade.norms.pack.norm import Pack
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import Slot
from callgrade.norms.phrases.parser import SLOTS
from callgrade.norms.questions import questions
from callgrade.norms.role_manner import answers_itself, goes_on_after_questions, manner
from callgrade.norms.window import talk

_AS_HEARD: Mapping[Role, Role] = FrozenDict()
_EXCHANGED = FrozenDict(OTHER)
_WITHHELD = FrozenDict(dict.fromkeys((Role.AGENT, Role.CUSTOMER), Role.UNKNOWN))
_KNOWN = {who: Slot(who, SLOTS[who]) for who in ("agent", "company")}

COMPANY = "greeting.company"
"""The norm whose phrases name the company."""

INTRODUCES = 2
"""Turns in which an agent gives a name. [conv]"""

_ALONE = FrozenDict({Role.UNKNOWN: Role.AGENT})
_VOICES_UNSURE = (Reason.VOICES_UNSURE, Reason.VOICES_UNSURE_OTHER_SILENT)


def attribute(pack: Pack, call: Call) -> Assignment:
    """The roles that the words of ``call`` support; uncertain roles on one channel are withheld.

    A transcript that names the speakers keeps its roles unless the words clearly show that they are exchanged. One that
    only separates the speakers is treated as two voices.
    """
    attribution = call.conversation.attribution
    if attribution is None:
        return _labelled(pack, call)
    if {turn.role for turn in call.conversation.turns} == {Role.PROMPT}:
        return Assignment(_AS_HEARD, replace(attribution, note=Reason.ONLY_PROMPTS))
    if attribution.layout is Layout.ONE_VOICE:
        return _one_voice(pack, call, attribution)
    if attribution.note is Reason.ROLES_NOT_TOLD:
        return Assignment(_AS_HEARD, attribution)
    if attribution.note is Reason.MORE_VOICES:
        return Assignment(_WITHHELD, attribution)
    return _of_two(pack, call, attribution)


def _labelled(pack: Pack, call: Call) -> Assignment:
    """The roles of a transcript's labels; a label is as sure as a map of channels that came with the call."""
    weights = pack.settings.roles
    for_labels = evidence(pack, call) + weights.channels_given + weights.own_name * _introduces(call)
    confidence = 1 / (1 + math.exp(-abs(for_labels)))
    if for_labels >= 0:
        return Assignment(_AS_HEARD, None)
    if confidence < pack.settings.roles.confident:
        note = Attribution(Layout.TRANSCRIPT, 1 - confidence, note=Reason.ROLES_DOUBTFUL)
        return Assignment(_AS_HEARD, note)
    return Assignment(_EXCHANGED, Attribution(Layout.TRANSCRIPT, confidence, note=Reason.ROLES_EXCHANGED))


def _of_two(pack: Pack, call: Call, attribution: Attribution) -> Assignment:
    """The roles of two parties, exchanged if the words clearly say so.

    Uncertain roles are withheld, unless a map of channels came with the call: that is kept, with a note.
    """
    for_map = evidence(pack, call) + _prior(pack, call, attribution.layout)
    confidence = 1 / (1 + math.exp(-abs(for_map)))
    sure = confidence >= pack.settings.roles.confident
    if not sure and not _has_map(call, attribution.layout):
        return Assignment(_WITHHELD, replace(attribution, confidence=confidence, note=Reason.ROLES_UNSURE))
    if for_map >= 0:
        return Assignment(_AS_HEARD, replace(attribution, confidence=confidence))
    if not sure:
        return Assignment(_AS_HEARD, replace(attribution, confidence=1 - confidence, note=Reason.ROLES_DOUBTFUL))
    note = Reason.ROLES_EXCHANGED if attribution.layout is Layout.TWO_CHANNELS else None
    return Assignment(_EXCHANGED, replace(attribution, confidence=confidence, note=note))


def evidence(pack: Pack, call: Call) -> float:
    """Log-odds that agent and customer are as ``call`` has them, from the words alone."""
    phrases = _agent_like(call, pack, Role.AGENT) - _agent_like(call, pack, Role.CUSTOMER)
    return phrases + manner(call, pack.settings.roles)


def _agent_like(call: Call, pack: Pack, role: Role) -> float:
    """Log-odds that what ``role`` says is said by the agent."""
    weights = pack.settings.roles
    for_agent = sum(weight * _says(call, pack, norm_id, role) for norm_id, weight in weights.agent.items())
    return for_agent - sum(weight * _reports(call, norm_id, role) for norm_id, weight in weights.customer.items())


def _introduces(call: Call) -> bool:
    """Whether only the agent says the name of agent or company from the record at first.

    An assistant that answers a customer's telephone talks as agents do, but names nobody's company. Where only the
    customer does, it shows nothing: they ask whether they reached it.
    """
    return _says_own_name(call, Role.AGENT) and not _says_own_name(call, Role.CUSTOMER)


def _says_own_name(call: Call, role: Role) -> bool:
    first = {turn for turn, _ in call.turns(role)[:INTRODUCES]}
    recorded = [_KNOWN[who] for who in _KNOWN if getattr(call.record, who)]
    return any(call.turn_of(role, hit) in first for hit in call.hits(role, recorded))


def _one_voice(pack: Pack, call: Call, attribution: Attribution) -> Assignment:
    """The agent, if it is surely one voice that leaves pauses and talks as agents do; otherwise unknown.

    Without pauses it may be two similar voices, unless it talks to a machine; with answers it certainly may.
    """
    conversation = call.conversation
    if not conversation.turns or attribution.note in _VOICES_UNSURE:
        return Assignment(_AS_HEARD, attribution)
    noted = Assignment(_AS_HEARD, replace(attribution, note=Reason.ONE_VOICE))
    machine = conversation.party(Role.PROMPT)
    spoken_s = sum(total_s(party.speech) for party in conversation.parties)
    if not machine and spoken_s > pack.settings.roles.one_sided_share * talk(conversation).duration_s:
        return noted
    if goes_on_after_questions(call, Role.UNKNOWN) or answers_itself(call, Role.UNKNOWN):
        return noted
    confidence = 1 / (1 + math.exp(-_agent_like(call, pack, Role.UNKNOWN)))
    if confidence < pack.settings.roles.confident:
        return noted
    return Assignment(_ALONE, replace(attribution, confidence=confidence, note=Reason.ONE_VOICE))


def _prior(pack: Pack, call: Call, layout: Layout) -> float:
    """Log-odds for the present roles without the words: the map of channels, and who speaks first."""
    weights = pack.settings.roles
    if _has_map(call, layout):
        return weights.channels_given
    channels = weights.channel_map if layout is Layout.TWO_CHANNELS else 0.0
    called = Role.CUSTOMER if call.record.direction is Direction.OUTBOUND else Role.AGENT
    spoken = (turn.role for turn in call.conversation.turns if turn.words and turn.role is not Role.PROMPT)
    return channels + math.copysign(weights.called_first, 1 if next(spoken, called) is called else -1)


def _has_map(call: Call, layout: Layout) -> bool:
    """Whether somebody told the program whose channel is whose."""
    return layout is Layout.TWO_CHANNELS and bool(call.record.channels)


def _says(call: Call, pack: Pack, norm_id: str, role: Role) -> int:
    """1 if ``role`` says what this norm asks of the agent, in the norm's window if it has one; else 0.

    A person who asks for the company ("is that the surgery?") does not speak for it.
    """
    words, norm = _words(call, norm_id), pack.norm(norm_id)
    window = getattr(norm.parameters, "window", None) if norm else None
    hits: Iterable[Hit] = call.hits(role, words.phrases, words.not_in) if words else ()
    if norm_id == COMPANY:
        asked = questions(call, role)
        hits = [hit for hit in hits if not any(one.start <= hit.start < one.end for one in asked)]
    return int(bool(call.inside(hits, role, call.window(window, role)) if window else list(hits)))


def _reports(call: Call, norm_id: str, role: Role) -> int:
    """1 if ``role`` says what this norm expects the agent to respond to; else 0."""
    words = _words(call, norm_id)
    return int(bool(words and call.hits(role, words.triggers, words.triggers_not_in)))


def _words(call: Call, norm_id: str) -> NormWords | None:
    return call.language.norms.get(norm_id) if call.language else None
