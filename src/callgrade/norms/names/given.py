"""The names of a call from its record, and as the parties give them in the conversation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from callgrade.model.conversation import Conversation
from callgrade.model.record import CallRecord, Role
from callgrade.norms.names.finder import NameFinder
from callgrade.norms.names.known import KnownNames, Name
from callgrade.norms.pack.language import Language
from callgrade.norms.pack.pack_file import NameSettings
from callgrade.norms.phrases.matcher import Hit, SpokenText, apart
from callgrade.norms.phrases.tokens import NOT_KNOWN, Token, token_texts, tokenise

MOST_GIVEN = 5
"""Names of one person that are used at most, so that no conversation makes the search slow."""

Texts = Mapping[Role, SpokenText]


def texts_and_names(
    conversation: Conversation,
    record: CallRecord,
    language: Language,
    settings: NameSettings,
    guessed: frozenset[str] = frozenset(),
) -> tuple[Texts, KnownNames, NameFinder]:
    """The tokenised words of each role, and the names from the record and the conversation.

    ``guessed``: see ``NameFinder``.
    """
    turns = [tokenise(turn.words, language.spelling) for turn in conversation.turns]
    cased = is_cased([token for tokens in turns for token in tokens])
    recorded = _recorded(record, language)
    finder = recorded.finder(language.names, cased, settings, guessed)
    texts = _texts(conversation, turns, finder)
    companies = _without_marks(texts[Role.AGENT], texts[Role.AGENT].find(language.list("company_name")))
    own = replace(
        recorded,
        given_agent=_given(texts[Role.AGENT], language, "name_given", finder, apart_from=companies),
        given_company=(*language.companies, *_names(texts[Role.AGENT], apart(companies, ()), finder)),
    )
    own_finder = own.finder(language.names, cased, settings, guessed)
    names = replace(own, given_customer=_given_customer(conversation, turns, texts, language, own_finder))
    full_finder = names.finder(language.names, cased, settings, guessed)
    if full_finder.known == finder.known:
        return texts, names, finder
    return _texts(conversation, turns, full_finder), names, full_finder


def _without_marks(text: SpokenText, hits: Sequence[Hit]) -> list[Hit]:
    """The ``hits`` without punctuation inside: "the dentist's, Kim here" names no company of Kim."""
    return [hit for hit in hits if not any(token and token.mark for token in text.tokens[hit.start : hit.end - 1])]


def is_cased(tokens: Sequence[Token]) -> bool:
    """Whether capitals mean something: there are some, but most words inside sentences have none."""
    lettered = [token for token in tokens if token.text[0].isalpha() and len(token.text) > 1]
    inside = [token.capital for token in lettered if not token.opens]
    return any(token.capital for token in lettered) and bool(inside) and sum(inside) <= len(inside) / 2


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
) -> tuple[Name, ...]:
    """The names of persons in the slot of a list of phrases in ``text``.

    ``linked``: with particles, only for customers: an agent who says "Lisa van Jansen" is Lisa of the company Jansen.
    """
    names = _names(text, apart(text.find(language.list(phrases)), apart_from), finder, linked)
    persons = (name for name in names if language.names.company_forms.isdisjoint(name))
    return tuple(name for name in persons if not finder.is_known("company", name))


def _names(text: SpokenText, hits: Sequence[Hit], finder: NameFinder, linked: bool = False) -> tuple[Name, ...]:
    ends = [(hit, finder.candidates.linked_end(text.tokens, hit.end) if linked else hit.end) for hit in hits]
    found = (finder.candidates.names_in(text.tokens, hit.start, end, linked) for hit, end in ends)
    known = (names[0] for names in found if names and NOT_KNOWN.isdisjoint(names[0]))
    return tuple(islice(dict.fromkeys(known), MOST_GIVEN))


def _given_customer(
    conversation: Conversation,
    turns: Sequence[Sequence[Token]],
    texts: Texts,
    language: Language,
    finder: NameFinder,
) -> tuple[Name, ...]:
    """The customer's names: given, sought by the agent ("am I speaking with …"), or given in answer to a question."""
    given = _given(texts[Role.CUSTOMER], language, "name_given", finder, linked=True)
    sought = _given(texts[Role.AGENT], language, "name_sought", finder)
    asked = {texts[Role.AGENT].turns[hit.start] for hit in texts[Role.AGENT].find(language.list("name_question"))}
    answers = (_answer(conversation, turns, turn, finder) for turn in sorted(asked))
    names = islice(dict.fromkeys(filter(None, (*given, *sought, *answers))), MOST_GIVEN)
    return tuple(name for name in names if NOT_KNOWN.isdisjoint(name) and not finder.is_known("agent", name))


def _answer(conversation: Conversation, turns: Sequence[Sequence[Token]], asked: int, finder: NameFinder) -> Name:
    """The name in the customer's next turn after turn ``asked``."""
    for index in range(asked + 1, len(turns)):
        if conversation.turns[index].role is Role.CUSTOMER:
            return _first_name(turns[index], finder)
    return ()


def _first_name(tokens: Sequence[Token], finder: NameFinder) -> Name:
    """The first name in an answer, after fillers and the agent's own name."""
    start, candidates = 0, finder.candidates
    while start < min(finder.settings.answer_words, len(tokens)):
        end = max(candidates.linked_end(tokens, start + 1), min(start + 3, len(tokens)))
        if candidates.may_be_name(tokens[start]) and (names := candidates.names_in(tokens, start, end, linked=True)):
            if not finder.is_known("agent", names[0]):
                return (*candidates.particles_before(tokens, start), *names[0])
            start += len(names[0]) - 1
        start += 1
    return ()
