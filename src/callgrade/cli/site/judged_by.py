"""What a batch judged by, kept in the store, so that a rescore by something else says so."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from callgrade.cli.edge import say

if TYPE_CHECKING:
    from callgrade.store import Store


def judged_by(profile: str, site: Path | None) -> dict[str, str]:
    """The profile and the file of one's own norms, as the store keeps them."""
    return {"profile": profile} | ({"norms": str(site.absolute())} if site else {})


def say_if_others(store: "Store", options: Mapping[str, str]) -> None:
    """Say if the last batch judged by another profile or other norms than ``options``."""
    last = next((run.options for run in store.runs.last(1)), {})
    if last and dict(last) != dict(options):
        say(f"The last batch judged by {_said(last)}; this command judges by {_said(options)}.")


def _said(options: Mapping[str, str]) -> str:
    norms = f"the norms of {options['norms']}" if "norms" in options else "no norms of your own"
    return f"the profile {options['profile']} and {norms}"
