"""What one speaker says calls for certain words of the other: trouble for an apology, a refusal for acceptance."""

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


class ResponseParameters(Section):
    """``turns``: within so many of the speaker's own turns after the trigger.

    ``unprompted``: the response without a trigger that was recognised passes as well.
    """

    speaker: Literal[Role.AGENT, Role.CUSTOMER]
    turns: int = Field(ge=1)
    unprompted: bool


def judge(parameters: ResponseParameters, words: NormWords, call: Call) -> Outcome:
    """Pass when a trigger got its response, not applicable without a trigger."""
    speaker, other = parameters.speaker, OTHER[parameters.speaker]
    triggers = call.hits(other, words.triggers, words.triggers_not_in)
    responses = call.hits(speaker, words.phrases, words.not_in)
    if not triggers:
        if responses and parameters.unprompted:
            return Outcome(Verdict.PASS, call.evidence(speaker, responses[:1]), found=True)
        return not_applicable(Reason.NO_TRIGGER, found=bool(responses))
    for trigger in triggers:
        due = _due(call, speaker, call.turn_of(other, trigger), parameters.turns)
        for response in responses:
            if call.turn_of(speaker, response) in due:
                evidence = (*call.evidence(speaker, [response]), *call.evidence(other, [trigger]))
                return Outcome(Verdict.PASS, evidence, found=True)
    return _unanswered(parameters, call, triggers[0], bool(responses))


def _due(call: Call, speaker: Role, trigger: int, turns: int) -> list[int]:
    """The turns of ``speaker`` in which a response to turn ``trigger`` is looked for."""
    return [index for index, _ in call.turns(speaker) if index > trigger][:turns]


def _unanswered(parameters: ResponseParameters, call: Call, trigger: Hit, found: bool) -> Outcome:
    speaker, other = parameters.speaker, OTHER[parameters.speaker]
    turns = dict(call.turns(speaker))
    due = _due(call, speaker, call.turn_of(other, trigger), parameters.turns)
    if call.uncertain(call.words_of(other, trigger)) or call.uncertain(w for i in due for w in turns[i].words):
        return cannot_tell(Reason.UNCERTAIN_WORDS, found)
    searched = [call.quote(speaker, turns[index].words) for index in due]
    return Outcome(Verdict.FAIL, (*call.evidence(other, [trigger]), *searched), found=found)


KIND = NormKind(
    ResponseParameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT, Need.CUSTOMER}),
    words=("phrases", "triggers"),
    other_words=("not_in", "triggers_not_in"),
)
