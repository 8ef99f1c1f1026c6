"""Agents and teams that a store knows: a name that is not there is refused, not answered with nothing."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from callgrade.errors import UsageError

if TYPE_CHECKING:
    from callgrade.store import Store

_LISTED = 20


def refuse_unknown(store: "Store", agent: str | None, team: str | None) -> None:
    """Raise ``UsageError`` if no call of the store is of this agent (name or extension) or of this team."""
    from callgrade.store import CallQuery

    if agent is not None and not store.calls.count(CallQuery(agent=agent)):
        raise _unknown("agent", agent, store.calls.agents())
    if team is not None and not store.calls.count(CallQuery(team=team)):
        raise _unknown("team", team, store.calls.teams())


def refuse_unknown_norm(store: "Store", norm: str) -> None:
    """Raise ``UsageError`` if no scored call of the store has a verdict of this norm."""
    if not store.calls.has_norm(norm):
        raise UsageError(f"No scored call has the norm {norm!r}.", "See callgrade norms list.")


def _unknown(kind: str, name: str, known: Sequence[str]) -> UsageError:
    if not known:
        return UsageError(f"No call in the store has a known {kind}.", f"Leave out --{kind}.")
    near = get_close_matches(name, known, n=3)
    listed = near or known[:_LISTED]
    more = f" and {len(known) - len(listed)} others" if len(known) > len(listed) else ""
    return UsageError(f"No call in the store is of the {kind} {name!r}.", f"Known are {', '.join(listed)}{more}.")
