"""Processes that start immediately, in the middle of a test."""

import os
import traceback
from collections.abc import Callable


def forked(work: Callable[[], object]) -> int:
    """The id of a process that does ``work`` and leaves with 0, or with 1 and a traceback on standard error."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    finally:  # whatever happens: the rest of the tests is not for this process
        if code:
            traceback.print_exc()
        os._exit(code)
