"""Programs that get Ctrl-C, and signals that come while Python discards exceptions."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def heeding_ctrl_c() -> Iterator[None]:
    """Programs started in the block react to SIGINT, even if the tests run in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Swallowing:
    """Sends this process a signal while it goes: what a handler raises in ``__del__``, Python only prints."""

    def __init__(self, number: signal.Signals) -> None:
        self._number = number

    def __del__(self) -> None:
        signal.raise_signal(self._number)


def swallowed(number: signal.Signals) -> None:
    """A signal has come, and what its handler raised is lost."""
    Swallowing(number)
