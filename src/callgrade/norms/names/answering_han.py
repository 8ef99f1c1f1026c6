"""The company in the words with which a Chinese business answers: "喂您好老孙开锁哪儿啊".

Chinese has no capitals, and a recogniser writes no marks. A name is what comes after the greeting and before the
first word of talk: "我", "请问", "什么" and the like are in no name. Words that any business has ("服务中心") are none.
"""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.names.answering import first_spans, greeted_places
from callgrade.norms.phrases.matcher import Hit, SpokenText
from callgrade.text import is_han

LENGTHS = range(3, 14)
"""Characters of a company's name [conv]."""

LEAST_OWN = 2
"""Characters of it that are no word that any business has [conv]."""

MOST_OF_PERSON = 3
"""Characters of a person's name, which begins with a surname."""

TALK, ANY_BUSINESS, SURNAMES = "talk", "any_business", "sure_surname"
"""The lists of a language that hold words of talk, words of any business, and surnames."""


def han_answers(call: Call) -> Iterator[Hit]:
    """The company's name in the agent's first turn of an answered call, if it is written in Chinese."""
    if call.language is None or not call.language.list(TALK):
        return
    text, greeted = call.text(Role.AGENT), greeted_places(call)
    talk, any_business, surnames = (_places(text, call, name) for name in (TALK, ANY_BUSINESS, SURNAMES))
    for start, end in first_spans(call):
        name = _name(text, greeted, talk, start, end)
        own = [place for place in name if place not in any_business]
        person = bool(name) and name[0] in surnames and len(name) <= MOST_OF_PERSON
        if len(name) in LENGTHS and len(own) >= LEAST_OWN and not person:
            yield Hit(name[0], name[-1] + 1, name[-1] + 1)


def _places(text: SpokenText, call: Call, name: str) -> frozenset[int]:
    """The places of the words of a list."""
    hits = text.find(call.language.list(name)) if call.language else []
    return frozenset(place for hit in hits for place in range(hit.start, hit.end))


def _name(text: SpokenText, greeted: frozenset[int], talk: frozenset[int], start: int, end: int) -> list[int]:
    """The first places after the greetings, up to a greeting, a mark or a word of talk."""
    name: list[int] = []
    for place in range(start, end):
        token = text.tokens[place]
        if not name and token and token.mark and place - 1 in greeted:  # a particle that ends the greeting
            continue
        stops = place in greeted or place in talk or token is None or not is_han(token.text)
        if stops and (name or place not in greeted):
            break
        if not stops:
            name.append(place)
            if token and token.mark:
                break
    return name
