"""No technical term without an explanation near it. The terms are the list ``jargon`` of the language or the site."""

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit

JARGON = "jargon"


class JargonParameters(Section):
    """``near``: most words between a term and its explanation in the same turn."""

    near: int = Field(ge=0)


def judge(parameters: JargonParameters, words: NormWords, call: Call) -> Outcome:
    """Fail on terms that are not explained and that the customer does not use; else pass."""
    terms = call.listed(JARGON)
    if not terms:
        return not_applicable(Reason.NO_TERMS)
    used = call.hits(Role.AGENT, terms, words.not_in)
    explained = call.hits(Role.AGENT, words.phrases)
    known = {_text(call, Role.CUSTOMER, hit) for hit in call.hits(Role.CUSTOMER, terms)}
    bare = [
        hit
        for hit in used
        if _text(call, Role.AGENT, hit) not in known and not any(_near(parameters, call, hit, e) for e in explained)
    ]
    bare = list({_text(call, Role.AGENT, hit): hit for hit in reversed(bare)}.values())[::-1]
    sure = [hit for hit in bare if not call.uncertain(call.words_of(Role.AGENT, hit))]
    if sure and (reason := call.why_unknown(Role.CUSTOMER, call.window("whole", Role.CUSTOMER))):
        return cannot_tell(reason, found=True)  # the customer may have used the term
    if sure:
        return Outcome(Verdict.FAIL, call.evidence(Role.AGENT, sure), found=True)
    if bare:
        return cannot_tell(Reason.UNCERTAIN_WORDS, found=True)
    return Outcome(Verdict.PASS, (call.searched(Role.AGENT, call.window("whole", Role.AGENT)),))


def _near(parameters: JargonParameters, call: Call, term: Hit, explanation: Hit) -> bool:
    same_turn = call.turn_of(Role.AGENT, term) == call.turn_of(Role.AGENT, explanation)
    return same_turn and 0 <= explanation.start - term.end <= parameters.near


def _text(call: Call, role: Role, hit: Hit) -> tuple[str, ...]:
    return tuple(token.text for token in call.text(role).tokens[hit.start : hit.end] if token)


KIND = NormKind(
    JargonParameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT}),
    words=("phrases",),
    other_words=("not_in",),
    lists=(JARGON,),
)
