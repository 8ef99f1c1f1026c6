"""Finds the name by which the agent addresses the customer, if nobody has given it.

It is a word that may be a name, set off by commas or the end of a sentence ("Thank you for waiting, Theresa."), or in a
phrase of the list ``address``, in several turns. A word that the agent also uses otherwise, or that the customer says,
is a thing or a place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from callgrade.model.record import Direction, Role
from callgrade.norms.call import Call
from callgrade.norms.names.forms import NameForm, letters, similarity
from callgrade.norms.names.known import Name
from callgrade.norms.names.reader import NameReader
from callgrade.norms.names.vocatives import Vocatives
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import Slot
from callgrade.norms.phrases.parser import SLOTS
from callgrade.text import QUESTION_MARKS, SENTENCE_ENDS, is_han

CUSTOMER = Slot("customer", SLOTS["customer"])
"""Where the customer's name is said."""

LIST = "address"
"""The list of a language that holds forms of address."""


def addressed_as(call: Call) -> Name | None:
    """The name by which the agent repeatedly addresses the customer; ``None`` if there is none."""
    said = [(turn, name) for turn, name in _addresses(call) if not _is_known(name, call)]
    for _, name in said:
        turns = {turn for turn, other in said if _same(other, name, call)}
        if len(turns) >= call.settings.names.address_turns and _only_addressed(name, said, call):
            return name
    return None


@dataclass(frozen=True)
class Address:
    """Where the agent calls the customer ``name``; ``own``: it is a name of the customer."""

    hit: Hit
    name: Name
    own: bool


def addresses(call: Call, hits: Iterable[Hit]) -> Iterator[Address]:
    """Forms of address with their name, if it may be the customer's.

    It is not the agent's or the company's name. On an incoming call, before the customer has spoken, only the
    known name counts.
    """
    text, first = call.text(Role.AGENT), first_turn(call)
    own = text.find([CUSTOMER])
    for hit in hits:
        if any(hit.start <= place.start and place.end <= hit.end for place in own):
            yield Address(hit, _name_in(hit, call), own=True)
        elif (name := _name_in(hit, call)) and call.turn_of(Role.AGENT, hit) >= first:
            if not any(call.finder.is_known(slot, name) for slot in ("agent", "company")):
                yield Address(hit, name, own=False)


def first_turn(call: Call) -> int:
    """The turn from which the agent may use an unknown name: on an incoming call, once the customer has spoken."""
    turns = call.turns(Role.CUSTOMER)
    return turns[0][0] if turns and call.record.direction is Direction.INBOUND else 0


def _name_in(hit: Hit, call: Call) -> Name:
    tokens = call.text(Role.AGENT).tokens
    names = call.finder.candidates.names_in(tokens, hit.start, hit.end)
    read = NameReader(call.finder.candidates).read(tokens, hit.start)
    return names[0] if names else read.name if read and read.titled else ()


def corrected(at: Address, call: Call) -> bool:
    """Whether the customer answers this name with their own: "Mr Gruber." – "It's Huber."."""
    agent = call.text(Role.AGENT)
    texts = [token.text if token else "" for token in agent.tokens]
    places = (i for i in range(len(texts)) if at.name and tuple(texts[i : i + len(at.name)]) == at.name)
    before = {agent.turns[place] for place in places if place <= at.hit.start + len(at.name)}
    turns = {index for turn in (*before, call.turn_of(Role.AGENT, at.hit)) if (index := _answer_to(turn, call))}
    return not turns.isdisjoint(_stated_in(call))


def _answer_to(turn: int, call: Call) -> int | None:
    return next((index for index, _ in call.turns(Role.CUSTOMER) if index > turn), None)


def _stated_in(call: Call) -> set[int]:
    """The turns in which the customer says their own name; a Chinese surname only after 姓."""
    text = call.text(Role.CUSTOMER)
    surnames = {name[0] for name in call.names.customers if is_han(name[0])}
    pairs = pairwise(text.tokens)
    after = {text.turns[i] for i, (one, two) in enumerate(pairs) if one and two and one.text == "姓" and two.text in surnames}
    return {text.turns[hit.start] for hit in text.find([CUSTOMER])} | after


def is_explained(surname: str, call: Call) -> bool:
    """Whether the customer explains the Chinese ``surname`` with a word that contains it: "钟表的钟"."""
    pairs = pairwise(call.text(Role.CUSTOMER).tokens)
    return any(one and two and one.text == "的" and two.text == surname for one, two in pairs)


