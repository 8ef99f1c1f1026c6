"""The customer's names, as given in the conversation."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from callgrade.model.conversation import Conversation
from callgrade.model.record import Role
from callgrade.norms.names.finder import NameFinder
from callgrade.norms.names.known import Name
from callgrade.norms.names.places.echoed import echoed, echoed_han
from callgrade.norms.names.places.introductions import (
    Claim,
    Introductions,
    opens_turn,
    said_again,
)
from callgrade.norms.names.places.name_reader import NameReader
from callgrade.norms.names.places.stated import MOST_GIVEN, SURNAME, Texts, names_in_hits, stated_names
from callgrade.norms.names.places.vocatives import Vocatives
from callgrade.norms.pack.language import Language
from callgrade.norms.phrases.matcher import Hit, SpokenText, apart
from callgrade.norms.phrases.tokens import NOT_KNOWN, Token
from callgrade.text import is_han

OPENS_CALL = "opens_call"
"""The list of a language that holds how people ask who is calling: no answer to the question for their name."""


def customer_names(
    conversation: Conversation, turns: Sequence[Sequence[Token]], texts: Texts, language: Language, finder: NameFinder
) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """The customer's names, and names that the customer may have given.

    They are given, in a phrase or by their place, sought by the agent ("am I speaking with …") and not refused, or an
    answer to the question for the name.
    """
    agent = texts[Role.AGENT]
    questions = apart(agent.find(language.list("name_question")), agent.find(language.list("no_name_question")))
    asked = {agent.turns[hit.start] for hit in questions}
    wondered = {texts[Role.CUSTOMER].turns[hit.start] for hit in texts[Role.CUSTOMER].find(language.list(OPENS_CALL))}
    after = [answer for turn in sorted(asked) if (answer := _answer_to(turn, conversation)) is not None]
    answers = [answer for answer in after if answer not in wondered]
    placed = _placed(texts[Role.CUSTOMER], language, finder, answers)
    given = stated_names(texts[Role.CUSTOMER], language, "name_given", finder, linked=True, placed=placed)
    claims = _claims(texts, language, finder, answers)
    sure = tuple(claim.name for claim in claims if claim.sure)
    sought = stated_names(agent, language, "name_sought", finder)
    told = {claim.turn for claim in claims if claim.sure} | _confirmed(texts, language, finder, answers)
    answered = tuple(
        name
        for answer in answers
        if answer not in told
        and _is_new(name := _answered(turns[answer], agent, answer, finder), agent, answer, finder)
    )
    stated = tuple(filter(None, (*given, *_not_guessed((*sure, *answered), claims, finder))))
    names = dict.fromkeys((*stated, *(name for name in sought if not stated or _one_of(name, stated, finder))))
    possible = dict.fromkeys(claim.name for claim in claims if not claim.sure and not _is_letters(claim.name))
    return tuple(_not_agents(names, finder)), tuple(_not_agents(possible, finder))


def _confirmed(texts: Texts, language: Language, finder: NameFinder, answers: Iterable[int]) -> set[int]:
    """The ``answers`` that begin with a yes to a question with a name in it: what follows is no other name."""
    agent, customer = texts[Role.AGENT], texts[Role.CUSTOMER]
    hits = agent.find(language.list("name_sought"))
    named = {agent.turns[hit.start] for hit in hits if names_in_hits(agent, [hit], finder)}
    starts = {turn: spoken.start for turn, spoken in customer.spoken.items()}
    agreed = {hit.start for hit in customer.find(language.list("assent"))}
    return {answer for answer in answers if starts.get(answer) in agreed and _turn_before(agent, answer) in named}


def _is_new(name: Name, agent: SpokenText, answer: int, finder: NameFinder) -> bool:
    """Whether the agent has not said the word, without capitals, before they asked: it is a thing or a time, then."""
    before = _turn_before(agent, answer)
    said = {token.text for token, turn in zip(agent.tokens, agent.turns, strict=True) if token and turn < before}
    return finder.cased or not name or is_han(name[0]) or name[-1] not in said


def _turn_before(agent: SpokenText, answer: int) -> int:
    """The agent's last turn before turn ``answer``."""
    return max((turn for turn in agent.spoken if turn < answer), default=answer)


def _is_letters(name: Name) -> bool:
    """Whether it is only letters, as in a number: "S V six five"."""
    return all(len(word) == 1 and not is_han(word) for word in name)


def _placed(
    text: SpokenText, language: Language, finder: NameFinder, answers: Collection[int]
) -> Callable[[Hit], bool]:
    """Whether a phrase with a name is in a place for one; without capitals "there's a pipe here" looks like one, too.

    Words that are only said before names, the start of a turn, and the answer to the question are such places; after
    the answer only such words are.
    """
    explicit = {hit.start for hit in text.find(language.list("before_name"))}
    openers = language.list("opener")
    greeted = {place for hit in text.find(openers) for place in range(hit.start, hit.end)}

    def placed(hit: Hit) -> bool:
        first = text.tokens[hit.start]
        if finder.cased or (first and is_han(first.text)) or text.turns[hit.start] in answers:
            return True
        if finder.candidates.may_be_name(first) and text.tokens[hit.start - 1] and hit.start - 1 not in greeted:
            return False  # "I got a letter here"
        if not explicit.isdisjoint(range(hit.start, hit.end)):
            return True
        answered = any(answer < text.turns[hit.start] for answer in answers)
        return not answered and opens_turn(text, openers, hit.start, finder)

    return placed


def _not_agents(names: Iterable[Name], finder: NameFinder) -> Iterator[Name]:
    known = (_past_agents(name, finder) for name in islice(names, MOST_GIVEN) if NOT_KNOWN.isdisjoint(name))
    return (name for name in known if not finder.is_known("agent", name))


