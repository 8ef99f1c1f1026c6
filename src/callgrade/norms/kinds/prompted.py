"""Words that a speaker must say in a window of the call, once the other party has prompted them.

A difficult call needs an apology at its end; an unsolved complaint needs the offer of a senior colleague.
"""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import OTHER, Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.names.misnaming import NO
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Found, Hit
from callgrade.norms.quotation import NEGATION
from callgrade.norms.signs.asking import NOTHING_MORE
from callgrade.norms.signs.protest import UNPLEASANT, affronts, protests
from callgrade.text import SENTENCE_ENDS

DENIED_WITHIN = 4
"""Words after an offer within which a negation denies it [conv]."""

THANKS = ("wording.thanks",)
"""The norm whose phrases thank."""

ENDS = tuple(mark for mark in (*SENTENCE_ENDS, ",", "，") if mark)
"""Marks that end what a negation belongs to."""


class PromptedParameters(Section):
    """``speaker``: who must say the words. ``prompts``: number of the other party's turns that must prompt them.

    ``unprompted``: the words also pass without a recognised prompt if they are said as often as prompts are needed: who
    offers help has heard that it is needed. ``settles``: the words count only after the last prompt: who asks again for
    somebody who can help was not offered anybody; who asks at once after an offer accepts it. Words that are denied
    ("my boss is not …") are no offer, either, and after an answer that says no the norm fails, whatever of the call is
    missing. ``offence``: the other party also prompts by taking offence, or by any answer to an offence that is no yes.
    ``left_open``: norms whose triggers are prompts, too; one is enough if none of their phrases follows it: a complaint
    that nobody takes up makes a call difficult. So is one prompt where the words are said after it.
    """

    speaker: Literal[Role.AGENT, Role.CUSTOMER]
    window: str
    prompts: int = Field(ge=1)
    unprompted: bool = False
    settles: bool = False
    offence: Literal["taken", "answered"] | None = None
    left_open: tuple[str, ...] = ()


def judge(parameters: PromptedParameters, words: NormWords, call: Call) -> Outcome:
    """Pass on the words after their prompt, else fail; not applicable without a prompt or after words of ``unless``."""
    speaker, other = parameters.speaker, OTHER[parameters.speaker]
    where = call.window(parameters.window, speaker)
    hits = _not_denied(parameters, call, call.hits(speaker, words.phrases, words.not_in))
    said = call.inside(hits, speaker, where)
    prompts = _prompts(parameters, words, call)
    often = len(_by_turn(call, speaker, hits)) >= parameters.prompts
    if said and often and parameters.unprompted and len(prompts) < parameters.prompts:
        return Outcome(Verdict.PASS, call.evidence(speaker, said[:1]), found=True)
    due = _due(parameters, call, prompts, said)
    if not due and len(prompts) < parameters.prompts and not (prompts and _is_left_open(parameters, call)):
        return not_applicable(Reason.NO_TRIGGER, found=bool(said))
    if due and not where.unplaced:
        return Outcome(Verdict.PASS, (*call.evidence(other, prompts[:1]), *call.evidence(speaker, due[:1])), found=True)
    if _settled(words, call, other, prompts[-1]):
        return not_applicable(Reason.NO_TRIGGER)
    prompting = [word for hit in prompts for word in call.words_of(other, hit)]
    refused = parameters.settles and _refused(words, call, speaker, [call.turn_of(other, hit) for hit in prompts])
    unknown = None if refused else call.why_unknown(speaker, where)
    reason = Reason.UNCERTAIN_WORDS if call.uncertain(prompting) else unknown
    if reason:
        return cannot_tell(reason, found=bool(due))
    return Outcome(Verdict.FAIL, (*call.evidence(other, prompts), call.searched(speaker, where)))


def _due(parameters: PromptedParameters, call: Call, prompts: list[Hit], said: list[Hit]) -> list[Hit]:
    """What is ``said`` after the first of the ``prompts``; after the last one, where it settles the call."""
    if not prompts:
        return []
    after = call.turn_of(OTHER[parameters.speaker], prompts[-1 if parameters.settles else 0])
    return [hit for hit in said if call.turn_of(parameters.speaker, hit) > after]


