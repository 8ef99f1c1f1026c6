"""A measured number inside its limits, or the worst of several."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from callgrade.config.language_code import LanguageCode
from callgrade.config.section import Section
from callgrade.model.catalogue import CATALOGUE
from callgrade.model.finding import Evidence, Verdict
from callgrade.model.measurement import Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Kind, Mistake
from callgrade.norms.language import NormWords
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable

MOST_SHOWN = 10
WORST_FIRST = (Verdict.FAIL, Verdict.CANNOT_TELL, Verdict.PARTIAL, Verdict.PASS, Verdict.NOT_APPLICABLE)
NOTHING_TO_MEASURE = (Reason.NO_HOLD, Reason.NOT_ANSWERED)
"""Reasons that are an answer: the call has nothing of the sort."""

Limits = tuple[Annotated[float | None, Field(allow_inf_nan=False)], Annotated[float | None, Field(allow_inf_nan=False)]]


class Check(Section):
    """Limits on one measurement, in ``unit``; the limits themselves pass.

    ``bands``: limits per language in place of ``lower`` and ``upper``; ``None``: no band for this language.
    ``tolerance``: how far outside is partial. ``optional``: may be missing when another check has a value.
    ``record``: field of the call record that holds the same quantity, for when the sound gives none.
    """

    role: Role | None
    unit: str
    lower: float | None = Field(default=None, allow_inf_nan=False)
    upper: float | None = Field(default=None, allow_inf_nan=False)
    bands: dict[LanguageCode, Limits | None] | None = None
    tolerance: float = Field(default=0, ge=0, allow_inf_nan=False)
    optional: bool = False
    record: str | None = Field(default=None, pattern="^ring_to_answer_s$")

    @model_validator(mode="after")
    def _limits_once(self) -> "Check":
        if self.bands is not None and not (self.lower is None and self.upper is None):
            raise ValueError("give bands, or lower and upper, not both")
        return self


def _listed(name: str) -> str:
    if name not in CATALOGUE:
        near = get_close_matches(name, CATALOGUE, n=1)
        raise ValueError(f"no measurement is called {name!r}" + (f"; is it {near[0]!r}?" if near else ""))
    return name


Checks = Annotated[dict[Annotated[str, AfterValidator(_listed)], Check], Field(min_length=1)]
"""Measurement name → limits."""


class Parameters(Section):
    """``checks``: what is measured, and its limits."""

    checks: Checks


def mistaken_checks(checks: Mapping[str, Check]) -> Iterator[Mistake]:
    """Checks of what is not measured so: of somebody else, or in another unit."""
    for name, check in checks.items():
        entry = CATALOGUE[name]
        if check.role not in entry.roles:
            roles = " or ".join(role.value if role else "null" for role in entry.roles)
            yield ("checks", name, "role"), f"{name} is not measured of {check.role or 'null'}", f"Write {roles}."
        if check.unit != entry.unit:
            yield (
                ("checks", name, "unit"),
                f"{name} is not measured in {check.unit}",
                f"Give its limits in {entry.unit}.",
            )


def judge(parameters: Parameters, _words: NormWords, call: Call) -> Outcome:
    """The worst of the checks; optional ones that are missing are passed over when another one has a value."""
    checked = [(check, _check(name, check, call)) for name, check in parameters.checks.items()]
    counted = [outcome for check, outcome in checked if outcome.verdict.judged or not check.optional]
    counted = counted or [outcome for _, outcome in checked]
    return min(counted, key=lambda outcome: WORST_FIRST.index(outcome.verdict))


def _check(name: str, check: Check, call: Call) -> Outcome:
    measured = call.measurements.get(name, check.role)
    recorded = getattr(call.record, check.record) if check.record else None
    value = measured.value if measured and measured.value is not None else recorded
    if value is None:
        reason = _why_missing(measured, call)
        return not_applicable(reason) if reason in NOTHING_TO_MEASURE else cannot_tell(reason)
    limits = _limits(check, call)
    if limits is None:
        return cannot_tell(Reason.NO_BAND if call.conversation.language else Reason.NO_LANGUAGE)
    verdict = _verdict(value, limits, check.tolerance)
    evidence = _evidence(measured, limits[1], verdict, call) if measured and measured.value is not None else ()
    unit = measured.unit if measured else check.unit
    return Outcome(verdict, evidence, verdict is not Verdict.PASS, value, unit)


def _why_missing(measured: Measurement | None, call: Call) -> Reason:
    if measured and measured.reason:
        return measured.reason
    return Reason.NO_SPEECH if call.conversation.has_audio else Reason.NO_AUDIO


def _limits(check: Check, call: Call) -> Limits | None:
    if check.bands is None:
        return check.lower, check.upper
    return check.bands.get(call.conversation.language or "")


def _verdict(value: float, limits: Limits, tolerance: float) -> Verdict:
    lower, upper = limits
    outside = max(0.0, lower - value if lower is not None else 0.0, value - upper if upper is not None else 0.0)
    if outside == 0:
        return Verdict.PASS
    return Verdict.PARTIAL if outside <= tolerance else Verdict.FAIL


def _evidence(measured: Measurement, upper: float | None, verdict: Verdict, call: Call) -> tuple[Evidence, ...]:
    """Where the value comes from; of stretches that are too long, those over the limit."""
    spans = measured.evidence.spans
    if measured.unit == "s" and verdict is not Verdict.PASS and upper is not None:
        spans = tuple(span for span in spans if span.duration_s > upper) or spans
    return tuple(call.at(measured.role, span.start_s, span.end_s) for span in spans[:MOST_SHOWN])


KIND = Kind(Parameters, judge, mistakes=lambda parameters, _norms: mistaken_checks(parameters.checks))
