"""Gaps that only the words show: edges that are missing, persons who were not heard well, a second call."""

from callgrade.model.gap import Gap
from callgrade.norms.call import Call
from callgrade.norms.unknown.edges import missing_edges
from callgrade.norms.unknown.second_call import second_call
from callgrade.norms.unknown.trust import badly_heard


def found_gaps(call: Call) -> tuple[Gap, ...]:
    """The gaps of ``call`` that its conversation does not have yet."""
    return (*missing_edges(call), *badly_heard(call), *second_call(call))
