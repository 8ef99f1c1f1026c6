"""The agent names the company, or gives their own name, in the opening.

Known names are found as such; unknown ones by their place ("this is … from …"). A word in such a place that is
another party's name is not what is looked for: "thank you for calling, Olivia" names no company.
"""

from typing import Literal

from callgrade.config.section import Section
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Kind, Need
from callgrade.norms.kinds.phrase import present
from callgrade.norms.known_names import Name, is_name
from callgrade.norms.language import NormWords
from callgrade.norms.matching import Hit
from callgrade.norms.names import alike, company_forms, letters
from callgrade.norms.outcome import Outcome


class Parameters(Section):
    """``who``: whose name is to be given."""

    who: Literal["agent", "company"]
    window: str


def judge(parameters: Parameters, words: NormWords, call: Call) -> Outcome:
    """Pass when the name is given, else fail on the stretch that was searched."""
    where = call.stretch(parameters.window, Role.AGENT)
    hits = call.inside(call.hits(Role.AGENT, words.phrases, words.not_in), Role.AGENT, where)
    return present(call, Role.AGENT, [hit for hit in hits if _of(parameters.who, call, hit)], where)


def _of(who: str, call: Call, hit: Hit) -> bool:
    """Whether one of the names in ``hit`` may be the one that is looked for; a phrase may also hold none."""
    names = call.namer.names_in(call.text(Role.AGENT).tokens, hit.start, hit.end)
    return not names or any(_may_be(who, name, call) for name in names)


def _may_be(who: str, name: Name, call: Call) -> bool:
    words = call.namer.words
    if _is_company(name, call):
        return who == "company"
    if is_name(name, call.names.customers, words):
        return False
    return who == "agent" or not is_name(name, call.names.agents, words)


def _is_company(name: Name, call: Call) -> bool:
    """Whether ``name`` is the known company's, or has a word that only companies have."""
    words = call.namer.words
    known = any(alike(letters("".join(name)), form) for form in company_forms(call.names.company, words))
    return known or not words.company_forms.isdisjoint(name)


KIND = Kind(Parameters, judge, frozenset({Need.WORDS, Need.AGENT}), words=("phrases",), other_words=("not_in",))
