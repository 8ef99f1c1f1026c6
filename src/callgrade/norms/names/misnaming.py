"""Where the agent may call the customer by another name: one the customer corrects, or an unknown first name."""

from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from callgrade.model.record import Role
from callgrade.norms.call import Call, once
from callgrade.norms.names.addressing import CUSTOMER, Address, first_turn, same_name
from callgrade.norms.names.forms import letters
from callgrade.norms.names.known import Name
from callgrade.norms.names.places.name_reader import NameReader, ReadName
from callgrade.norms.names.places.vocatives import Vocatives
from callgrade.norms.phrases.matcher import Hit
from callgrade.text import QUESTION_MARKS, SENTENCE_ENDS, is_han

ASSENT, NO = "assent", "declines"
"""The lists of a language that hold how people say yes and no."""

STEM = 4
"""First letters in which two forms of a word are alike [conv]."""


def corrected(at: Address, call: Call) -> bool:
    """Whether the customer answers this name with their own: "Mr Gruber." – "It's Huber."."""
    agent = call.text(Role.AGENT)
    places = range(min(at.hit.start + len(at.name) + 1, len(agent.words))) if at.name else ()
    before = {agent.turns[place] for place in places if agent.words[place : place + len(at.name)] == at.name}
    turns = {index for turn in (*before, call.turn_of(Role.AGENT, at.hit)) if (index := call.answer_to(turn))}
    return not turns.isdisjoint(_stated_in(call))


def _is_known_before(at: Address, call: Call) -> bool:
    """Whether the customer's name is known before the agent's turn: a name that is first given corrects nothing."""
    first = min(_stated_in(call), default=0)
    return bool(call.names.customer) or first < call.turn_of(Role.AGENT, at.hit)


@once
def _stated_in(call: Call) -> frozenset[int]:
    """The turns in which the customer says their own name; a Chinese surname only after 姓."""
    text = call.text(Role.CUSTOMER)
    surnames = {name[0] for name in call.names.customers if is_han(name[0])}
    pairs = pairwise(text.tokens)
    after = {
        text.turns[i] for i, (one, two) in enumerate(pairs) if one and two and one.text == "姓" and two.text in surnames
    }
    return frozenset({text.turns[hit.start] for hit in text.find([CUSTOMER])} | after)


def is_explained(surname: str, call: Call) -> bool:
    """Whether the customer explains the Chinese ``surname`` with a word that contains it: "钟表的钟"."""
    pairs = pairwise(call.text(Role.CUSTOMER).tokens)
    return any(one and two and one.text == "的" and two.text == surname for one, two in pairs)


def first_names(call: Call) -> Iterator[Address]:
    """Where the agent calls a customer whose full name is known by another first name, without a title.

    The name stands beside "yes", "thanks" or "bye", and the agent does not use the word otherwise. It takes several
    turns; with marks one is enough if only a name can stand there. With marks, a name that the customer corrects is one
    in any place.
    """
    if not any(len(name) > 1 and not is_han(name[0]) for name in call.names.customers):
        return
    agent, greeted, least = call.text(Role.AGENT), greeted_places(call), call.settings.names.address_turns
    places: dict[Name, list[ReadName]] = {}
    for read in _unknown_vocatives(call):
        places.setdefault(read.name, []).append(read)
    for name, reads in places.items():
        beside = any(read.start - 1 in greeted for read in reads)
        turns = {agent.turns[read.start] for read in reads}
        used = sum(token is not None and token.text == name[0] for token in agent.tokens)
        at = [Address(Hit(read.start, read.end, read.end), name, own=False) for read in reads]
        cased = call.finder.cased
        often = len(turns) >= least or (cased and any(_follows_greeting(read, call) for read in reads))
        enough = beside and used == len(reads) and often
        if enough or (cased and any(_is_known_before(one, call) and corrected(one, call) for one in at)):
            yield from at


def _follows_greeting(read: ReadName, call: Call) -> bool:
    """Whether marks set ``read`` off right after a greeting, thanks or the like.

    After a yes or a no a thing may be named: "Yes, Knife, …". A customer who says a form of the word speaks of a thing.
    """
    text = call.text(Role.AGENT)
    listed = [phrase for name in (ASSENT, NO) for phrase in (call.listed(name))]
    answered = {place for hit in text.find(listed) for place in range(hit.start, hit.end)}
    last = text.tokens[read.end - 1]
    said = any(token.text[:STEM] == read.name[0][:STEM] for token in call.text(Role.CUSTOMER).tokens if token)
    return bool(last and last.mark) and not said and read.start - 1 in greeted_places(call) - answered


