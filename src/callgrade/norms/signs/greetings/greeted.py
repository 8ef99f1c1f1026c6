"""Signs of a greeting in words that no phrase holds: one spelt as it is spoken, or words beside the names.

"heyy", "goeiemoarn" and "hallöle" are greetings that people know. What else stands before the names of the first turn
and is neither filler, offer nor name is most likely one: "what about ye noreen", "küss die hand, hotel …".
"""

from collections.abc import Iterator, Sequence

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import Slot
from callgrade.norms.phrases.parser import SLOTS
from callgrade.norms.phrases.tokens import simplified
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.quotation import SECOND_PERSON
from callgrade.norms.signs.asking import ASKS_FOR, ASKS_WHO, INTERROGATIVE
from callgrade.norms.signs.explained import businesses, clauses, explained, places, places_of, titles
from callgrade.norms.signs.greetings.day_greeting import day_greetings, greeted_by_phrase
from callgrade.norms.signs.greetings.respelt import is_known_otherwise, is_respelt, literals
from callgrade.norms.signs.parting import first_words
from callgrade.norms.signs.sign import READS, Seen, texts, turns_by_number
from callgrade.text import is_han

GREETING_WORD = "greeting_word"
"""The list of a language that holds greetings of one word."""

BESIDE = tuple(norm for norm in READS["first_words"] if norm not in ("greeting.company", "greeting.agent_name"))
"""Norms whose words in a first turn are no greeting and no name."""

FILLERS = ("opener", "interjection", "assent", "any_business", "asks_for")
"""The lists of what else stands before or after the names of a first turn."""

WORDS, CHARACTERS = 4, 5
"""Words, and Chinese characters, of a greeting beside the names at most [conv]."""


def greeted(call: Call) -> Iterator[Seen]:
    """The greeting in the agent's first turn: strange words before the company, one respelt, or what is left over."""
    by_day = (*greeted_by_phrase(call), *(hit for hit, _ in day_greetings(call)))
    yield from (Seen(hit, sure=True) for hit in by_day)
    yield from first_words(call)
    agent = turns_by_number(call, Role.AGENT)
    first = agent[min(agent)]
    known = _known(call)
    yield from _respelt(call, first)
    yield from _leading(call, first, known)
    yield from _before_company(call, first)
    yield from _beside(call, first, known)


def may_greet(call: Call, hit: Hit) -> bool:
    """Whether some word in ``hit`` is no name, business, department, filler or question who it is."""
    business = businesses(call)
    known = _known(call) | business | _places_of_who(call)
    left = [place for place in range(hit.start, hit.end) if place not in known]
    named = min(business & set(range(hit.start, hit.end)), default=hit.end)
    return any(place < named or not _is_rare(call, place) for place in left)


def _is_rare(call: Call, place: int) -> bool:
    """Whether the word may be a person's name, which follows a company's."""
    token = call.text(Role.AGENT).tokens[place]
    return token is not None and not is_han(token.text) and call.finder.candidates.may_be_name(token)


def _known(call: Call) -> frozenset[int]:
    phrases = [phrase for name in FILLERS for phrase in call.listed(name)]
    return explained(call, READS["first_words"]) | titles(call) | places(call, phrases)


def _respelt(call: Call, first: Spoken) -> Iterator[Seen]:
    """A word that is a known greeting but for its spelling, and no everyday word, place or name of the record."""
    greetings = tuple(dict.fromkeys("".join(literals(phrase)) for phrase in call.listed(GREETING_WORD)))
    for place in range(first.start, first.end):
        token = call.text(Role.AGENT).tokens[place]
        if token and not is_known_otherwise(call, token) and is_respelt(token.text, greetings):
            yield Seen(Hit(place, place + 1, place + 1), sure=True)


