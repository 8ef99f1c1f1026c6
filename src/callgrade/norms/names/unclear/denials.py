"""Words that the customer denies right after the agent said them: "not Natarajan"."""

from callgrade.norms.pack.language import Language
from callgrade.norms.phrases.matcher import SpokenText

NEGATION = "negation"
"""The list of a language that holds words that deny."""


def denied_words(customer: SpokenText, agent: SpokenText, language: Language) -> frozenset[str]:
    """The words right after a "not" of the customer that the agent had said in the turn before."""
    turns = zip(agent.tokens, agent.turns, strict=True)
    said = {(token.text, turn + 1) for token, turn in turns if token}
    after = [hit.end for hit in customer.find(language.list(NEGATION)) if hit.end < len(customer.tokens)]
    denied = ((token.text, customer.turns[place]) for place in after if (token := customer.tokens[place]))
    return frozenset(text for text, turn in denied if text not in language.names.never and (text, turn) in said)
