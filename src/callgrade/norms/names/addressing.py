"""Finds the name by which the agent addresses the customer, if nobody has given it.

It is a word that may be a name, set off by commas or the end of a sentence ("Thank you for waiting, Theresa."), or in a
phrase of the list ``address``, in several turns. A word that the agent also uses otherwise, or that the customer says,
is a thing or a place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from callgrade.model.record import Direction, Role
from callgrade.norms.call import Call
from callgrade.norms.names.forms import NameForm, letters, similarity
from callgrade.norms.names.known import Name
from callgrade.norms.names.places.name_reader import NameReader
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import Slot
from callgrade.norms.phrases.parser import SLOTS
from callgrade.text import SENTENCE_ENDS, is_han

CUSTOMER = Slot("customer", SLOTS["customer"])
"""Where the customer's name is said."""

LIST = "address"
"""The list of a language that holds forms of address."""


def addressed_as(call: Call) -> Name | None:
    """The name by which the agent repeatedly addresses the customer; ``None`` if there is none."""
    said = [(turn, name) for turn, name in _addresses(call) if not _is_known(name, call)]
    for _, name in said:
        turns = {turn for turn, other in said if same_name(other, name, call)}
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
        elif is_subject(hit, call) or _begins_sentence(hit, call) or _is_inside_han(hit, call):
            continue
        elif (name := _name_in(hit, call)) and call.turn_of(Role.AGENT, hit) >= first and not _is_agents(name, call):
            yield Address(hit, name, own=False)


def is_subject(hit: Hit, call: Call) -> bool:
    """Whether a sentence goes on after the title and name that it begins with: "Mr Day rings you at six."."""
    text, titles = call.text(Role.AGENT), call.finder.words.titles
    place, last = text.tokens[hit.start], text.tokens[hit.end - 1]
    turn = [token for token, of in zip(text.tokens, text.turns, strict=True) if token and of == text.turns[hit.start]]
    goes_on = hit.end < len(text.tokens) and text.tokens[hit.end] is not None
    marked = any(token.mark for token in turn)
    return bool(marked and goes_on and place and place.text in titles and place.opens and last and not last.mark)


def _begins_sentence(hit: Hit, call: Call) -> bool:
    """Whether a sentence ends in ``hit`` and its last word begins one that goes on: "Thank you. Enjoy the sun"."""
    tokens = call.text(Role.AGENT).tokens[hit.start : hit.end]
    ends = any(token and token.mark in SENTENCE_ENDS for token in tokens[:-1])
    return bool(ends and tokens[-1] and not tokens[-1].mark)


def _is_inside_han(hit: Hit, call: Call) -> bool:
    """Whether Chinese words with marks stand in the midst of a part of a sentence: "二楼有老先生讲戏"."""
    text = call.text(Role.AGENT)
    before, first, last = text.tokens[hit.start - 1], text.tokens[hit.start], text.tokens[hit.end - 1]
    turn = text.turns[hit.start]
    marked = any(token.mark for token, of in zip(text.tokens, text.turns, strict=True) if token and of == turn)
    goes_on = hit.end < len(text.tokens) and text.tokens[hit.end] is not None and last and not last.mark
    return bool(marked and first and is_han(first.text) and before and not before.mark and goes_on)


def _is_agents(name: Name, call: Call) -> bool:
    return any(call.finder.is_known(slot, name) for slot in ("agent", "company"))


def is_set_off(call: Call, hit: Hit) -> bool:
    """Whether a name stands alone between a comma and the end of the sentence: "What is it, Jo?" but "Is it Jo?"."""
    tokens = call.text(Role.AGENT).tokens
    before, last = tokens[hit.start - 1] if hit.start else None, tokens[hit.end - 1]
    return before is not None and before.mark in (",", "，") and last is not None and last.mark in SENTENCE_ENDS


def first_turn(call: Call) -> int:
    """The turn from which the agent may use an unknown name: on an incoming call, once the customer has spoken."""
    turns = call.turns(Role.CUSTOMER)
    return turns[0][0] if turns and call.record.direction is Direction.INBOUND else 0


def _name_in(hit: Hit, call: Call) -> Name:
    tokens = call.text(Role.AGENT).tokens
    names = call.finder.candidates.names_in(tokens, hit.start, hit.end)
    read = NameReader(call.finder.candidates).read(tokens, hit.start)
    return names[0] if names else read.name if read and read.titled else ()


def _addresses(call: Call) -> list[tuple[int, Name]]:
    """Turn and name of each form of address, in a phrase or set off."""
    listed = call.hits(Role.AGENT, call.listed(LIST))
    in_phrases = [(call.turn_of(Role.AGENT, at.hit), at.name) for at in addresses(call, listed) if at.name]
    return sorted({*in_phrases, *_set_off(call)})


def _set_off(call: Call) -> Iterator[tuple[int, Name]]:
    text = call.text(Role.AGENT)
    for place, token in enumerate(text.tokens):
        before = text.tokens[place - 1] if place else None
        if token and token.text in call.finder.words.titles and (before is None or before.mark):
            read = NameReader(call.finder.candidates).read(text.tokens, place)
            last = text.tokens[read.end - 1] if read else None
            if read and read.titled and last and last.mark:
                yield text.turns[place], read.name
        if token is None or before is None or before.mark != "," or token.mark not in {",", *SENTENCE_ENDS}:
            continue
        if call.finder.cased and call.finder.candidates.may_be_name(token) and not is_han(token.text):
            yield text.turns[place], (token.text,)


def _is_known(name: Name, call: Call) -> bool:
    return any(call.finder.is_known(slot, name) for slot in call.finder.known)


def same_name(one: Name, other: Name, call: Call) -> bool:
    """Whether the two are one name, misheard or not."""
    said = letters("".join(other))
    return (
        similarity(letters("".join(one)), NameForm(said, len(other), call.finder.words.sounds), call.settings.names) > 0
    )


def _only_addressed(name: Name, said: list[tuple[int, Name]], call: Call) -> bool:
    """Whether the agent uses ``name`` only to address somebody, and the customer never says it."""
    if is_han(name[0]):
        return True
    tokens = {role: [token.text for token in call.text(role).tokens if token] for role in (Role.AGENT, Role.CUSTOMER)}
    used = sum(same_name((text,), name, call) for text in tokens[Role.AGENT])
    return used <= sum(same_name(other, name, call) for _, other in said) and name[-1] not in tokens[Role.CUSTOMER]
