"""Hesitation, as far as it can be counted: hedging words, response time and pauses, each with its own limit."""

from dataclasses import replace
from itertools import chain

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds import measure, phrase_rate
from callgrade.norms.kinds.kind import NormKind
from callgrade.norms.kinds.measure import WORST_FIRST, Checks, mistaken_checks
from callgrade.norms.outcome import Outcome
from callgrade.norms.pack.language import NormWords


class HesitationParameters(Section):
    """``checks``: as of kind ``measure``. ``upper``, ``tolerance``: hedging words per 100 words of the agent."""

    checks: Checks
    upper: float = Field(ge=0)
    tolerance: float = Field(ge=0)
    least_words: int = Field(ge=1)


def judge(parameters: HesitationParameters, words: NormWords, call: Call) -> Outcome:
    """The worst component, with the evidence of all; without hedging words if the language lists none."""
    measured = measure.judge(measure.MeasureParameters(checks=parameters.checks), words, call)
    if not words.phrases:
        return measured
    limits = phrase_rate.PhraseRateParameters(
        speaker=Role.AGENT,
        upper=parameters.upper,
        tolerance=parameters.tolerance,
        least_words=parameters.least_words,
    )
    hedged = phrase_rate.judge(limits, words, call)
    judged = [outcome for outcome in (hedged, measured) if outcome.verdict.judged] or [measured]
    worst = min(judged, key=lambda outcome: WORST_FIRST.index(outcome.verdict))
    evidence = tuple(chain.from_iterable(outcome.evidence for outcome in judged))
    return replace(worst, evidence=evidence, found=hedged.found)


KIND = NormKind(
    HesitationParameters,
    judge,
    other_words=("phrases", "not_in"),
    mistakes=lambda parameters, _norms: mistaken_checks(parameters.checks),
)
