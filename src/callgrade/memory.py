"""Memory that the C library keeps after large work, given back to the system."""

import ctypes
from functools import cache
from typing import Any


def give_back() -> None:
    """Return free memory to the system, where the C library can (glibc).

    It keeps what threads have freed for their next work. After recognition that is 200 MB, which the stages behind it
    would need on top.
    """
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Any:
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
