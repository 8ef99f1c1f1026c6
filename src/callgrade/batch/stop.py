"""Being asked to stop, by Ctrl-C or SIGTERM.

A signal raises ``KeyboardInterrupt`` wherever the program happens to be. Python loses it where that is a ``__del__``, a
weak reference's callback or a callback of a native library. So the signal leaves a mark as well, at which every loop
that may last long looks.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_asked = False


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Stop at SIGTERM as at Ctrl-C: what is done is kept, the rest waits for the next run.

    Ctrl-C stays ignored where it was, as in the background of a script.
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
    """Raise ``KeyboardInterrupt`` if a signal came."""
    if _asked:
        raise KeyboardInterrupt


def _stop(_number: int, _frame: object) -> None:
    _mark(asked=True)
    raise KeyboardInterrupt


def _mark(*, asked: bool) -> None:
    global _asked  # noqa: PLW0603  signals are the whole process's
    _asked = asked