def _leading(call: Call, first: Spoken, known: frozenset[int]) -> Iterator[Seen]:
    """Words at the start of the turn that nothing explains, up to a name.

    They greet if the customer, whom they address, has just said that name, so that nobody asks for it.
    """
    start = next((place for place in range(first.start, first.end) if place not in known), first.end)
    end = next((place for place in range(start, first.end) if place in known), first.end)
    named = _slots(call, ("agent", "company", "customer")) | places(call, call.listed("name_given"))
    before = _marks(call, range(first.start, start)) or not businesses(call).isdisjoint(range(start, end))
    if end == first.end or not _is_short(call, range(start, end)) or not named & set(range(end, first.end)) or before:
        return
    customer = _slots(call, ("customer",))
    said = _just_said(call, first, end) if end in customer else _wishes(call, range(start, end))
    yield Seen(Hit(start, end, end), sure=said, likely=True)


def _wishes(call: Call, said: range) -> bool:
    """Whether ``said`` is a clause in Chinese that speaks to the other and asks nothing: "您吉祥"."""
    last = call.text(Role.AGENT).tokens[said.stop - 1]
    asks = places(call, call.listed(INTERROGATIVE))
    to_you = places(call, call.listed(SECOND_PERSON))
    clause = last is not None and is_han(last.text) and bool(last.mark) and last.mark != "?"
    return clause and said.start in to_you and asks.isdisjoint(said)


def _before_company(call: Call, first: Spoken) -> Iterator[Seen]:
    """Words before the company of the record that are taken for a part of its name: "kia ora fairlea dental"."""
    company = simplified(call.record.company or "")
    name = list(company[:1]) if is_han(company[:1]) else company.split()[:1]
    said = list(texts(call, Role.AGENT, first.start, first.end))
    if not name or name[0] not in said[: WORDS + 1]:
        return
    lead = range(first.start, first.start + said.index(name[0]))
    known = places_of(call, BESIDE) | places(call, [phrase for one in FILLERS for phrase in call.listed(one)])
    business = any(map(call.finder.words.is_company_word, said[: len(lead)]))
    if lead and known.isdisjoint(lead) and not business and _is_short(call, lead):
        yield Seen(Hit(lead.start, lead.stop, lead.stop), sure=False)


def _marks(call: Call, said: range) -> bool:
    return any(place in _slots(call, ("agent", "company")) for place in said)


def _just_said(call: Call, first: Spoken, place: int) -> bool:
    """Whether the customer says the word at ``place`` in the turn before ``first``."""
    before = turns_by_number(call, Role.CUSTOMER).get(first.turn - 1)
    said = texts(call, Role.CUSTOMER, before.start, before.end) if before else ()
    return texts(call, Role.AGENT, place, place + 1)[0] in said


def _beside(call: Call, first: Spoken, known: frozenset[int]) -> Iterator[Seen]:
    """A short clause that nothing explains between the names and the end of the turn; or a question: "all right?"."""
    parts, asked = list(clauses(call, first)), explained(call, READS["first_words"]) | _places_of_who(call)
    never = call.finder.words.never
    for part in parts[1:-1]:
        last = call.text(Role.AGENT).tokens[part.stop - 1]
        plain = all(text in never for text in texts(call, Role.AGENT, part.start, part.stop))
        other = asked if last and last.mark == "?" else known
        if plain and other.isdisjoint(part) and len(part) > 1 and _is_short(call, part):
            yield Seen(Hit(part.start, part.stop, part.stop), sure=False)


def _places_of_who(call: Call) -> frozenset[int]:
    """The places where the agent asks who it is, or for a number and the like."""
    return places(call, [phrase for name in (*ASKS_WHO, ASKS_FOR) for phrase in call.listed(name)])


def _is_short(call: Call, said: range) -> bool:
    token = call.text(Role.AGENT).tokens[said.start] if said else None
    return token is not None and len(said) <= (CHARACTERS if is_han(token.text) else WORDS)


def _slots(call: Call, names: Sequence[str]) -> frozenset[int]:
    """The places of known names."""
    return places(call, [Slot(name, SLOTS[name]) for name in names])