def _past_agents(name: Name, finder: NameFinder) -> Name:
    """``name`` without the agent's, with which they are greeted: "hi jonas lena here"; marks would part the two."""
    greeted = not finder.cased and len(name) > 1 and not is_han(name[0]) and finder.is_known("agent", name[:1])
    return name[1:] if greeted else name


def _one_of(name: Name, stated: Iterable[Name], finder: NameFinder) -> bool:
    """Whether ``name`` has a word of a name that the customer ``stated``: otherwise somebody else answered."""
    return any(said_again(Claim(known, 0, sure=True), [(1, name)], finder) for known in stated)


def _not_guessed(names: Iterable[Name], claims: Iterable[Claim], finder: NameFinder) -> list[Name]:
    """``names`` without those that only their place tells, if the agent uses another with a title that was said."""
    firm = [claim for claim in claims if claim.sure and claim.firm]
    names = list(filter(None, names))
    return [name for name in names if not firm or _one_of(name, (claim.name for claim in firm), finder)]


def _claims(texts: Texts, language: Language, finder: NameFinder, answers: Collection[int]) -> list[Claim]:
    """What the customer claims; a claim that agent or customer repeat is sure.

    Without a firm one, a name that both say is firm.
    """
    customer, agent = texts[Role.CUSTOMER], texts[Role.AGENT]
    before, opening, after, openers = (
        language.list(name) for name in ("before_name", "name_opening", "after_name", "opener")
    )
    claims = Introductions(finder, before, opening, after, openers, _heard(agent, customer)).claims(customer, answers)
    again = [(claim.turn, claim.name) for claim in claims]
    called = list(Vocatives(NameReader(finder.candidates)).find(agent.tokens, everyday=True))
    again += [(agent.turns[read.start], read.name) for read in called]
    again += _said_by_agent(agent, claims, finder.words.never)
    things = frozenset() if finder.cased else _said_otherwise(customer, claims)
    again = [(turn, tuple(word for word in name if word not in things)) for turn, name in again]
    repeated = [replace(claim, sure=claim.sure or said_again(claim, again, finder)) for claim in claims]
    if any(claim.sure for claim in (claims if not finder.cased else repeated)):
        return repeated
    ends = {end for hit in customer.find((*before, *opening)) for end in (hit.least_end, hit.end)}
    both = [*echoed(agent, customer, called, answers, ends, finder.words.titles)]
    both += echoed_han(agent, customer, finder.words.never)
    return [*repeated, *(replace(claim, firm=True) for claim in both)]


def _said_otherwise(customer: SpokenText, claims: Iterable[Claim]) -> frozenset[str]:
    """The claimed words that the customer says in other places, too: they are things, "the boiler"."""
    said = Counter(token.text for token in customer.tokens if token)
    claimed = Counter(word for _, name in {(claim.turn, claim.name) for claim in claims} for word in name)
    return frozenset(word for word, times in claimed.items() if said[word] > times)


def _said_by_agent(agent: SpokenText, claims: Iterable[Claim], never: frozenset[str]) -> Iterator[tuple[int, Name]]:
    """The rare words of claimed first and last names that the agent says anywhere, and their turns."""
    words = {word for claim in claims if len(claim.name) > 1 for word in claim.name} - never
    said = zip(agent.tokens, agent.turns, strict=True)
    return ((turn, (token.text,)) for token, turn in said if token and token.text in words)


def _heard(agent: SpokenText, customer: SpokenText) -> frozenset[str]:
    """The words with capitals that the agent says before the customer speaks: names of agent and company, if names."""
    first = next(iter(customer.spoken), 0)
    spoken = [range(one.start, one.end) for one in agent.spoken.values() if one.turn < first]
    tokens = (agent.tokens[place] for places in spoken for place in places)
    return frozenset(token.text for token in tokens if token and token.capital)


def _answer_to(asked: int, conversation: Conversation) -> int | None:
    """The customer's next turn after turn ``asked``."""
    later = range(asked + 1, len(conversation.turns))
    return next((index for index in later if conversation.turns[index].role is Role.CUSTOMER), None)


def _answered(tokens: Sequence[Token], agent: SpokenText, answer: int, finder: NameFinder) -> Name:
    """The first name in an answer; not a street, if the agent uses another name in it afterwards."""
    names = list(_names_in(tokens, finder))
    if not names or not finder.words.is_place(names[0][-1]):
        return names[0] if names else ()
    later = {token.text for token, turn in zip(agent.tokens, agent.turns, strict=True) if token and turn > answer}
    return next((name for name in names[1:] if not later.isdisjoint(name)), names[0])


def _names_in(tokens: Sequence[Token], finder: NameFinder) -> Iterator[Name]:
    """The names in an answer, after fillers and the agent's own name."""
    start, candidates = 0, finder.candidates
    while start < min(finder.settings.answer_words, len(tokens)):
        end = max(candidates.linked_end(tokens, start + 1), min(start + 3, len(tokens)))
        if (
            _may_begin(tokens, start)
            and candidates.may_be_name(tokens[start])
            and (names := candidates.names_in(tokens, start, end, linked=True))
        ):
            if not finder.is_known("agent", names[0]) and names[0][0] != SURNAME:
                yield (*candidates.particles_before(tokens, start), *names[0])
            start += len(names[0]) - 1
        start += 1


def _may_begin(tokens: Sequence[Token], start: int) -> bool:
    """Whether a name may begin at ``start``: in Chinese, where a sentence or a part of it begins."""
    return not is_han(tokens[start].text) or start == 0 or bool(tokens[start - 1].mark)
