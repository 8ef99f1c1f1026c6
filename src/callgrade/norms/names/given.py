"""The names of a call from its record, and as the parties give them in the conversation."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from callgrade.model.conversation import Conversation
from callgrade.model.record import CallRecord, Direction, Role, SaidNames
from callgrade.norms.names.customer import customer_names
from callgrade.norms.names.finder import NameFinder
from callgrade.norms.names.known import KnownNames, Name
from callgrade.norms.names.places.stated import Texts, names_in_hits, stated_names
from callgrade.norms.names.short import short_forms
from callgrade.norms.names.unclear.denials import denied_words
from callgrade.norms.pack.language import Language
from callgrade.norms.pack.pack_file import NameSettings
from callgrade.norms.phrases.matcher import Hit, SpokenText, apart
from callgrade.norms.phrases.tokens import Token, token_texts, tokenise
from callgrade.text import is_han

MOST_CAPITALS = 0.75
"""Share of capitals inside sentences up to which they mean something. German nouns have them."""

VOICEMAIL_NAME = "voicemail_name"
"""The list of a language that holds how the message of a voicemail names its owner."""

INTRODUCES = ("name_given", "own_frame")
"""The lists of a language that hold how people give their own name, in common words and in rare ones."""

HEARD = (Role.CUSTOMER, Role.PROMPT)
"""Who gives the customer's name: they themselves, or the message of their voicemail."""

AGENT_TURNS = 3
"""Turns of the agent in which they give their own name. Later "it is …" is said of other things."""


def texts_and_names(
    conversation: Conversation,
    record: CallRecord,
    language: Language,
    settings: NameSettings,
    guessed: frozenset[str] = frozenset(),
    said: SaidNames | None = None,
) -> tuple[Texts, KnownNames, NameFinder]:
    """The tokenised words of each role, and the names from the record and the conversation.

    ``guessed``: see ``NameFinder``; ``said``: the names of the conversation, if they have been found before.
    """
    turns = [tokenise(turn.words, language.spelling) for turn in conversation.turns]
    cased = is_cased([token for tokens in turns for token in tokens])

    def finder_of(names: KnownNames) -> NameFinder:
        return names.finder(language.names, cased, settings, guessed)

    recorded = _recorded(record, language)
    finder = finder_of(recorded)
    texts = _texts(conversation, turns, finder)
    if said is None:
        own = _with_own(recorded, texts[Role.AGENT], language, finder)
        names = _with_customers(own, conversation, turns, texts, language, finder_of(own), record.direction)
    else:
        names = recorded.with_said(said)
    full_finder = finder_of(names)
    if full_finder.known == finder.known:
        return texts, names, finder
    return _texts(conversation, turns, full_finder), names, full_finder


def _with_own(recorded: KnownNames, agent: SpokenText, language: Language, finder: NameFinder) -> KnownNames:
    """``recorded`` with the names of agent and company that the agent says."""
    companies = _without_marks(agent, agent.find(language.list("company_name")))
    opening = list(islice(agent.spoken, AGENT_TURNS if _shows_names(agent, finder.cased) else 1))
    introduced = (stated_names(agent, language, one, finder, companies, turns=opening) for one in INTRODUCES)
    return replace(
        recorded,
        given_agent=tuple(dict.fromkeys(chain.from_iterable(introduced))),
        given_company=(*language.companies, *names_in_hits(agent, apart(companies, ()), finder)),
    )


def _with_customers(
    own: KnownNames,
    conversation: Conversation,
    turns: Sequence[Sequence[Token]],
    texts: Texts,
    language: Language,
    finder: NameFinder,
    direction: Direction | None,
) -> KnownNames:
    """``own`` with the customer's names, which ``finder``, that of these names, does not know yet."""
    given, possible = customer_names(conversation, turns, texts, language, finder)
    short = [one for role in HEARD for one in short_forms(texts[role], own.customer, language.names)]
    is_outbound = direction is Direction.OUTBOUND
    machine = stated_names(texts[Role.PROMPT], language, VOICEMAIL_NAME, finder) if is_outbound else ()
    told = _undenied((*given, *short, *machine), texts, language)
    return replace(own, given_customer=tuple(dict.fromkeys(told)), possible_customer=possible)


def _undenied(names: Sequence[Name], texts: Texts, language: Language) -> Sequence[Name]:
    """``names`` without those that the customer denies ("not Natarajan"), if others are left."""
    denied = denied_words(texts[Role.CUSTOMER], texts[Role.AGENT], language)
    left = [name for name in names if name[-1] not in denied]
    return left or names


def _shows_names(text: SpokenText, cased: bool) -> bool:
    """Whether a name looks like one: it has a capital, or is Chinese. Else "I stand here" gives the name Stand."""
    return cased or any(token is not None and is_han(token.text) for token in text.tokens)


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
