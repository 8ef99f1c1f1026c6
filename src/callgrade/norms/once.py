"""What several norms need of a call is found once and kept with the call."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

from callgrade.norms.call import Call

Found = TypeVar("Found")
Of = TypeVarTuple("Of")


def once(find: Callable[[Call, *Of], Found]) -> Callable[[Call, *Of], Found]:
    """``find``, but for each call and what is asked of it only once; nobody may change what it returns."""

    @wraps(find)
    def found(call: Call, *of: *Of) -> Found:
        key = (find, *of)
        if key not in call.found:
            call.found[key] = find(call, *of)
        result: Found = call.found[key]
        return result

    return found
