"""Words of one party require a response of the other: a reported problem requires an apology.

Nobody can list all words of sympathy. A turn that answers the report, begins with an interjection ("aw, …"), and does
not just agree or ask may hold some, so it is listened to, unless it is unkind.

An interjection alone shows sympathy only where a trouble was told, and not from somebody who insults or blames: "Goh,
how clever you are."
"""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span
from callgrade.norms.announcements import ASSENT
from callgrade.norms.call import OTHER, Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import spoken_turns
from callgrade.norms.signs.asking import INTERROGATIVE
from callgrade.norms.signs.protest import OFFENCES, implied_trouble
from callgrade.norms.signs.spoken_to import spoken_to

INTERJECTION = "interjection"
"""The list of a language that holds how turns of feeling begin ("aw", "goodness")."""

ALONE = 2
"""Words of a mocking interjection at most ("oh dear") [conv]."""


class ResponseParameters(Section):
    """``turns``: number of the speaker's turns after the trigger that may contain the response.

    ``unprompted``: a response without a recognised trigger, or before it, also passes. ``also``: norms whose triggers
    are triggers here, too, if the speaker says something after them: who complains has a problem. ``implied``: norms
    whose words show that a customer who called had told a problem, where nothing else shows it.
    """

    speaker: Literal[Role.AGENT, Role.CUSTOMER]
    turns: int = Field(ge=1)
    unprompted: bool
    also: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()


def judge(parameters: ResponseParameters, words: NormWords, call: Call) -> Outcome:
    """Pass if a trigger got its response, else fail; not applicable without a trigger."""
    speaker, other = parameters.speaker, OTHER[parameters.speaker]
    triggers = call.hits(other, words.triggers, words.triggers_not_in) or list(_others(parameters, words, call))
    triggers = triggers or list(implied_trouble(call, parameters.implied))
    responses = spoken_to(call, speaker, call.hits(speaker, words.phrases, words.not_in))
    unkind = bool(call.turns_of_norms(speaker, OFFENCES))
    if unkind or not triggers:
        responses = _more_than_exclaimed(call, speaker, responses, ALONE if unkind else 1)
    if not triggers:
        if responses and parameters.unprompted:
            return Outcome(Verdict.PASS, call.evidence(speaker, responses[:1]), found=True)
        return not_applicable(Reason.NO_TRIGGER, found=bool(responses))
    for trigger in triggers:
        due = [
            *_due(call, speaker, call.turn_of(other, trigger), parameters.turns),
            *_before(parameters, call, trigger),
        ]
        for response in responses:
            if call.turn_of(speaker, response) in due:
                evidence = (*call.evidence(speaker, [response]), *call.evidence(other, [trigger]))
                return Outcome(Verdict.PASS, evidence, found=True)
    return _unanswered(parameters, call, triggers, bool(responses))


def _more_than_exclaimed(call: Call, speaker: Role, responses: list[Hit], most: int) -> list[Hit]:
    """``responses`` that are more than an interjection of ``most`` words."""
    starts = {hit.start for hit in call.hits(speaker, call.listed(INTERJECTION))}
    return [hit for hit in responses if hit.end - hit.start > most or hit.start not in starts]


def _others(parameters: ResponseParameters, words: NormWords, call: Call) -> Iterator[Hit]:
    """The triggers of other norms after which the speaker could have responded."""
    other, known = OTHER[parameters.speaker], call.language.norms if call.language else {}
    last = max((index for index, _ in call.turns(parameters.speaker)), default=0)
    for norm in (known[name] for name in parameters.also if name in known):
        hits = call.hits(other, norm.triggers, (*norm.triggers_not_in, *words.triggers_not_in))
        yield from (hit for hit in hits if call.turn_of(other, hit) < last)


def _due(call: Call, speaker: Role, trigger: int, turns: int) -> list[int]:
    """The turns of ``speaker`` that may contain the response to turn ``trigger``."""
    return [index for index, _ in call.turns(speaker) if index > trigger][:turns]


def _before(parameters: ResponseParameters, call: Call, trigger: Hit) -> list[int]:
    """The speaker's turns before the ``trigger`` in which a response counts: the problem may have been told before."""
    if not parameters.unprompted:
        return []
    other = OTHER[parameters.speaker]
    told, last = call.turns(other)[0][0], call.turn_of(other, trigger)
    return [index for index, _ in call.turns(parameters.speaker) if told < index < last]


def _unanswered(parameters: ResponseParameters, call: Call, triggers: list[Hit], found: bool) -> Outcome:
    speaker, other, trigger = parameters.speaker, OTHER[parameters.speaker], triggers[0]
    turns = dict(call.turns(speaker))
    due = _due(call, speaker, call.turn_of(other, trigger), parameters.turns)
    triggering = call.words_of(other, trigger)
    until_s = turns[due[-1]].end_s if len(due) == parameters.turns else call.conversation.duration_s
    where = call.turns_window(
        [(i, turns[i]) for i in due], Span(triggering[0].start_s, max(triggering[0].start_s, until_s))
    )
    unsure = Reason.UNCERTAIN_WORDS if call.uncertain(triggering) else None
    reason = call.edges.missing or call.why_unknown(speaker, where) or unsure
    if reason:
        return cannot_tell(reason, found)
    answers = [call.turn_of(other, one) + 1 for one in triggers]
    if exclaimed := _exclaimed(call, speaker, [*_before(parameters, call, trigger), *answers]):
        evidence = (*call.evidence(other, [trigger]), *call.evidence(speaker, exclaimed))
        return Outcome(Verdict.CANNOT_TELL, evidence, reason=Reason.LISTEN, found=found)
    searched = [call.quote(speaker, turns[index].words) for index in due]
    return Outcome(Verdict.FAIL, (*call.evidence(other, [trigger]), *searched), found=found)


def _exclaimed(call: Call, speaker: Role, turns: list[int]) -> list[Hit]:
    """The first of the ``turns`` that begins with an interjection, and neither just agrees or asks nor is unkind."""
    starts, agreeing = ({hit.start for hit in call.hits(speaker, call.listed(name))} for name in (INTERJECTION, ASSENT))
    asking = {hit.start - 1 for hit in call.hits(speaker, call.listed(INTERROGATIVE))}
    kind = set(turns) - call.turns_of_norms(speaker, OFFENCES)
    said = (one for one in spoken_turns(call, speaker) if one.turn in kind and one.start in starts - agreeing - asking)
    return spoken_to(call, speaker, (Hit(one.start, one.end, one.end) for one in said))[:1]


KIND = NormKind(
    ResponseParameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT, Need.CUSTOMER}),
    words=("phrases", "triggers"),
    other_words=("not_in", "triggers_not_in"),
    reads=lambda parameters: (*parameters.also, *parameters.implied, *OFFENCES),
)
