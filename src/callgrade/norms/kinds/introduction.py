"""The agent names the company, or gives their own name, in the opening.

Known names are found directly, unknown names by their place ("this is … from …"). The name of another party in such a
place does not count: "thank you for calling, Olivia" names no company.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.kinds.phrase import present
from callgrade.norms.names.answering import answers, greeted_places, is_lone_word
from callgrade.norms.names.answering_han import han_answers
from callgrade.norms.names.known import Name
from callgrade.norms.names.leading import ANY_BUSINESS, leading_company
from callgrade.norms.names.listed import is_another, is_unsure
from callgrade.norms.names.own.from_company import before_company
from callgrade.norms.names.own.own_han import own_han, perhaps_han
from callgrade.norms.names.own.own_place import after_greeting, han_self
from callgrade.norms.names.own.two_names import two_names
from callgrade.norms.names.own.web_names import web_names
from callgrade.norms.names.places.parts import NamedPart, company_part, named_parts, person_part
from callgrade.norms.names.unclear.own_name import familiar, framed, greeted_by_name, later_run, titled
from callgrade.norms.names.unclear.unexplained_names import lone_part, named_inside
from callgrade.norms.names.unclear.unexplained_words import left_over, without_capitals
from callgrade.norms.outcome import Outcome, cannot_tell
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit, apart
from callgrade.norms.phrases.nodes import Slot
from callgrade.norms.phrases.parser import SLOTS
from callgrade.norms.phrases.tokens import NOT_KNOWN
from callgrade.norms.window import WindowSpan
from callgrade.text import is_han

COMPANY_WORDS = 3
"""Words with capitals from which a name without an introduction counts as a company's."""

PART = 6
"""First letters in which a word may be one of the company's name [conv]."""

_KNOWN = {who: Slot(who, SLOTS[who]) for who in ("agent", "company")}


class IntroductionParameters(Section):
    """``who``: whose name is to be given."""

    who: Literal["agent", "company"]
    window: str


def judge(parameters: IntroductionParameters, words: NormWords, call: Call) -> Outcome:
    """Pass if the name is given, else fail on the span that was searched; the listed agent's name is not another's."""
    where = call.window(parameters.window, Role.AGENT)
    known = call.inside(call.hits(Role.AGENT, [_KNOWN[parameters.who]], words.not_in), Role.AGENT, where)
    hits = known or _own(parameters.who, call, where) or _placed(parameters.who, words, call, where)
    if hits and parameters.who == "agent" and all(_is_another(call, hit) for hit in hits):
        unsure = all(_is_unsure(call, hit) for hit in hits)
        return cannot_tell(Reason.UNCERTAIN_WORDS if unsure else Reason.ANOTHER_NAME, found=True)
    if not hits:
        companies = (*_written(call), *_businesses(call), *web_names(call)) if parameters.who == "company" else ()
        by_place = (*_in_parts(parameters.who, call), *companies)
        hits = call.inside(by_place, Role.AGENT, where)
    if not hits and parameters.who == "agent":
        by_order = (*framed(call), *titled(call), *familiar(call), *greeted_by_name(call))
        by_order = (*by_order, *after_greeting(call), *han_self(call), *own_han(call), *before_company(call))
        by_order = (*by_order, *(other for _, other in two_names(call)))
        hits = call.inside(by_order, Role.AGENT, where)
    if not hits and parameters.who == "company":
        by_order = (*answers(call), *leading_company(call), *han_answers(call), *(one for one, _ in two_names(call)))
        hits = call.inside(by_order, Role.AGENT, where)
    if not hits and (_has_misheard_name(call, where) or (parameters.who == "company" and is_lone_word(call))):
        return cannot_tell(Reason.UNCERTAIN_WORDS)
    if not hits and parameters.who == "agent" and (bare := call.inside(_bare(call), Role.AGENT, where)):
        return Outcome(Verdict.CANNOT_TELL, call.evidence(Role.AGENT, bare[:1]), reason=Reason.LISTEN)
    if not hits and (doubtful := call.inside(_doubtful(parameters.who, call), Role.AGENT, where)):
        return Outcome(Verdict.CANNOT_TELL, call.evidence(Role.AGENT, doubtful[:1]), reason=Reason.LISTEN)
    return present(call, Role.AGENT, hits, where)


