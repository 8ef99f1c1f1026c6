"""Stop on Ctrl-C and SIGTERM.

The signal handler raises ``KeyboardInterrupt`` wherever the program is. Python swallows it inside a ``__del__``, a weak
reference's callback or a callback of a native library. So the handler also sets a flag, and every loop that may run
long calls ``check``.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_asked = False


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Stop on SIGTERM as on Ctrl-C: finished tasks are kept, the others wait for the next run.

    If Ctrl-C was ignored before, as in the background of a script, it stays ignored.
    """
    numbers = [signal.SIGTERM]
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        numbers.append(signal.SIGINT)
    before = {number: signal.signal(number, _stop) for number in numbers}
    _mark(asked=False)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _mark(asked=False)


def check() -> None:
    """Raise ``KeyboardInterrupt`` if a signal has come."""
    if _asked:
        raise KeyboardInterrupt


def _stop(_number: int, _frame: object) -> None:
    _mark(asked=True)
    raise KeyboardInterrupt


def _mark(*, asked: bool) -> None:
    global _asked  # noqa: PLW0603  signals belong to the whole process
    _asked = asked
