"""The kinds of norms, one small file each: parameters, what a kind needs to know, and how it judges."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from callgrade.norms.kinds import (
    hold,
    introduction,
    measure,
    name_asked,
    name_right,
    name_used,
    phrase,
    phrase_rate,
    response,
    time_of_day,
)
from callgrade.norms.kinds.kind import Kind as Kind
from callgrade.norms.kinds.kind import Need as Need

KINDS: Mapping[str, Kind[Any]] = MappingProxyType(
    {
        "hold": hold.KIND,
        "introduction": introduction.KIND,
        "measure": measure.KIND,
        "name_asked": name_asked.KIND,
        "name_right": name_right.KIND,
        "name_used": name_used.KIND,
        "phrase": phrase.KIND,
        "phrase_rate": phrase_rate.KIND,
        "response": response.KIND,
        "time_of_day": time_of_day.KIND,
    }
)
