"""The names of a call from its record, and as the parties give them in the conversation."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from callgrade.model.conversation import Conversation
from callgrade.model.record import CallRecord, Role
from callgrade.norms.names.finder import NameFinder
from callgrade.norms.names.introductions import Claim, Introductions, said_again, turn_spans
from callgrade.norms.names.known import KnownNames, Name
from callgrade.norms.names.reader import NameReader
from callgrade.norms.names.vocatives import Vocatives
from callgrade.norms.pack.language import Language
from callgrade.norms.pack.pack_file import NameSettings
from callgrade.norms.phrases.matcher import Hit, SpokenText, apart
from callgrade.norms.phrases.tokens import Token, token_texts, tokenise
from callgrade.text import is_han

MOST_GIVEN = 5
"""Names of one person that are used at most, so that no conversation makes the search slow."""

MOST_CAPITALS = 0.75
"""Share of capitals inside sentences up to which they mean something. Greetings in German are full of names and nouns."""

AGENT_TURNS = 3
"""Turns of the agent in which they give their own name. Later "it is …" is said of other things."""

Texts = Mapping[Role, SpokenText]


def texts_and_names(
    conversation: Conversation, record: CallRecord, language: Language, settings: NameSettings
) -> tuple[Texts, KnownNames, NameFinder]:
    """The tokenised words of each role, and the names from the record and the conversation."""
    turns = [tokenise(turn.words, language.spelling) for turn in conversation.turns]
    cased = is_cased([token for tokens in turns for token in tokens])
    recorded = _recorded(record, language)
    finder = recorded.finder(language.names, cased, settings)
    texts = _texts(conversation, turns, finder)
    agent = texts[Role.AGENT]
    companies = _without_marks(agent, agent.find(language.list("company_name")))
    opening = [turn for turn, _, _ in islice(turn_spans(agent), AGENT_TURNS)]
    own = replace(
        recorded,
        given_agent=_given(agent, language, "name_given", finder, apart_from=companies, turns=opening),
        given_company=(*language.companies, *_names(texts[Role.AGENT], apart(companies, ()), finder)),
    )
    own_finder = own.finder(language.names, cased, settings)
    given, possible = _customer(conversation, turns, texts, language, own_finder)
    names = replace(own, given_customer=given, possible_customer=possible)
    full_finder = names.finder(language.names, cased, settings)
    if full_finder.known == finder.known:
        return texts, names, finder
    return _texts(conversation, turns, full_finder), names, full_finder


def _without_marks(text: SpokenText, hits: Sequence[Hit]) -> list[Hit]:
    """The ``hits`` without punctuation inside: "the dentist's, Kim here" names no company of Kim."""
    return [hit for hit in hits if not any(token and token.mark for token in text.tokens[hit.start : hit.end - 1])]


def is_cased(tokens: Sequence[Token]) -> bool:
    """Whether capitals mean something: there are some, but enough words inside sentences have none."""
    lettered = [token for token in tokens if token.text[0].isalpha() and len(token.text) > 1]
    inside = [token.capital for token in lettered if not token.opens]
    return any(token.capital for token in lettered) and bool(inside) and sum(inside) <= MOST_CAPITALS * len(inside)


def _recorded(record: CallRecord, language: Language) -> KnownNames:
    agent, company, customer = (
        token_texts(name or "", language.spelling) for name in (record.agent, record.company, record.customer)
    )
    return KnownNames(agent, company, customer, given_company=language.companies)


def _texts(conversation: Conversation, turns: Sequence[Sequence[Token]], finder: NameFinder) -> Texts:
    def turns_of(role: Role) -> Iterator[tuple[int, Sequence[Token]]]:
        return ((i, turns[i]) for i, turn in enumerate(conversation.turns) if turn.role is role)

    return {role: SpokenText(turns_of(role), finder.slots) for role in Role}


def _given(
    text: SpokenText,
    language: Language,
    phrases: str,
    finder: NameFinder,
    apart_from: Sequence[Hit] = (),
    linked: bool = False,
    turns: Container[int] | None = None,
) -> tuple[Name, ...]:
    """The names of persons in the slot of a list of phrases in ``text``, only in ``turns`` if they are given.

    ``linked``: with particles, only for customers: an agent who says "Lisa van Jansen" is Lisa of the company Jansen.
    """
    hits = apart(text.find(language.list(phrases)), apart_from)
    names = _names(text, [hit for hit in hits if turns is None or text.turns[hit.start] in turns], finder, linked)
    persons = (name for name in names if not any(map(language.names.is_company_word, name)))
    persons = (name for name in persons if not language.names.is_place(name[-1]))
    return tuple(name for name in persons if not finder.is_known("company", name))


def _names(text: SpokenText, hits: Sequence[Hit], finder: NameFinder, linked: bool = False) -> tuple[Name, ...]:
    ends = [(hit, finder.candidates.linked_end(text.tokens, hit.end) if linked else hit.end) for hit in hits]
    found = (finder.candidates.names_in(text.tokens, hit.start, end, linked) for hit, end in ends)
    return tuple(islice(dict.fromkeys(names[0] for names in found if names), MOST_GIVEN))


def _customer(
    conversation: Conversation, turns: Sequence[Sequence[Token]], texts: Texts, language: Language, finder: NameFinder
) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """The customer's names, and names that the customer may have given.

    They are given, in a phrase or by their place, sought by the agent ("am I speaking with …") and not refused, or an
    answer to the question for the name.
    """
    given = _given(texts[Role.CUSTOMER], language, "name_given", finder, linked=True)
    agent = texts[Role.AGENT]
    questions = apart(agent.find(language.list("name_question")), agent.find(language.list("no_name_question")))
    asked = {agent.turns[hit.start] for hit in questions}
    answers = [answer for turn in sorted(asked) if (answer := _answer_to(turn, conversation)) is not None]
    answered = tuple(_first_name(turns[answer], finder) for answer in answers)
    claims = _claims(texts, language, finder, answers)
    sure = tuple(claim.name for claim in claims if claim.sure)
    sought = _given(texts[Role.AGENT], language, "name_sought", finder)
    stated = tuple(filter(None, (*given, *sure, *answered)))
    names = dict.fromkeys((*stated, *(name for name in sought if not stated or _one_of(name, stated, finder))))
    possible = dict.fromkeys(claim.name for claim in claims if not claim.sure)
    return tuple(_not_agents(names, finder)), tuple(_not_agents(possible, finder))


def _not_agents(names: Iterable[Name], finder: NameFinder) -> Iterator[Name]:
    return (name for name in islice(names, MOST_GIVEN) if not finder.is_known("agent", name))


def _one_of(name: Name, stated: Iterable[Name], finder: NameFinder) -> bool:
    """Whether ``name`` has a word of a name that the customer ``stated``: otherwise somebody else answered."""
    return any(said_again(Claim(known, 0, sure=True), [(1, name)], finder) for known in stated)


def _claims(texts: Texts, language: Language, finder: NameFinder, answers: Iterable[int]) -> list[Claim]:
    """What the customer claims; a claim that agent or customer repeat is sure."""
    customer, agent = texts[Role.CUSTOMER], texts[Role.AGENT]
    before, opening, after, openers = (
        language.list(name) for name in ("before_name", "name_opening", "after_name", "opener")
    )
    claims = Introductions(finder, before, opening, after, openers, _heard(agent, customer)).claims(customer, answers)
    again = [(claim.turn, claim.name) for claim in claims]
    vocatives = Vocatives(NameReader(finder.candidates))
    if any(not claim.sure for claim in claims):
        again += [(agent.turns[read.start], read.name) for read in vocatives.find(agent.tokens, everyday=True)]
    return [replace(claim, sure=claim.sure or said_again(claim, again, finder)) for claim in claims]


def _heard(agent: SpokenText, customer: SpokenText) -> frozenset[str]:
    """The words with capitals that the agent says before the customer speaks: names of agent and company, if names."""
    first = next(turn_spans(customer), (0, 0, 0))[0]
    spoken = [range(start, end) for turn, start, end in turn_spans(agent) if turn < first]
    tokens = (agent.tokens[place] for places in spoken for place in places)
    return frozenset(token.text for token in tokens if token and token.capital)


def _answer_to(asked: int, conversation: Conversation) -> int | None:
    """The customer's next turn after turn ``asked``."""
    later = range(asked + 1, len(conversation.turns))
    return next((index for index in later if conversation.turns[index].role is Role.CUSTOMER), None)


def _first_name(tokens: Sequence[Token], finder: NameFinder) -> Name:
    """The first name in an answer, after fillers and the agent's own name."""
    start, candidates = 0, finder.candidates
    while start < min(finder.settings.answer_words, len(tokens)):
        end = max(candidates.linked_end(tokens, start + 1), min(start + 3, len(tokens)))
        if _may_begin(tokens, start) and candidates.may_be_name(tokens[start]) and (names := candidates.names_in(tokens, start, end, linked=True)):
            if not finder.is_known("agent", names[0]):
                return (*candidates.particles_before(tokens, start), *names[0])
            start += len(names[0]) - 1
        start += 1
    return ()


def _may_begin(tokens: Sequence[Token], start: int) -> bool:
    """Whether a name may begin at ``start``: in Chinese, where a sentence or a part of it begins."""
    return not is_han(tokens[start].text) or start == 0 or bool(tokens[start - 1].mark)
