"""The names of a call: as the record has them, and as they are given in the conversation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from callgrade.model.conversation import Conversation
from callgrade.model.record import CallRecord, Role
from callgrade.norms.names.finder import Namer
from callgrade.norms.names.forms import NameWords, company_forms, person_forms
from callgrade.norms.pack.language import Language
from callgrade.norms.phrases.matcher import Hit, SpokenText, apart
from callgrade.norms.phrases.tokens import Token, token_texts, tokenise

Name = tuple[str, ...]
"""A name as tokens."""

ANSWER_WORDS = 6
"""Words into an answer within which a name that was asked for is expected to begin [conv]."""


MOST_GIVEN = 5
"""Names of one person that are believed, so that no talk, however odd, makes the search for them slow."""


@dataclass(frozen=True)
class KnownNames:
    """Names as tokens, ``()`` where unknown. ``given_*``: as said in the call, in order."""

    agent: Name = ()
    company: Name = ()
    customer: Name = ()
    given_agent: tuple[Name, ...] = ()
    given_company: tuple[Name, ...] = ()
    given_customer: tuple[Name, ...] = ()

    @property
    def customers(self) -> tuple[Name, ...]:
        """All names of the customer."""
        return tuple(dict.fromkeys(filter(None, (self.customer, *self.given_customer))))

    @property
    def companies(self) -> tuple[Name, ...]:
        """All names of the company."""
        return tuple(dict.fromkeys(filter(None, (self.company, *self.given_company))))

    @property
    def agents(self) -> tuple[Name, ...]:
        """All names of the agent."""
        return tuple(dict.fromkeys(filter(None, (self.agent, *self.given_agent))))

    def namer(self, words: NameWords, cased: bool) -> Namer:
        """What finds these names in speech."""
        known = {
            "agent": tuple(form for name in self.agents for form in person_forms(name, words)),
            "company": tuple(form for name in self.companies for form in company_forms(name, words)),
            "customer": tuple(form for name in self.customers for form in person_forms(name, words)),
        }
        return Namer({slot: tuple(dict.fromkeys(forms)) for slot, forms in known.items()}, words, cased)


Texts = Mapping[Role, SpokenText]


def texts_and_names(
    conversation: Conversation, record: CallRecord, language: Language
) -> tuple[Texts, KnownNames, Namer]:
    """What both said, ready for phrases, with the names of the record and of the conversation."""
    turns = [tokenise(turn.words, language.spelling) for turn in conversation.turns]
    cased = is_cased([token for tokens in turns for token in tokens])
    recorded = _recorded(record, language)
    namer = recorded.namer(language.names, cased)
    texts = _texts(conversation, turns, namer)
    companies = _unparted(texts[Role.AGENT], texts[Role.AGENT].find(language.list("company_name")))
    own = replace(
        recorded,
        given_agent=_given(texts[Role.AGENT], language, "name_given", namer, apart_from=companies),
        given_company=(*language.companies, *_names(texts[Role.AGENT], apart(companies, ()), namer)),
    )
    own_namer = own.namer(language.names, cased)
    names = replace(own, given_customer=_given_customer(conversation, turns, texts, language, own_namer))
    full_namer = names.namer(language.names, cased)
    if full_namer.known == namer.known:
        return texts, names, namer
    return _texts(conversation, turns, full_namer), names, full_namer


def _unparted(text: SpokenText, hits: Sequence[Hit]) -> list[Hit]:
    """``hits`` without a mark inside: "the dentist's, Kim here" names no company of Kim."""
    return [hit for hit in hits if not any(token and token.mark for token in text.tokens[hit.start : hit.end - 1])]


def is_cased(tokens: Sequence[Token]) -> bool:
    """Whether capitals mean something: there are some, and most words inside sentences have none."""
    lettered = [token for token in tokens if token.text[0].isalpha() and len(token.text) > 1]
    inside = [token.capital for token in lettered if not token.opens]
    return any(token.capital for token in lettered) and bool(inside) and sum(inside) <= len(inside) / 2


def _recorded(record: CallRecord, language: Language) -> KnownNames:
    agent, company, customer = (
        token_texts(name or "", language.spelling) for name in (record.agent, record.company, record.customer)
    )
    return KnownNames(agent, company, customer, given_company=language.companies)


def _texts(conversation: Conversation, turns: Sequence[Sequence[Token]], namer: Namer) -> Texts:
    return {
        role: SpokenText(((i, turns[i]) for i, turn in enumerate(conversation.turns) if turn.role is role), namer.slots)
        for role in Role
    }


def _given(
    text: SpokenText,
    language: Language,
    phrases: str,
    namer: Namer,
    apart_from: Sequence[Hit] = (),
    linked: bool = False,
) -> tuple[Name, ...]:
    """Names of persons that fill the slot of a list of phrases in ``text``.

    ``linked``: with particles. Only what customers say of themselves is read so: "Lisa van Jansen" is, of an agent,
    Lisa of the company Jansen.
    """
    names = _names(text, apart(text.find(language.list(phrases)), apart_from), namer, linked)
    persons = (name for name in names if language.names.company_forms.isdisjoint(name))
    return tuple(name for name in persons if not namer.is_known("company", name))


def _names(text: SpokenText, hits: Sequence[Hit], namer: Namer, linked: bool = False) -> tuple[Name, ...]:
    ends = [(hit, namer.linked_end(text.tokens, hit.end) if linked else hit.end) for hit in hits]
    found = (namer.names_in(text.tokens, hit.start, end, linked) for hit, end in ends)
    return tuple(islice(dict.fromkeys(names[0] for names in found if names), MOST_GIVEN))


def _given_customer(
    conversation: Conversation,
    turns: Sequence[Sequence[Token]],
    texts: Texts,
    language: Language,
    namer: Namer,
) -> tuple[Name, ...]:
    """The customer's names: told, sought by the agent ("am I speaking with …"), or answered to the agent's question."""
    told = _given(texts[Role.CUSTOMER], language, "name_given", namer, linked=True)
    sought = _given(texts[Role.AGENT], language, "name_sought", namer)
    asked = {texts[Role.AGENT].turns[hit.start] for hit in texts[Role.AGENT].find(language.list("name_question"))}
    answers = (_answer(conversation, turns, turn, namer) for turn in sorted(asked))
    names = islice(dict.fromkeys(filter(None, (*told, *sought, *answers))), MOST_GIVEN)
    return tuple(name for name in names if not namer.is_known("agent", name))


def _answer(conversation: Conversation, turns: Sequence[Sequence[Token]], asked: int, namer: Namer) -> Name:
    """The name in the customer's next turn after turn ``asked``."""
    for index in range(asked + 1, len(turns)):
        if conversation.turns[index].role is Role.CUSTOMER:
            return _first_name(turns[index], namer)
    return ()


def _first_name(tokens: Sequence[Token], namer: Namer) -> Name:
    """The name with which an answer begins, past fillers and the agent's own name."""
    start = 0
    while start < min(ANSWER_WORDS, len(tokens)):
        end = max(namer.linked_end(tokens, start + 1), min(start + 3, len(tokens)))
        if namer.may_be_name(tokens[start]) and (names := namer.names_in(tokens, start, end, linked=True)):
            if not namer.is_known("agent", names[0]):
                return (*namer.particles_before(tokens, start), *names[0])
            start += len(names[0]) - 1
        start += 1
    return ()
