"""The options --from, --to, --team and --agent, by which several commands choose calls of a store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from callgrade.cli.stored.known_names import refuse_unknown
from callgrade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.store import Store

_DAY = click.DateTime(["%Y-%m-%d"])
_OPTIONS = (
    click.option("--from", "since", type=_DAY, metavar="DATE", help="First day of the calls, such as 2026-03-01."),
    click.option("--to", "until", type=_DAY, metavar="DATE", help="Last day of the calls."),
    click.option("--team", metavar="NAME", help="Only calls of this team."),
    click.option("--agent", metavar="NAME", help="Only calls of the agent with this name or extension."),
)


@dataclass(frozen=True)
class ChosenCalls:
    """What the options say; ``None``: any. ``since`` and ``until``: midnight of the first and the last day."""

    since: datetime | None
    until: datetime | None
    team: str | None
    agent: str | None

    @property
    def limits(self) -> Mapping[str, Any]:
        """The same as ``CardFilter`` and ``CallQuery`` take it."""
        end = self.until + timedelta(days=1) if self.until else None
        return {"begin": self.since, "end": end, "team": self.team, "agent": self.agent}

    @property
    def days(self) -> Mapping[str, Any]:
        """The same as the options of exports and reports take it."""
        since, until = (day.date() if day else None for day in (self.since, self.until))
        return {"since": since, "until": until, "team": self.team, "agent": self.agent}

    def refuse_unknown(self, store: "Store") -> None:
        """Raise ``UsageError`` if ``store`` has no call of the agent or of the team."""
        refuse_unknown(store, self.agent, self.team)


def choosing_options(command: Callable[..., ExitCode]) -> Callable[..., ExitCode]:
    """Add the options; ``command`` gets them as one ``chosen``. Days in the wrong order raise ``UsageError``."""

    @wraps(command)
    def with_chosen(
        *, since: datetime | None, until: datetime | None, team: str | None, agent: str | None, **others: Any
    ) -> ExitCode:
        if since and until and since > until:
            raise UsageError("--from is after --to.", "Give the earlier day first.")
        return command(chosen=ChosenCalls(since, until, team, agent), **others)

    for option in reversed(_OPTIONS):
        option(with_chosen)
    return with_chosen