def first_names(call: Call) -> Iterator[Address]:
    """Where the agent calls a customer whose full name is known by another first name, without a title.

    One place beside "yes", "thanks" or "bye", set off by marks, is enough; without capitals it takes several turns.
    """
    if not any(len(name) > 1 and not is_han(name[0]) for name in call.names.customers):
        return
    agent, finder = call.text(Role.AGENT), call.finder
    said = {token.text for token in call.text(Role.CUSTOMER).tokens if token}
    reads = [read for read in Vocatives(NameReader(finder.candidates)).find(agent.tokens) if not read.titled]
    later = [read for read in reads if agent.turns[read.start] >= first_turn(call)]
    others = [read for read in later if said.isdisjoint(read.name) and not _is_party(read.name, call)]
    greeted = greeted_places(call)
    for read in others:
        turns = {agent.turns[other.start] for other in others if other.name == read.name}
        before = agent.tokens[read.start - 1]
        beside = finder.cased and (read.start - 1 in greeted or (before is not None and before.mark == ","))
        if read.words == 1 and (beside or len(turns) >= call.settings.names.address_turns):
            yield Address(Hit(read.start, read.end, read.end), read.name, own=False)


def greeted_places(call: Call) -> frozenset[int]:
    """The places of the agent's greetings and the like."""
    openers = call.language.list("opener") if call.language else ()
    found = call.text(Role.AGENT).find(openers)
    return frozenset(place for hit in found for place in range(hit.start, hit.end))


def titled_alone(call: Call) -> Iterator[Hit]:
    """Where a title and a name are a sentence's beginning or end: "Mr Day, …", "…, Mr Day?".

    In the middle they may explain who somebody is: "my colleague, Mr Day, …".
    """
    text = call.text(Role.AGENT)
    for read in Vocatives(NameReader(call.finder.candidates)).find(text.tokens):
        before, last = text.tokens[read.start - 1], text.tokens[read.end - 1]
        opens = before is None or before.mark in SENTENCE_ENDS
        asks = before is not None and before.mark == "," and last is not None and last.mark in QUESTION_MARKS
        if read.titled and last and ((opens and last.mark) or asks):
            yield Hit(read.start, read.end, read.end)


def _is_party(name: Name, call: Call) -> bool:
    """Whether a word of ``name`` is known: of the agent, the company or the customer."""
    return any(_same((known,), (word,), call) for word in name for names in _parties(call) for known in names)


def _parties(call: Call) -> Iterator[Name]:
    yield from (*call.names.customers, *call.names.agents, *call.names.companies)


def _addresses(call: Call) -> list[tuple[int, Name]]:
    """Turn and name of each form of address, in a phrase or set off."""
    listed = call.hits(Role.AGENT, call.language.list(LIST)) if call.language else []
    in_phrases = [(call.turn_of(Role.AGENT, at.hit), at.name) for at in addresses(call, listed) if at.name]
    return sorted({*in_phrases, *_set_off(call)})


def _set_off(call: Call) -> Iterator[tuple[int, Name]]:
    text = call.text(Role.AGENT)
    for place, token in enumerate(text.tokens):
        before = text.tokens[place - 1] if place else None
        if token is None or before is None or before.mark != "," or token.mark not in {",", *SENTENCE_ENDS}:
            continue
        if call.finder.cased and call.finder.candidates.may_be_name(token) and not is_han(token.text):
            yield text.turns[place], (token.text,)


def _is_known(name: Name, call: Call) -> bool:
    return any(call.finder.is_known(slot, name) for slot in call.finder.known)


def _same(one: Name, other: Name, call: Call) -> bool:
    said = letters("".join(other))
    return similarity(letters("".join(one)), NameForm(said, len(other), call.finder.words.sounds), call.settings.names) > 0


def _only_addressed(name: Name, said: list[tuple[int, Name]], call: Call) -> bool:
    """Whether the agent uses ``name`` only to address somebody, and the customer never says it."""
    if is_han(name[0]):
        return True
    tokens = {role: [token.text for token in call.text(role).tokens if token] for role in (Role.AGENT, Role.CUSTOMER)}
    used = sum(_same((text,), name, call) for text in tokens[Role.AGENT])
    return used <= sum(_same(other, name, call) for _, other in said) and name[-1] not in tokens[Role.CUSTOMER]