def _own(who: str, call: Call, where: WindowSpan) -> list[Hit]:
    """The agent's name from the record in the first turn of an answered call, whatever stands beside it."""
    turns = call.turns(Role.AGENT)
    if who != "agent" or call.record.agent is None or call.record.direction is Direction.OUTBOUND or not turns:
        return []
    hits = call.inside(call.hits(Role.AGENT, [_KNOWN[who]]), Role.AGENT, where)
    return [hit for hit in hits if call.turn_of(Role.AGENT, hit) == turns[0][0]]


def _doubtful(who: str, call: Call) -> Iterator[Hit]:
    """Words that may be the name, though nothing tells so."""
    yield from (
        (*left_over(call), *named_inside(call), *later_run(call), *perhaps_han(call))
        if who == "agent"
        else (*_parts_of_company(call), *lone_part(call), *without_capitals(call))
    )


def _placed(who: str, words: NormWords, call: Call, where: WindowSpan) -> list[Hit]:
    """Where the phrases give a name that may be the right one.

    Of two phrases that share a word only the first is found at first: "Tafel Mitte, hier ist Eva Pohl".
    """
    found = call.hits(Role.AGENT, words.phrases, words.not_in)
    fitting = _fitting(who, found, call, where)
    if fitting or not found:
        return fitting
    each = (hit for phrase in words.phrases for hit in call.hits(Role.AGENT, (phrase,), words.not_in))
    return _fitting(who, each, call, where)


def _fitting(who: str, hits: Iterable[Hit], call: Call, where: WindowSpan) -> list[Hit]:
    inside = call.inside(hits, Role.AGENT, where)
    return [hit for hit in inside if _of(who, call, hit) and _is_placed(who, call, hit)]


def _parts_of_company(call: Call) -> Iterator[Hit]:
    """Words that begin as a long word of the company's name does: "the renovation team" of Renovations Ltd.

    Who calls may only speak of what the company sells.
    """
    if call.record.direction is Direction.OUTBOUND:
        return
    begins = {word[:PART] for name in call.names.companies for word in name if len(word) >= PART}
    for place, token in enumerate(call.text(Role.AGENT).tokens):
        if token and token.text[:PART] in begins:
            yield Hit(place, place + 1, place + 1)


def _is_placed(who: str, call: Call, hit: Hit) -> bool:
    """Whether words in the place of a name may be the agent's: without capitals, only in an answer's first turn.

    Later "here" and "it is" stand beside any word: "I am standing here".
    """
    text, turns = call.text(Role.AGENT), call.turns(Role.AGENT)
    first = text.tokens[hit.start]
    if who == "company" or call.finder.cased or call.record.direction is Direction.OUTBOUND or not first:
        return True
    return is_han(first.text) or text.turns[hit.start] == turns[0][0]


def _in_parts(who: str, call: Call) -> Iterator[Hit]:
    """The part of the agent's first turn that names the company or the agent, without any phrase."""
    for parts in _first_parts(call):
        part = company_part(parts) if who == "company" else person_part(parts)
        if part and (
            who == "agent" or len(parts) > 1 or not _names(call, "agent", Hit(part.start, part.end, part.end))
        ):
            yield Hit(part.start, part.end, part.end)


def _bare(call: Call) -> Iterator[Hit]:
    """The only name that somebody who calls says first, of a person or a company: "Hello, Voss, is that …?"."""
    if call.record.direction is Direction.OUTBOUND:
        for parts in _first_parts(call):
            if len(parts) == 1 and not parts[0].business and not parts[0].small:
                hit = Hit(parts[0].start, parts[0].end, parts[0].end)
                yield from () if _names(call, "company", hit) else (hit,)


def _first_parts(call: Call) -> Iterator[list[NamedPart]]:
    """The parts of the agent's first turn that are only a name, no greeting and not the customer's."""
    text, turns = call.text(Role.AGENT), call.turns(Role.AGENT)
    spoken = call.turns(Role.CUSTOMER)
    late = call.record.direction is not Direction.OUTBOUND and turns and spoken and spoken[0][0] < turns[0][0]
    spans = [(one.start, one.end) for one in text.spoken.values() if turns and one.turn == turns[0][0] and not late]
    greeted = greeted_places(call)
    for start, end in spans:
        parts = named_parts(text.tokens, start, end, call.finder.candidates)
        named = [part for part in parts if not greeted.issuperset(range(part.start, part.end))]
        yield [part for part in named if not _names(call, "customer", Hit(part.start, part.end, part.end))]


