"""Try every step: one that fails does not stop the others, and is reported by name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from callgrade.errors import CallgradeError


@dataclass(frozen=True)
class Left:
    """A step that failed. ``what``: its name; ``why``: the reason, and the remedy if it is known."""

    what: str
    why: str


@contextmanager
def attempt(what: str, left: list[Left]) -> Iterator[None]:
    """Run the block; an error ends it and is added to ``left``."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  a library may raise anything, and the other steps must be tried
        left.append(Left(what, _why(error)))


def _why(error: Exception) -> str:
    if isinstance(error, CallgradeError):
        return str(error)
    return f"{error.strerror}." if isinstance(error, OSError) and error.strerror else f"{type(error).__name__}."
