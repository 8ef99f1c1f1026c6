"""A measured value is inside its limits; of several checks the worst counts."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from callgrade.config.language_code import LanguageCode
from callgrade.config.section import Section
from callgrade.model.finding import Evidence, Verdict
from callgrade.model.measurement import Measurement
from callgrade.model.measurement_names import CATALOGUE
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Mistake, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack.language import NormWords

MOST_SHOWN = 10
WORST_FIRST = (Verdict.FAIL, Verdict.CANNOT_TELL, Verdict.PARTIAL, Verdict.PASS, Verdict.NOT_APPLICABLE)
NOTHING_TO_MEASURE = (Reason.NO_HOLD, Reason.NOT_ANSWERED)
"""Reasons for which a norm does not apply."""

COUNTS_WORDS = "rate."
"""How the names of measurements begin that count what is recognised."""

Limits = tuple[Annotated[float | None, Field(allow_inf_nan=False)], Annotated[float | None, Field(allow_inf_nan=False)]]


class MeasureCheck(Section):
    """Limits of one measurement, in ``unit``; a value equal to a limit passes.

    ``bands``: limits for each language instead of ``lower`` and ``upper``; ``None``: no band for this language.
    ``tolerance``: distance from the limit that is still partial; ``tolerance_below``: the same below the lower limit,
    where it differs. ``optional``: may be missing if another check has a value. ``record``: field of the call record
    with the same quantity, used if the sound gives none.
    """

    role: Role | None
    unit: str
    lower: float | None = Field(default=None, allow_inf_nan=False)
    upper: float | None = Field(default=None, allow_inf_nan=False)
    bands: dict[LanguageCode, Limits | None] | None = None
    tolerance: float = Field(default=0, ge=0, allow_inf_nan=False)
    tolerance_below: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    optional: bool = False
    record: str | None = Field(default=None, pattern="^ring_to_answer_s$")

    @model_validator(mode="after")
    def _limits_once(self) -> "MeasureCheck":
        if self.bands is not None and not (self.lower is None and self.upper is None):
            raise ValueError("give bands, or lower and upper, not both")
        return self


def _listed(name: str) -> str:
    if name not in CATALOGUE:
        near = get_close_matches(name, CATALOGUE, n=1)
        raise ValueError(f"no measurement is called {name!r}" + (f"; is it {near[0]!r}?" if near else ""))
    return name


Checks = Annotated[dict[Annotated[str, AfterValidator(_listed)], MeasureCheck], Field(min_length=1)]
"""Measurement name → limits."""


class MeasureParameters(Section):
    """``checks``: what is measured, and its limits."""

    checks: Checks


def mistaken_checks(checks: Mapping[str, MeasureCheck]) -> Iterator[Mistake]:
    """Checks with the wrong role or unit for their measurement."""
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


def judge(parameters: MeasureParameters, _words: NormWords, call: Call) -> Outcome:
    """The worst of the checks; missing optional ones are ignored if another one has a value."""
    checked = [(check, _check(name, check, call)) for name, check in parameters.checks.items()]
    counted = [outcome for check, outcome in checked if outcome.verdict.judged or not check.optional]
    counted = counted or [outcome for _, outcome in checked]
    return min(counted, key=lambda outcome: WORST_FIRST.index(outcome.verdict))


def _check(name: str, check: MeasureCheck, call: Call) -> Outcome:
    measured = call.measurements.get(name, check.role)
    recorded = getattr(call.record, check.record) if check.record else None
    value = measured.value if measured and measured.value is not None else recorded
    if value is None:
        reason = _why_missing(measured, call)
        return not_applicable(reason) if reason in NOTHING_TO_MEASURE else cannot_tell(reason)
    limits = _limits(check, call)
    if limits is None:
        return cannot_tell(Reason.NO_BAND if call.conversation.language else Reason.NO_LANGUAGE)
    if name.startswith(COUNTS_WORDS) and _is_badly_heard(check.role, call):
        return cannot_tell(Reason.BADLY_HEARD)
    verdict = _verdict(value, limits, check)
    part = call.edges.missing
    if part and CATALOGUE[name].average and verdict is not Verdict.PASS:
        return cannot_tell(part)
    evidence = _evidence(measured, limits[1], verdict, call) if measured and measured.value is not None else ()
    unit = measured.unit if measured else check.unit
    side = "low" if limits[0] is not None and value < limits[0] else "high"
    fault = "" if verdict is Verdict.PASS else f"{name} {side}"
    return Outcome(verdict, evidence, verdict is not Verdict.PASS, value, unit, fault=fault)


def _is_badly_heard(role: Role | None, call: Call) -> bool:
    """Whether words of ``role`` may be lost: with them go their syllables."""
    return any(gap.reason is Reason.BADLY_HEARD and gap.role is role for gap in call.gaps)


def _why_missing(measured: Measurement | None, call: Call) -> Reason:
    if measured and measured.reason:
        return measured.reason
    return Reason.NO_SPEECH if call.conversation.has_audio else Reason.NO_AUDIO


def _limits(check: MeasureCheck, call: Call) -> Limits | None:
    if check.bands is None:
        return check.lower, check.upper
    return check.bands.get(call.conversation.language or "")


def _verdict(value: float, limits: Limits, check: MeasureCheck) -> Verdict:
    lower, upper = limits
    if lower is not None and value < lower:
        tolerated = check.tolerance if check.tolerance_below is None else check.tolerance_below
        return Verdict.PARTIAL if lower - value <= tolerated else Verdict.FAIL
    if upper is not None and value > upper:
        return Verdict.PARTIAL if value - upper <= check.tolerance else Verdict.FAIL
    return Verdict.PASS


def _evidence(measured: Measurement, upper: float | None, verdict: Verdict, call: Call) -> tuple[Evidence, ...]:
    """The spans of the value; of spans that are too long, those over the limit."""
    spans = measured.evidence.spans
    if measured.unit == "s" and verdict is not Verdict.PASS and upper is not None:
        spans = tuple(span for span in spans if span.duration_s > upper) or spans
    return tuple(call.at(measured.role, span.start_s, span.end_s) for span in spans[:MOST_SHOWN])


KIND = NormKind(MeasureParameters, judge, mistakes=lambda parameters, _norms: mistaken_checks(parameters.checks))
