"""Signs of a greeting and of a goodbye in words that no phrase holds, such as those of another language.

A greeting stands before the company's name, a goodbye after thanks or a wish, and people give them back: "Hwyl fawr
now." – "Hwyl.".
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.tokens import Token
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.signs.explained import clauses, explained, is_strange, places, places_of, titles
from callgrade.norms.signs.greetings.greeting_again import greets_again
from callgrade.norms.signs.place import lets_go
from callgrade.norms.signs.sign import Seen, texts, turn_after, turns_by_number
from callgrade.norms.unknown.last_words import HANGS_UP, is_goodbye
from callgrade.text import is_han

PARTING = ("closing.thanks", "closing.good_wish")
"""Norms whose words come before a goodbye."""

FAREWELL, COMPANY, RUDE = "closing.farewell", "greeting.company", "wording.no_rudeness"

LAST_WORDS, LAST_HAN = 4, 6
"""Words, and Chinese characters, after thanks or a wish that may be a goodbye. [conv]"""

FIRST_WORDS = 3
"""Words before the company's name that may be a greeting, in another language. [conv]"""

RARE = 3
"""Letters of a rare word at least: "mm" is none. [conv]"""

SHORT = 5
"""Words of a turn in which somebody only gives back a goodbye. [conv]"""


def first_words(call: Call) -> Iterator[Seen]:
    """Rare words before the company's name in the agent's first turn; sure if the customer gives them back."""
    first = min(turns_by_number(call, Role.AGENT).items())[1]
    company = places_of(call, (COMPANY,)) & set(range(first.start, first.end))
    named = min(company, default=first.start)
    lead = range(first.start, min(next(clauses(call, first)).stop, named))
    said = texts(call, Role.AGENT, lead.start, lead.stop)
    if not 0 < len(said) <= FIRST_WORDS or not all(is_strange(call, text) for text in said):
        return
    answer = turn_after(call, first.turn)
    heard = texts(call, Role.CUSTOMER, answer.start, answer.start + SHORT) if answer else ()
    yield Seen(Hit(lead.start, lead.stop, lead.stop), sure=not set(said).isdisjoint(heard))


def _is_rare(call: Call, text: str) -> bool:
    return len(text) >= RARE and is_strange(call, text)


def after_thanks(call: Call) -> Iterator[Seen]:
    """What nothing explains at the end of the agent's last turn, or before its wish, if the customer gives it back."""
    last = max(turns_by_number(call, Role.AGENT).items())[1]
    taken = sorted(places_of(call, PARTING) & set(range(last.start, last.end)))
    if taken or is_answered(call, last):
        yield from (Seen(hit, sure=True) for hit in greets_again(call, last))
    back = _given_back(call, last)
    yield from _echoed(call, last)
    tail = _tail(call, last, frozenset(taken))
    if tail and not lets_go(call, _hit(tail)):
        return
    if tail and _gives_back(call, tail, back):
        yield Seen(_hit(tail), sure=True)
    elif tail and ((taken and min(taken) < tail.start) or _answers_goodbye(call, last, tail)):
        rare, answered = _has_rare(call, tail), is_answered(call, last)
        sentence = _is_sentence(call, last, tail) or (not last.marked and rare and answered)
        yield Seen(_hit(tail), sure=sentence and (rare or answered), likely=sentence)
    lead = range(last.start, min(taken, default=last.start))
    if 0 < len(lead) <= LAST_WORDS and _gives_back(call, lead, back):
        yield Seen(_hit(lead), sure=True)


def _echoed(call: Call, last: Spoken) -> Iterator[Seen]:
    """Strange last words of the agent's last turn that are all that the customer still says: "moi" – "moi"."""
    answer = turn_after(call, last.turn)
    heard = texts(call, Role.CUSTOMER, answer.start, answer.end) if answer else ()
    start = last.end - len(heard)
    if start > last.start and is_goodbye(call, heard) and texts(call, Role.AGENT, start, last.end) == heard:
        yield Seen(_hit(range(start, last.end)), sure=True)


def _hit(said: range) -> Hit:
    return Hit(said.start, said.stop, said.stop)


