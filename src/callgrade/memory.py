"""Memory: what the C library keeps after large work is given back, and garbage is looked for seldom."""

import ctypes
import gc
from functools import cache
from typing import Any

_OBJECTS = 50_000
"""New objects after which garbage is looked for; Python's own 700 suits programs that make few."""


def look_for_garbage_seldom() -> None:
    """Let a process that loads libraries and norms look through them less often.

    A worker holds 150,000 objects then, none of which becomes garbage; looking through them while they are made takes a
    twentieth of a short call.
    """
    gc.set_threshold(_OBJECTS)


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
