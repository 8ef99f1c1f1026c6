"""Formats of scorecards that plug-ins add."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from callgrade.errors import UsageError
from callgrade.plugins import EXPORTERS, Plugins, plugins


@dataclass(frozen=True)
class Exporter:
    """Writes scorecards in one format.

    ``ending``: of its files, such as ``.xml``. ``write``: takes the document ``callgrade.scorecard/1``
    (docs/reference/scorecard.schema.json) as plain values, and returns the text.
    """

    ending: str
    write: Callable[[dict[str, Any]], str]


def exporters() -> Plugins:
    """The exporters of plug-ins, by the name of their format."""
    return plugins(EXPORTERS, Exporter)


def exporter(form: str) -> Exporter:
    """The exporter of the format ``form``; raises ``UsageError`` if it cannot be used."""
    found = exporters().parts.get(form)
    if isinstance(found, Exporter):
        return found
    raise UsageError(" ".join(exporters().faults) or f"No plug-in writes {form}.", "Use another --format.")
