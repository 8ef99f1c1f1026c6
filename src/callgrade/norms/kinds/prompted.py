"""Words that a speaker must say in a window of the call, once the other party has prompted them.

A difficult call needs an apology at its end; an unsolved complaint needs the offer of a senior colleague.
"""

from typing import Literal

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import OTHER, Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit


class PromptedParameters(Section):
    """``speaker``: who must say the words. ``prompts``: number of the other party's turns that must prompt them.

    ``unprompted``: the words also pass without a recognised prompt if they are said as often as prompts are needed: who
    offers help has heard that it is needed. ``settles``: the words count only after the last prompt: who asks again for
    somebody who can help was not offered anybody.
    """

    speaker: Literal[Role.AGENT, Role.CUSTOMER]
    window: str
    prompts: int = Field(ge=1)
    unprompted: bool = False
    settles: bool = False


def judge(parameters: PromptedParameters, words: NormWords, call: Call) -> Outcome:
    """Pass on the words after their prompt, else fail; not applicable without a prompt or after words of ``unless``."""
    speaker, other = parameters.speaker, OTHER[parameters.speaker]
    where = call.window(parameters.window, speaker)
    hits = call.hits(speaker, words.phrases, words.not_in)
    said = call.inside(hits, speaker, where)
    prompts = _by_turn(call, other, call.hits(other, words.triggers, words.triggers_not_in))
    often = len(_by_turn(call, speaker, hits)) >= parameters.prompts
    if said and often and parameters.unprompted and len(prompts) < parameters.prompts:
        return Outcome(Verdict.PASS, call.evidence(speaker, said[:1]), found=True)
    if len(prompts) < parameters.prompts:
        return not_applicable(Reason.NO_TRIGGER, found=bool(said))
    after = call.turn_of(other, prompts[-1 if parameters.settles else 0])
    due = [hit for hit in said if call.turn_of(speaker, hit) > after]
    if due and not where.unplaced:
        return Outcome(Verdict.PASS, (*call.evidence(other, prompts[:1]), *call.evidence(speaker, due[:1])), found=True)
    if _settled(words, call, other, prompts[-1]):
        return not_applicable(Reason.NO_TRIGGER)
    prompting = [word for hit in prompts for word in call.words_of(other, hit)]
    reason = Reason.UNCERTAIN_WORDS if call.uncertain(prompting) else call.why_unknown(speaker, where)
    if reason:
        return cannot_tell(reason, found=bool(due))
    return Outcome(Verdict.FAIL, (*call.evidence(other, prompts), call.searched(speaker, where)))


def _by_turn(call: Call, role: Role, hits: list[Hit]) -> list[Hit]:
    """The first hit of each turn."""
    return sorted({call.turn_of(role, hit): hit for hit in reversed(hits)}.values())


def _settled(words: NormWords, call: Call, other: Role, last: Hit) -> bool:
    """Whether the other party says, in a turn after the ``last`` prompt, that all is well."""
    content = call.hits(other, words.unless)
    return any(call.turn_of(other, hit) > call.turn_of(other, last) for hit in content)


KIND = NormKind(
    PromptedParameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT, Need.CUSTOMER}),
    words=("phrases", "triggers"),
    other_words=("not_in", "triggers_not_in", "unless"),
)