def _is_left_open(parameters: PromptedParameters, call: Call) -> bool:
    """Whether the agent says no phrase of the norms that are ``left_open`` after the last of their triggers."""
    other = OTHER[parameters.speaker]
    asked = {call.turn_of(other, hit) for hit in _complaints(parameters, call)}
    offered = call.turns_of_norms(parameters.speaker, parameters.left_open)
    return bool(asked) and max(asked) > max((turn + 1 for turn in offered), default=0)


def _complaints(parameters: PromptedParameters, call: Call) -> Iterable[Hit]:
    """The triggers of the norms that are ``left_open``."""
    known = call.language.norms if call.language else {}
    words = (known[norm] for norm in parameters.left_open if norm in known)
    other = OTHER[parameters.speaker]
    return (hit for one in words for hit in call.hits(other, one.triggers, one.triggers_not_in))


def _denied(call: Call, speaker: Role, hit: Hit) -> bool:
    """Whether a word that denies follows ``hit`` in its sentence: "my boss is not waiting for you"."""
    tokens = call.text(speaker).tokens
    ends = (i + 1 for i in range(hit.least_end - 1, len(tokens)) if (token := tokens[i]) is None or token.mark in ENDS)
    end = min(next(ends, len(tokens)), hit.least_end + DENIED_WITHIN)
    return any(hit.least_end <= no.start < end for no in call.hits(speaker, call.listed(NEGATION)))


def _refused(words: NormWords, call: Call, speaker: Role, turns: list[int]) -> bool:
    """Whether an answer to one of ``turns`` says no: then nothing that was not heard can mend it."""
    said_no = call.hits(speaker, (*words.not_in, *call.listed(NO), *call.listed(NEGATION)))
    return not {call.turn_of(speaker, hit) - 1 for hit in said_no}.isdisjoint(turns)


def _prompts(parameters: PromptedParameters, words: NormWords, call: Call) -> list[Hit]:
    """The first prompt of each turn; where the words settle the call, no turn that follows words of a phrase."""
    speaker, other = parameters.speaker, OTHER[parameters.speaker]
    known = call.hits(other, words.triggers, words.triggers_not_in)
    phrases = [phrase for phrase in words.phrases if parameters.settles and not isinstance(phrase, Found)]
    offers = _not_denied(parameters, call, call.hits(speaker, phrases, words.not_in))
    accepting = {call.turn_of(speaker, hit) + 1 for hit in offers}
    found = _by_turn(call, other, [*known, *_complaints(parameters, call), *_offended(parameters, call)])
    return [hit for hit in found if call.turn_of(other, hit) not in accepting]


def _offended(parameters: PromptedParameters, call: Call) -> Iterable[Hit]:
    """Where the customer takes offence, or answers an offence or pressure."""
    if parameters.offence is None:
        return ()
    return affronts(call) if parameters.offence == "taken" else protests(call, UNPLEASANT)


def _not_denied(parameters: PromptedParameters, call: Call, hits: list[Hit]) -> list[Hit]:
    """``hits``; without those that are denied, where they settle the call."""
    return [hit for hit in hits if not (parameters.settles and _denied(call, parameters.speaker, hit))]


def _by_turn(call: Call, role: Role, hits: list[Hit]) -> list[Hit]:
    """The first hit of each turn."""
    return sorted({call.turn_of(role, hit): hit for hit in reversed(hits)}.values())


def _settled(words: NormWords, call: Call, other: Role, last: Hit) -> bool:
    """Whether the other party says, in a turn after the ``last`` prompt, that all is well, or all, with thanks."""
    content = call.turns_with(other, words.unless)
    served = call.turns_with(other, call.listed(NOTHING_MORE)) & call.turns_of_norms(other, THANKS)
    return any(turn > call.turn_of(other, last) for turn in content | served)


KIND = NormKind(
    PromptedParameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT, Need.CUSTOMER}),
    words=("phrases", "triggers"),
    other_words=("not_in", "triggers_not_in", "unless"),
    reads=lambda parameters: (*THANKS, *UNPLEASANT, *parameters.left_open),
)
