"""Finds the name by which the agent addresses the customer, if nobody has given it.

It is a word that may be a name, set off by commas or the end of a sentence ("Thank you for waiting, Theresa."), or in a
phrase of the list ``address``, in several turns. A word that the agent also uses otherwise, or that the customer says,
is a thing or a place.
"""

from collections.abc import Iterable, Iterator

from callgrade.model.record import Direction, Role
from callgrade.norms.call import Call
from callgrade.norms.names.forms import NameForm, letters, similarity
from callgrade.norms.names.known import Name
from callgrade.norms.phrases.matcher import Hit
from callgrade.text import SENTENCE_ENDS, is_han

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


def addresses(call: Call, hits: Iterable[Hit]) -> Iterator[tuple[Hit, Name]]:
    """Forms of address with their name, if it may be the customer's.

    It is not the agent's or the company's name. On an incoming call, before the customer has spoken, only the
    known name counts.
    """
    text, customer_turns = call.text(Role.AGENT), call.turns(Role.CUSTOMER)
    first = customer_turns[0][0] if customer_turns and call.record.direction is Direction.INBOUND else 0
    for hit in hits:
        for name in call.finder.candidates.names_in(text.tokens, hit.start, hit.end)[:1]:
            known = any(call.finder.is_known(slot, name) for slot in ("agent", "company"))
            if not known and (call.turn_of(Role.AGENT, hit) >= first or is_customer(name, call)):
                yield hit, name


def is_customer(name: Name, call: Call) -> bool:
    """Whether ``name`` begins with a name of the customer; the words after it need not belong to it."""
    return any(call.finder.is_known("customer", name[:length]) for length in range(1, len(name) + 1))


def _addresses(call: Call) -> list[tuple[int, Name]]:
    """Turn and name of each form of address, in a phrase or set off."""
    listed = call.hits(Role.AGENT, call.language.list(LIST)) if call.language else []
    in_phrases = [(call.turn_of(Role.AGENT, hit), name) for hit, name in addresses(call, listed)]
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
    return similarity(letters("".join(one)), NameForm(said, len(other)), call.settings.names) > 0


def _only_addressed(name: Name, said: list[tuple[int, Name]], call: Call) -> bool:
    """Whether the agent uses ``name`` only to address somebody, and the customer never says it."""
    if is_han(name[0]):
        return True
    tokens = {role: [token.text for token in call.text(role).tokens if token] for role in (Role.AGENT, Role.CUSTOMER)}
    used = sum(_same((text,), name, call) for text in tokens[Role.AGENT])
    return used <= sum(_same(other, name, call) for _, other in said) and name[-1] not in tokens[Role.CUSTOMER]
