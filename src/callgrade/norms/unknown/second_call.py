"""Whether a second call begins in the same recording.

Both sides say goodbye or wish each other well, and soon after that somebody answers the telephone again: a greeting,
with the company, a name or an offer of help, and then people talk on. A colleague to whom a call is put through greets
as well, but nobody has taken leave before, or the agent has asked the customer to wait.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span
from callgrade.norms.announcements import HOLD_ANNOUNCEMENT, HOLD_ERRAND
from callgrade.norms.call import Call

PARTING, GREETING = ("closing.farewell", "closing.good_wish"), "greeting.salutation"
INTRODUCTIONS = ("greeting.company", "greeting.agent_name", "greeting.offer_of_help")

LEAVING = 20  # words before the last goodbye in which the other one may say it: "bye, then" – "thanks, bye-bye" [conv]
BETWEEN = 8  # words from the last goodbye to the next greeting: "hello?" [conv]
OPENING = 15  # words of an opening: greeting, company, name and offer of help [conv]
AFTER = 30  # words that follow a second greeting: the shortest calls have as many [conv]


class _Said(NamedTuple):
    """What is said by whom, at which place among the words of the call in order of time."""

    place: int
    role: Role


def second_call(call: Call) -> Iterator[Gap]:
    """The rest of the recording from the last word before another call is opened, so with its ringing; or nothing."""
    if call.language is None:
        return
    words = sorted((word.start_s, word.end_s) for turn in call.conversation.turns for word in turn.words)
    starts_s = [start_s for start_s, _ in words]
    goodbyes = list(chain.from_iterable(_said(call, starts_s, norm) for norm in PARTING))
    openings = list(_openings(call, starts_s))
    for place in openings:
        if _part(goodbyes, place) and not _wait(call, starts_s, place):
            yield Gap(Span(words[place - 1][1], call.conversation.duration_s), Reason.SECOND_CALL)
            return


def _said(call: Call, starts_s: Sequence[float], norm: str) -> Iterator[_Said]:
    """Where somebody says a phrase of ``norm``; voices of two calls on one channel are not told apart."""
    shared = call.conversation.has_audio and call.conversation.shares_channel
    words = call.language.norms.get(norm) if call.language else None
    for role in (Role.AGENT, Role.CUSTOMER, Role.UNKNOWN):
        for hit in call.hits(role, words.phrases, words.not_in) if words else ():
            yield _Said(bisect_left(starts_s, call.words_of(role, hit)[0].start_s), Role.UNKNOWN if shared else role)


def _openings(call: Call, starts_s: Sequence[float]) -> Iterator[int]:
    """Where somebody who is not the customer greets and introduces themselves, and people talk on after that."""
    named = list(chain.from_iterable(_said(call, starts_s, norm) for norm in INTRODUCTIONS))
    for place, role in sorted(_said(call, starts_s, GREETING)):
        introduced = any(one.role is role and place <= one.place <= place + OPENING for one in named)
        if role is not Role.CUSTOMER and introduced and len(starts_s) - place >= AFTER:
            yield place


def _part(goodbyes: Sequence[_Said], place: int) -> bool:
    """Whether both sides say goodbye just before ``place``; of unknown voices two goodbyes are enough."""
    before = sorted(one for one in goodbyes if one.place < place)
    if not before or before[-1].place < place - BETWEEN:
        return False
    roles = [one.role for one in before if one.place >= before[-1].place - LEAVING]
    return len(set(roles)) > 1 or roles.count(Role.UNKNOWN) > 1


def _wait(call: Call, starts_s: Sequence[float], place: int) -> bool:
    """Whether the agent asks the customer to wait just before ``place``, as before a call is put through."""
    near = Span(starts_s[max(0, place - LEAVING - BETWEEN)], starts_s[place])
    hits = call.hits(Role.AGENT, (*call.listed(HOLD_ANNOUNCEMENT), *call.listed(HOLD_ERRAND)))
    return any(near.contains(call.words_of(Role.AGENT, hit)[-1].start_s) for hit in hits)