def _businesses(call: Call) -> Iterator[Hit]:
    """A kind of business with a name beside it, or joined with one, in the agent's first words: "kanzlei weber"."""
    text, turns, finder = call.text(Role.AGENT), call.turns(Role.AGENT), call.finder
    first = {turn for turn, _ in turns[: 2 if call.record.direction is Direction.OUTBOUND else 1]}
    for place, (before, token) in enumerate(pairwise(text.tokens), 1):
        after = text.tokens[place + 1] if place + 1 < len(text.tokens) else None
        if token is None or text.turns[place] not in first or not finder.words.is_kind_of_business(token.text):
            continue
        beside = finder.candidates.may_be_name(after) and not token.mark
        joined = finder.words.is_compound(token.text) and before is not None and before.text in finder.words.never
        if beside or joined:
            yield Hit(place, place + 1 + beside, place + 1 + beside)


def _names(call: Call, slot: str, hit: Hit) -> bool:
    """Whether ``hit`` says a known name of ``slot``."""
    names = call.finder.candidates.names_in(call.text(Role.AGENT).tokens, hit.start, hit.end)
    return any(call.finder.is_known(slot, name) for name in names)


def _has_misheard_name(call: Call, where: WindowSpan) -> bool:
    """Whether a word that may be a name is uncertain: it may be the one that was given."""
    tokens = call.text(Role.AGENT).tokens
    names = (Hit(start, start + length, start + length) for start, length in call.finder.candidates.name_like(tokens))
    return any(call.uncertain(call.words_of(Role.AGENT, hit)) for hit in call.inside(names, Role.AGENT, where))


def _written(call: Call) -> list[Hit]:
    """Long names with capitals that the agent says before the customer speaks, and that are not a person's.

    "Hello, Harper Valley National Bank" names the company without any phrase. A person is introduced by phrases (list
    ``name_given``) or known, and seldom has so many names.
    """
    if call.record.direction is Direction.OUTBOUND or call.language is None:
        return []
    text, customer = call.text(Role.AGENT), call.turns(Role.CUSTOMER)
    runs = [Hit(start, end, end) for start, end in call.finder.candidates.written_names(text.tokens, COMPANY_WORDS)]
    runs = apart(runs, text.find(call.language.list("name_given")))
    first = customer[0][0] if customer else len(call.conversation.turns)
    return [hit for hit in runs if call.turn_of(Role.AGENT, hit) < first and _of("company", call, hit)]


def _of(who: str, call: Call, hit: Hit) -> bool:
    """Whether a name in ``hit`` may be the right one; a phrase may also contain no name."""
    start = _after_department(call, hit) if who == "agent" else hit.start
    names = call.finder.candidates.names_in(call.text(Role.AGENT).tokens, start, hit.end)
    return not names or any(_may_be(who, name, call) for name in names)


def _after_department(call: Call, hit: Hit) -> int:
    """Where a name may begin that follows a department without a mark, "elbkasse support schneider"; else the start."""
    departments = call.hits(Role.AGENT, call.listed(ANY_BUSINESS))
    ends = [one.end for one in departments if hit.start <= one.start and one.end < hit.end]
    tokens = call.text(Role.AGENT).tokens
    return next((end for end in reversed(ends) if call.finder.candidates.may_be_name(tokens[end])), hit.start)


def _may_be(who: str, name: Name, call: Call) -> bool:
    finder = call.finder
    if finder.begins_company(name) or any(map(finder.words.is_company_word, name)):
        return who == "company"
    if finder.is_known("customer", name):
        return False
    return who == "agent" or not finder.is_known("agent", name)


def _is_another(call: Call, hit: Hit) -> bool:
    """Whether ``hit`` holds the name of somebody else than the agent in the record."""
    names = _names_in(call, hit)
    return bool(names) and all(NOT_KNOWN.isdisjoint(name) and is_another(name, call) for name in names)


def _is_unsure(call: Call, hit: Hit) -> bool:
    return any(is_unsure(name, call) for name in _names_in(call, hit))


def _names_in(call: Call, hit: Hit) -> list[Name]:
    return list(call.finder.candidates.names_in(call.text(Role.AGENT).tokens, hit.start, hit.end))


KIND = NormKind(
    IntroductionParameters, judge, frozenset({Need.WORDS, Need.AGENT}), words=("phrases",), other_words=("not_in",)
)
