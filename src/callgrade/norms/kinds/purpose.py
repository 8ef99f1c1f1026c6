"""The agent says what the call is about: by a phrase, or by stating something in the opening.

A caller greets, gives names, asks whether the moment suits, and then says the matter, often in words that no phrase
foresees ("your glasses are here"). So a statement that is none of those is the matter. Questions are none: some
callers hide the purpose behind them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pydantic import Field

from callgrade.model.finding import Verdict
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds import phrase
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.kinds.phrase import PhraseParameters
from callgrade.norms.outcome import Outcome
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import questions, spoken_turns
from callgrade.norms.quotation import NEGATION
from callgrade.norms.signs.explained import clauses, explained, places
from callgrade.text import is_han

ASKS_MATTER = "asks_matter"
"""The list of a language that holds how a customer asks what the call is about."""

OF_NAME = 3
"""Characters of a person's name at most."""

FIRST_TURNS = 4
"""Turns of the customer in which that question shows that nobody said it. [conv]"""


class PurposeParameters(PhraseParameters):
    """``beside``: norms whose words are no matter; ``words``, ``characters``: of a statement (Chinese: characters)."""

    beside: tuple[str, ...] = ()
    words: int = Field(ge=1)
    characters: int = Field(ge=1)


def judge(parameters: PurposeParameters, words: NormWords, call: Call) -> Outcome:
    """Pass if a phrase, or else a statement, says the matter; else fail on the span that was searched."""
    outcome = phrase.judge(parameters, words, call)
    if outcome.verdict is not Verdict.FAIL:
        return outcome
    where = call.window(parameters.window, Role.AGENT)
    stated = [hit for hit in call.inside(_statements(parameters, words, call), Role.AGENT, where) if _heeded(call, hit)]
    return (
        replace(outcome, verdict=Verdict.PASS, evidence=call.evidence(Role.AGENT, stated[:1]), found=True)
        if stated
        else outcome
    )


def _heeded(call: Call, hit: Hit) -> bool:
    """Whether the customer does not ask after ``hit``, early in the call, what it is about.

    "What is it about no that you do not understand?" asks nothing.
    """
    phrases = call.listed(ASKS_MATTER)
    said = call.turn_of(Role.AGENT, hit)
    early = {turn for turn, _ in call.turns(Role.CUSTOMER)[:FIRST_TURNS] if turn > said}
    denied = {hit.start for hit in call.hits(Role.CUSTOMER, call.listed(NEGATION))}
    asks = (one for one in call.hits(Role.CUSTOMER, phrases) if denied.isdisjoint(range(one.start, one.end + 1)))
    return not any(call.turn_of(Role.CUSTOMER, asked) in early for asked in asks)


def _statements(parameters: PurposeParameters, words: NormWords, call: Call) -> Iterator[Hit]:
    """The clauses of the agent that are long enough, beside what is no matter."""
    beside = explained(call, parameters.beside) | places(call, words.not_in)
    asked = {place for one in questions(call, Role.AGENT) for place in range(one.start, one.end)}
    for spoken in spoken_turns(call, Role.AGENT):
        for clause in clauses(call, spoken):
            if spoken.marked and asked & set(clause):
                continue
            yield from _long_enough(parameters, call, [one for one in clause if one not in asked | beside])


def _long_enough(parameters: PurposeParameters, call: Call, said: Sequence[int]) -> Iterator[Hit]:
    """The whole of ``said`` if enough of them hold words that are no names.

    Many Chinese characters may be in a name and are in none, so a few more of any also are enough.
    """
    tokens, candidates = call.text(Role.AGENT).tokens, call.finder.candidates
    plain = [token.text for place in said if (token := tokens[place]) and not candidates.may_be_name(token)]
    han = bool(plain) and is_han(plain[0])
    least = parameters.characters if han else parameters.words
    if len(plain) >= least or (han and len(said) >= least + OF_NAME):
        yield Hit(said[0], said[-1] + 1, said[-1] + 1)


def _reads(parameters: PurposeParameters) -> tuple[str, ...]:
    return parameters.beside


KIND = NormKind(
    PurposeParameters,
    judge,
    frozenset({Need.WORDS}),
    words=("phrases",),
    other_words=("not_in", "unless"),
    reads=_reads,
)
