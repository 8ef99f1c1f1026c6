"""A measurement of the list, with the amounts it stands on.

A number that is missing has its reason in its place, never 0 and never NaN.
"""

from collections.abc import Mapping

from callgrade.model.frozen import FrozenDict
from callgrade.model.measurement import Basis, Measurement
from callgrade.model.measurement_names import CATALOGUE
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Spans


def measurement(
    name: str,
    role: Role | None,
    found: float | Reason,
    amounts: Mapping[str, float] = FrozenDict(),
    *,
    spans: Spans = (),
    unit: str | None = None,
) -> Measurement:
    """The measurement ``name`` of ``role``: a value, or the reason why there is none, with the amounts it stands on.

    ``unit`` replaces the catalogue's (characters in place of words). Raises ``KeyError`` for a name not listed.
    """
    basis = Basis({key: float(amount) for key, amount in amounts.items()}, spans)
    unit = unit or CATALOGUE[name].unit
    if isinstance(found, Reason):
        return Measurement(name, role, None, unit, found, basis)
    return Measurement(name, role, float(found), unit, None, basis)
