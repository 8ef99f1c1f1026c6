"""The agent finds out the customer's name: by asking, or the customer gives it unasked."""

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.kinds.phrase import present
from callgrade.norms.outcome import Outcome, cannot_tell
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import Slot
from callgrade.norms.phrases.parser import SLOTS

_CUSTOMER = Slot("customer", SLOTS["customer"])


class NameAskedParameters(Section):
    """``window``: where the agent asks."""

    window: str


def judge(parameters: NameAskedParameters, words: NormWords, call: Call) -> Outcome:
    """Pass if the agent asks or the name is given, else fail if all that the customer says is known."""
    where = call.window(parameters.window, Role.AGENT)
    asked = call.inside(call.hits(Role.AGENT, words.phrases, words.not_in), Role.AGENT, where)
    if asked:
        return present(call, Role.AGENT, asked, where)
    found = ((Role.CUSTOMER, _given(call)), (Role.AGENT, _used(call)), (Role.PROMPT, _on_machine(call)))
    for role, known in found:
        if known:
            return Outcome(Verdict.PASS, call.evidence(role, known[:1]), found=True)
    if call.names.possible_customer:
        return cannot_tell(Reason.NO_CUSTOMER_NAME)
    if unheard := call.why_unknown(Role.CUSTOMER, call.window("whole", Role.CUSTOMER)):
        return cannot_tell(unheard)  # the customer may have given it
    return present(call, Role.AGENT, asked, where)


def _given(call: Call) -> list[Hit]:
    """Where the customer says their own name: in a phrase that gives it, or as in the record."""
    text, language = call.text(Role.CUSTOMER), call.language
    hits = call.hits(Role.CUSTOMER, language.list("name_given")) if language else []
    names = [(hit, call.finder.candidates.names_in(text.tokens, hit.start, hit.end)) for hit in hits]
    stated = [hit for hit, found in names if found and call.finder.is_known("customer", found[0])]
    return stated or (text.find([_CUSTOMER]) if call.names.customers else []) or _said(call)


def _said(call: Call) -> list[Hit]:
    """Where the customer says a name that its place tells; of a spelt name the first words of the turn."""
    tokens, names = call.text(Role.CUSTOMER).tokens, call.names.given_customer
    texts = [token.text if token else "" for token in tokens]
    places = ((i, name) for name in names for i in range(len(texts)) if tuple(texts[i : i + len(name)]) == name)
    return [Hit(start, start + len(name), start + len(name)) for start, name in places]


def _used(call: Call) -> list[Hit]:
    """Where the agent says the name of the record: it is known."""
    return call.text(Role.AGENT).find([_CUSTOMER]) if call.names.customer else []


def _on_machine(call: Call) -> list[Hit]:
    """Where the message of the customer's voicemail gives their name."""
    return call.text(Role.PROMPT).find([_CUSTOMER]) if call.names.given_customer else []


KIND = NormKind(
    NameAskedParameters, judge, frozenset({Need.WORDS, Need.AGENT}), words=("phrases",), other_words=("not_in",)
)
