"""Names with capitals in an answered call's first turn whose bearer no phrase and no place tells.

"Hello, CoolBreeze Aircon." may be a company; "you have Cuthbert Vale himself" may be the agent. Somebody listens.
"""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.names.answering import first_spans, greeted_places
from callgrade.norms.names.places.parts import named_parts
from callgrade.norms.phrases.matcher import Hit
from callgrade.text import is_han

LEAST = 2
"""Words of such a name [conv]."""


def lone_part(call: Call) -> Iterator[Hit]:
    """The only part of the turn that is a name of several words: a company's or a person's."""
    tokens, candidates = call.text(Role.AGENT).tokens, call.finder.candidates
    for start, end in first_spans(call):
        parts = list(named_parts(tokens, start, end, candidates))
        if len(parts) == 1 and parts[0].end - parts[0].start >= LEAST:
            hit = Hit(parts[0].start, parts[0].end, parts[0].end)
            yield from () if _is_known(call, ("agent", "customer"), hit) else (hit,)


def named_inside(call: Call) -> Iterator[Hit]:
    """Names of several words inside a sentence that begins otherwise, and that are no company's and no place's."""
    text, words = call.text(Role.AGENT), call.finder.words
    for first, last in first_spans(call):
        parts = named_parts(text.tokens, first, last, call.finder.candidates)
        explained = greeted_places(call) | {place for part in parts for place in range(part.start, part.end)}
        for start, end in call.finder.candidates.written_names(text.tokens[:last], LEAST):
            said = [token for token in text.tokens[start:end] if token]
            inside = start >= first and not said[0].opens and explained.isdisjoint(range(start, end))
            before = text.tokens[start - 1] if start else None
            joined = before is not None and not before.mark and before.text in words.never
            other = any(words.is_company_word(token.text) or token.text in words.titles for token in said)
            hit = Hit(start, end, end)
            if inside and joined and not other and not words.is_place(said[-1].text) and not is_han(said[0].text):
                yield from () if _is_known(call, ("company", "customer"), hit) else (hit,)


def _is_known(call: Call, slots: tuple[str, ...], hit: Hit) -> bool:
    names = call.finder.candidates.names_in(call.text(Role.AGENT).tokens, hit.start, hit.end)
    return any(call.finder.is_known(slot, name) for slot in slots for name in names)
