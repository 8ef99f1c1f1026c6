"""Where the agent calls the customer by a name that the customer denies: "it is Narayanan, not Natarajan"."""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.names.addressing import CUSTOMER, Address
from callgrade.norms.names.unclear.denials import denied_words
from callgrade.norms.phrases.matcher import Hit


def denied(call: Call) -> Iterator[Address]:
    """Where the agent says a word that the customer denies in a turn in which they give their own name."""
    if call.language is None:
        return
    customer, agent = call.text(Role.CUSTOMER), call.text(Role.AGENT)
    own = {customer.turns[hit.start] for hit in customer.find([CUSTOMER])}
    turns = zip(customer.tokens, customer.turns, strict=True)
    named = {token.text for token, turn in turns if token and turn in own}
    words = denied_words(customer, agent, call.language) & named
    for place, token in enumerate(agent.tokens):
        if token and token.text in words:
            yield Address(Hit(place, place + 1, place + 1), (token.text,), own=False)
