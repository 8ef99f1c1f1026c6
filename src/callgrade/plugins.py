"""Parts that other packages add: entry points (``importlib.metadata``) of a group of callgrade.

A plug-in that cannot be loaded is left out, and a message says why; everything else works as without it.
"""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

TRANSCRIPT_READERS = "callgrade.transcript_readers"
EXPORTERS = "callgrade.exporters"


@dataclass(frozen=True)
class Plugins:
    """The loaded parts of a group by the name of their entry point, and a message for each that cannot be used."""

    parts: dict[str, Any]
    faults: tuple[str, ...]


def plugin_names(group: str) -> list[str]:
    """The names of the entry points of ``group``, sorted; nothing is loaded."""
    return sorted({point.name for point in entry_points(group=group)})


@cache
def plugins(group: str, kind: type) -> Plugins:
    """Load the parts of ``group``, which must be of ``kind``, in the order of their names."""
    parts, faults = {}, []
    for point in sorted(entry_points(group=group), key=lambda one: one.name):
        try:
            parts[point.name] = _loaded(point, kind)
        except (Exception, SystemExit) as error:  # noqa: BLE001  code of others
            faults.append(_fault(point, error))
    return Plugins(parts, tuple(faults))


def _loaded(point: EntryPoint, kind: type) -> object:
    part = point.load()
    if not isinstance(part, kind):
        raise TypeError(f"it is no {kind.__name__}")
    return part


def _fault(point: EntryPoint, error: BaseException) -> str:
    package = f" of {point.dist.name}" if point.dist else ""
    return f"The plug-in {point.name}{package} cannot be used: {type(error).__name__}: {error}."