def _tail(call: Call, last: Spoken, taken: frozenset[int]) -> range | None:
    """The words at the end of the turn that are no thanks, wish or name, up to the mark before them."""
    tokens, names = call.text(Role.AGENT).tokens, explained(call, (), ()) | titles(call)
    end = last.end
    while end > last.start and end - 1 in names:
        end -= 1
    start = end
    while start > last.start and start - 1 not in taken and not (start < end and _mark(tokens[start - 1])):
        start -= 1
    while start < end and start in names:
        start += 1
    said = texts(call, Role.AGENT, start, end)
    most = LAST_HAN if said and is_han(said[0]) else LAST_WORDS
    rest = start - 1 in taken and not _mark(tokens[start - 1])  # of the wish itself: "a nice time ahead"
    other = places_of(call, (RUDE,)) | places(call, call.listed(HANGS_UP))
    whole = any(_is_rare(call, text) for text in said) if rest else other.isdisjoint(range(start, end))
    return range(start, end) if 0 < len(said) <= most and whole else None


def _mark(token: Token | None) -> str:
    return token.mark if token else ""


def _given_back(call: Call, last: Spoken) -> list[Spoken]:
    """The short turns of the customer beside the agent's last one."""
    customer = turns_by_number(call, Role.CUSTOMER)
    near = (customer.get(turn) for turn in (last.turn - 1, last.turn + 1))
    return [spoken for spoken in near if spoken and spoken.end - spoken.start <= SHORT]


def _gives_back(call: Call, said: range, turns: Iterable[Spoken]) -> bool:
    """Whether the customer says a word of ``said`` that is rare, or that is their own goodbye."""
    own = texts(call, Role.AGENT, said.start, said.stop)
    for spoken in turns:
        heard = set(texts(call, Role.CUSTOMER, spoken.start, spoken.end))
        farewells = _farewells(call, spoken)
        if any(_is_rare(call, text) and text in heard for text in own) or _shares_han(call, own, spoken):
            return True
        if any(_shares(own, farewell) for farewell in farewells):
            return True
    return False


def _shares_han(call: Call, own: Sequence[str], spoken: Spoken) -> bool:
    """Whether two Chinese characters in a row are said by both, of which one is no everyday one."""
    heard = "".join(texts(call, Role.CUSTOMER, spoken.start, spoken.end))
    pairs = (one + two for one, two in pairwise(own) if is_han(one) and not {one, two} <= call.finder.words.never)
    return any(pair in heard for pair in pairs)


def _farewells(call: Call, spoken: Spoken) -> list[tuple[str, ...]]:
    words = call.language.norms.get(FAREWELL) if call.language else None
    hits = call.hits(Role.CUSTOMER, words.phrases, words.not_in) if words else []
    return [texts(call, Role.CUSTOMER, hit.start, hit.end) for hit in hits if spoken.start <= hit.start < spoken.end]


def _shares(own: Sequence[str], farewell: Sequence[str]) -> bool:
    """Whether ``own`` has all words of the goodbye; of Chinese, in its order."""
    if farewell and is_han(farewell[0]):
        return "".join(farewell) in "".join(own)
    return bool(farewell) and set(farewell) <= set(own)


def is_answered(call: Call, last: Spoken) -> bool:
    """Whether the customer says goodbye after the agent's last turn."""
    answer = turn_after(call, last.turn)
    return bool(answer and _farewells(call, answer))


def _has_rare(call: Call, said: range) -> bool:
    return any(_is_rare(call, text) for text in texts(call, Role.AGENT, said.start, said.stop))


def _is_sentence(call: Call, last: Spoken, tail: range) -> bool:
    first = call.text(Role.AGENT).tokens[tail.start]
    return bool(last.marked and first and first.opens and tail.start > last.start)


def _answers_goodbye(call: Call, last: Spoken, tail: range) -> bool:
    """Whether ``tail`` is the whole turn, has a rare word, and comes after the customer's goodbye."""
    before = turns_by_number(call, Role.CUSTOMER).get(last.turn - 1)
    return bool(before and _farewells(call, before)) and _has_rare(call, tail) and tail == range(last.start, last.end)
