"""A company that is named as its web address is, without a capital: "this is example.com"."""

import re
from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit

SITE = re.compile(r"[^\W\d_][\w-]*(?:\.[\w-]+)*\.(?:com|net|org|info|eu|io|nl|de|ch|cn|tw|uk)\W*", re.IGNORECASE)
"""A web address as recognisers write it; the endings are those of companies' sites in the languages of the pack."""


def web_names(call: Call) -> Iterator[Hit]:
    """Each web address that the agent says."""
    text, turns = call.text(Role.AGENT), call.conversation.turns
    for place, token in enumerate(text.tokens):
        if token and SITE.fullmatch(turns[text.turns[place]].words[token.word].text):
            yield Hit(place, place + 1, place + 1)