def put_right(call: Call) -> Iterator[Address]:
    """Where the agent says nearly the customer's name, and the customer at once gives it again: "Moe." – "It's Moen.".

    They do so in words for that, and without a yes: who only confirms a name that was written otherwise puts nothing
    right.
    """
    agent, given = call.text(Role.AGENT), _given_in(call)
    again = {turn for turn, at_once in given.items() if at_once and min(given) < turn}
    known = {word for name in call.names.customers for word in name if len(word) > 1 and not is_han(word)}
    for place, token in enumerate(agent.tokens):
        if token is None or call.answer_to(agent.turns[place]) not in again or token.text in call.finder.words.never:
            continue
        if token.text not in known and any(_is_nearly(token.text, word, call) for word in known):
            yield Address(Hit(place, place + 1, place + 1), (token.text,), own=False)


def _given_in(call: Call) -> dict[int, bool]:
    """The turns in which the customer gives their name in words for that, and whether they do so at once."""
    text, language = call.text(Role.CUSTOMER), call.language
    phrases = (*language.list("before_name"), *language.list("after_name")) if language else ()
    said = {text.turns[hit.start] for hit in text.find(phrases)} & _stated_in(call)
    no = {hit.start for hit in text.find(language.list(NO) if language else ())}
    own = {hit.start for hit in (*text.find([CUSTOMER]), *text.find(phrases))}
    return {
        turn: not own.isdisjoint((start, start + (start in no)))
        for turn, start, _, _ in text.spoken.values()
        if turn in said
    }


def _is_nearly(said: str, known: str, call: Call) -> bool:
    like = Levenshtein.normalized_similarity(letters(said), letters(known))
    return said[0] == known[0] and like >= call.settings.names.another


@once
def vocatives(call: Call) -> tuple[ReadName, ...]:
    """The names by which the agent seems to call the customer."""
    turns, first = call.text(Role.AGENT).turns, first_turn(call)
    return tuple(read for read in _called(call) if turns[read.start] >= first and not _is_party(call, read.name))


@once
def _called(call: Call) -> tuple[ReadName, ...]:
    """The names, also of those who are known, by which the agent seems to call somebody."""
    return tuple(Vocatives(NameReader(call.finder.candidates)).find(call.text(Role.AGENT).tokens))


def _unknown_vocatives(call: Call) -> Iterator[ReadName]:
    """Single words among them, without a title, which the customer has not said."""
    said = {token.text for token in call.text(Role.CUSTOMER).tokens if token}
    for read in vocatives(call):
        if len(read.name) == 1 and not read.titled and said.isdisjoint(read.name):
            yield read


def greeted_places(call: Call) -> frozenset[int]:
    """The places of the agent's greetings and the like."""
    openers = call.listed("opener")
    found = call.text(Role.AGENT).find(openers)
    return frozenset(place for hit in found for place in range(hit.start, hit.end))


def titled_alone(call: Call) -> Iterator[Hit]:
    """Where a title and a name are a sentence's beginning or end: "Mr Day, …", "…, Mr Day?".

    In the middle they may explain who somebody is: "my colleague, Mr Day, …".
    """
    text = call.text(Role.AGENT)
    for read in _called(call):
        before, last = text.tokens[read.start - 1], text.tokens[read.end - 1]
        opens = before is None or before.mark in SENTENCE_ENDS
        asks = before is not None and before.mark == "," and last is not None and last.mark in QUESTION_MARKS
        if read.titled and last and ((opens and last.mark) or asks):
            yield Hit(read.start, read.end, read.end)


def titled_corrected(call: Call) -> Iterator[Hit]:
    """Where the agent says a title and a name, and the customer answers with their own name, in words for that.

    So it was meant for the customer, wherever it stands: "Yes but Mrs Berg he can't …" – "My name is Lund.".
    """
    agent, customer, given = call.text(Role.AGENT), call.text(Role.CUSTOMER), _given_in(call)
    for read in _called(call):
        answer = call.answer_to(agent.turns[read.start])
        again = answer is not None and given.get(answer, False) and min(_stated_in(call), default=answer) < answer
        if read.titled and again and not is_han(read.name[0]) and customer.tokens:
            yield Hit(read.start, read.end, read.end)


@once
def _is_party(call: Call, name: Name) -> bool:
    """Whether a word of ``name`` is known: of the agent, the company or the customer."""
    return any(same_name((known,), (word,), call) for word in name for names in _parties(call) for known in names)


def _parties(call: Call) -> Iterator[Name]:
    yield from (*call.names.customers, *call.names.agents, *call.names.companies)
