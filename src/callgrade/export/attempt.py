"""Steps that are all tried: one that fails holds up no other, and is told of by name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from callgrade.errors import CallgradeError


@dataclass(frozen=True)
class Left:
    """A step that was not done. ``what``: by name; ``why``: with what to do about it, if that is known."""

    what: str
    why: str


@contextmanager
def attempt(what: str, left: list[Left]) -> Iterator[None]:
    """Do the block; an error ends it, and is put on ``left``."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  whatever a library raises, the other steps must be tried
        left.append(Left(what, _told(error)))


def _told(error: Exception) -> str:
    if isinstance(error, CallgradeError):
        return str(error)
    return f"{error.strerror}." if isinstance(error, OSError) and error.strerror else f"{type(error).__name__}."
