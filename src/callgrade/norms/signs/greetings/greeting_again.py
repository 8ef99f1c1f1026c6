"""A greeting at the end of the agent's last turn is a goodbye: "good weekend then, hei".

In many places people part with the word with which they meet. It stands alone, not in a wish ("have a good day").
"""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.signs.explained import explained, places_of, titles

GREETING = "greeting.salutation"

ANOTHER_THING = ("closing.good_wish", "closing.thanks", "wording.no_rudeness")
"""Norms whose words may hold such a word."""

SHORT = 2
"""Words of a greeting, and after it [conv]."""


def greets_again(call: Call, last: Spoken) -> Iterator[Hit]:
    """Greetings after which the turn ``last`` only names or addresses somebody; not where it is all that they say."""
    words = call.language.norms.get(GREETING) if call.language else None
    others, names = places_of(call, ANOTHER_THING), explained(call, (), ()) | titles(call) | _everyday(call)
    for hit in call.hits(Role.AGENT, words.phrases, words.not_in) if words else ():
        said, rest = range(hit.start, hit.end), range(hit.end, last.end)
        alone = others.isdisjoint(said) and len(said) <= SHORT
        if last.start < hit.start < last.end and alone and len(rest) <= SHORT and names.issuperset(rest):
            yield hit


def _everyday(call: Call) -> frozenset[int]:
    """The places of everyday words: "hei på deg"."""
    known = call.finder.words.never
    return frozenset(i for i, token in enumerate(call.text(Role.AGENT).tokens) if token and token.text in known)
