"""The name by which the agent addresses the customer is the customer's."""

from pydantic import Field
from rapidfuzz.distance import Levenshtein

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Kind, Need
from callgrade.norms.known_names import Name, is_name
from callgrade.norms.language import NormWords
from callgrade.norms.matching import Hit
from callgrade.norms.names import letters, person_forms
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable

MOST_SHOWN = 3


class Parameters(Section):
    """``unlike``: likeness of letters, 0…1, below which a name with another first letter is certainly another one."""

    unlike: float = Field(ge=0, le=1)


def judge(parameters: Parameters, words: NormWords, call: Call) -> Outcome:
    """Fail on a name that is certainly another one, pass on the right one, cannot tell on anything between."""
    named = _named(words, call)
    if not named:
        return not_applicable(Reason.NO_TRIGGER)
    if not call.names.customers:
        return cannot_tell(Reason.NO_CUSTOMER_NAME)
    right = [hit for hit, name in named if is_name(name, call.names.customers, call.namer.words)]
    others = [(hit, name) for hit, name in named if hit not in right]
    wrong = [hit for hit, name in others if _is_other(name, parameters.unlike, call)]
    sure = [hit for hit in wrong if not call.uncertain(call.words_of(Role.AGENT, hit))]
    if sure:
        return Outcome(Verdict.FAIL, call.evidence(Role.AGENT, sure))
    if others or not right:
        return cannot_tell(Reason.UNCERTAIN_WORDS)
    return Outcome(Verdict.PASS, call.evidence(Role.AGENT, right[:MOST_SHOWN]), found=True)


def _named(words: NormWords, call: Call) -> list[tuple[Hit, Name]]:
    """Forms of address with the name in them, without names that are the agent's own or the company's."""
    tokens = call.text(Role.AGENT).tokens
    hits = call.hits(Role.AGENT, words.phrases, words.not_in)
    named = [(hit, name) for hit in hits for name in call.namer.names_in(tokens, hit.start, hit.end)[:1]]
    own = (*call.names.agents, *filter(None, [call.names.company]))
    return [(hit, name) for hit, name in named if not is_name(name, own, call.namer.words)]


def _is_other(name: Name, unlike: float, call: Call) -> bool:
    """Whether ``name`` is certainly none of the customer's: neither alike nor with the same first letter."""
    said = letters("".join(name))
    forms = [form.letters for known in call.names.customers for form in person_forms(known, call.namer.words)]
    return all(said[0] != form[0] and Levenshtein.normalized_similarity(said, form) < unlike for form in forms)


KIND = Kind(Parameters, judge, frozenset({Need.WORDS, Need.AGENT}), words=("phrases",), other_words=("not_in",))
