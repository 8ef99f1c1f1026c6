"""``callgrade purge``: erases old calls, by age or by the retention of each site."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callgrade.cli.commands.forget import report
from callgrade.cli.options import config_option, settings_of, store_option
from callgrade.errors import ExitCode

if TYPE_CHECKING:
    from callgrade.retention.erase import DueForErasure
    from callgrade.store import Store

_DAYS = {"d": 1, "w": 7, "y": 365}
_MOST_DAYS = 36_500


class Age(click.ParamType[timedelta]):
    """A length of time in days, weeks or years of 365 days."""

    name = "age"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The age in ``value``."""
        if isinstance(value, timedelta):
            return value
        written = re.fullmatch(r"([1-9]\d{0,4})([dwy])", str(value), re.ASCII)
        days = int(written[1]) * _DAYS[written[2]] if written else 0
        if not 0 < days <= _MOST_DAYS:
            self.fail(f"{value!r} is not an age up to 100 years; write it like 90d, 12w or 1y.", param, ctx)
        return timedelta(days)


@click.command()
@store_option
@click.option(
    "--older-than", type=Age(), metavar="AGE", help="Such as 90d, 12w or 1y; default: the retention of each site."
)
@click.option("--dry-run", is_flag=True, help="Show how many calls are due and erase nothing.")
@click.option("--log", is_flag=True, help="Show the log of erasures, by forget and purge, and erase nothing.")
@config_option
def purge(store: str, older_than: timedelta | None, dry_run: bool, log: bool, config: Path | None) -> ExitCode:
    """Erase old calls from the store and its exports, as callgrade forget does with one call.

    The age counts from the start of a call, or if that is unknown, from when the store first saw it. Without
    --older-than, store: retention: in the configuration says how long the calls of each site are kept. The log of
    erasures says when, why and how many, for as long as store: retention: log_days: says.

    Exit code 9: something could not be erased, and the messages name it. Correct the cause and run the command
    again.
    """
    from callgrade.retention.erase import Because, due_by_age, due_by_retention, erase
    from callgrade.store import open_store

    rules = settings_of(config).store.retention
    now = datetime.now().astimezone()
    if log:
        with open_store(store, create=False) as opened:
            return _show_log(opened)
    with open_store(store, create=False) as opened, opened.run_lock():
        due = due_by_age(opened, now, older_than) if older_than else due_by_retention(opened, now, rules)
        for one in due:
            click.echo(_due(one))
        if dry_run:
            click.echo("Nothing was erased.")
            return ExitCode.OK
        opened.runs.forget_erasures(now - timedelta(rules.log_days))
        because = Because.AGE if older_than else Because.RETENTION
        return report(erase(opened, [call_id for one in due for call_id in one.call_ids], because))


def _show_log(store: "Store") -> ExitCode:
    for one in store.runs.erasures():
        counts = f"{one.counts['erased']} erased, {one.counts['left']} not complete" if one.ended_at else "cut off"
        click.echo(f"{one.started_at.astimezone():%Y-%m-%d %H:%M} {one.options['erasure']}: {counts}")
    return ExitCode.OK


def _due(due: "DueForErasure") -> str:
    from callgrade.text import plain

    of_site = f" of site {plain(due.site)}" if due.site else ""
    return f"Calls{of_site} before {due.before:%Y-%m-%d %H:%M}: {len(due.call_ids)}."
