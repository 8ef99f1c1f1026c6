"""``callgrade schedule``: prints systemd units and a crontab line that run a whole night by themselves."""

import shlex
import shutil
from datetime import time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callgrade.cli.commands.purge import Age
from callgrade.cli.edge import say
from callgrade.cli.options import FOLDER, TimeOfDayOption, config_option, settings_of, store_option
from callgrade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.cli.nights.night_plan import NightPlan
    from callgrade.cli.nights.night_steps import AskedNight

PARTS = ("all", "service", "timer", "failure", "crontab")
_PLACES = ("recordings", "store", "tables", "pages")


class WithOptionsOfBatch(click.Command):
    """A command whose arguments after ``--`` are options of batch, as the parameter ``more``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep what is after ``--`` apart: RECORDINGS may be missing, so that it would take the first of them."""
        own, more = (args[: args.index("--")], args[args.index("--") + 1 :]) if "--" in args else (args, [])
        rest = super().parse_args(ctx, own)
        ctx.params["more"] = tuple(more)
        return rest

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The pieces of the usage line."""
        return [*super().collect_usage_pieces(ctx), "[-- OPTIONS OF BATCH]"]


class OwnCommand(click.ParamType[tuple[str, ...]]):
    """A command of the site, with its program as an absolute path."""

    name = "command"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Its words, quoted as for a shell."""
        if isinstance(value, tuple):
            return value
        try:
            program, *words = shlex.split(value)
        except ValueError:
            return self.fail(f"{value!r} is no command; quote its words as for a shell.", param, ctx)
        found = shutil.which(program)
        if found is None:
            self.fail(f"There is no program {program!r}; give its path.", param, ctx)
        return str(Path(found).absolute()), *words


@click.command(cls=WithOptionsOfBatch)
@click.argument("recordings", metavar="RECORDINGS", type=FOLDER)
@store_option
@config_option
@click.option(
    "--at", type=TimeOfDayOption(), default="22:00", show_default=True, metavar="HH:MM", help="When the night starts."
)
@click.option("--until", type=TimeOfDayOption(), metavar="HH:MM", help="Start no new calls after this time.")
@click.option("--older-than", type=Age(), metavar="AGE", help="Purge calls older than this, such as 90d.")
@click.option("--tables", type=FOLDER, metavar="DIR", help="Export tables to this folder.")
@click.option("--pages", type=FOLDER, metavar="DIR", help="Write a report to this folder.")
@click.option("--on-failure", type=OwnCommand(), metavar="CMD", help="Run this command when a night failed.")
@click.option("--part", type=click.Choice(PARTS), default="all", show_default=True, help="What to print.")
def schedule(*, at: time, on_failure: tuple[str, ...] | None, part: str, **order: Any) -> ExitCode:
    """Print a systemd timer with its services, and a crontab line, that run a whole night by themselves.

    A night is batch over RECORDINGS; then purge, if the site's file or --older-than says how long calls are kept; then
    export and report, if the site's file or --tables and --pages say where to. Nothing is installed: comments say where
    each part goes. Options after -- are passed to batch.
    """
    from callgrade.cli.nights.crontab_line import crontab
    from callgrade.cli.nights.night_steps import steps_of
    from callgrade.cli.nights.planned import planned
    from callgrade.cli.nights.systemd_units import failure, service, timer

    night = planned(steps_of(_order(**order)), at, _printable(on_failure or ()))
    _say_what_is_missing(night)
    makers = {"service": service, "timer": timer, "failure": failure, "crontab": crontab}
    texts = {name: make(night) for name, make in makers.items()}
    click.echo(texts[part] if part != "all" else _all(texts, night.user), nl=False)
    return ExitCode.OK


def _order(
    *, config: Path | None, until: time | None, older_than: timedelta | None, more: tuple[str, ...], **places: Any
) -> "AskedNight":
    """What is asked for; places that the site's file gives are read from it every night."""
    from callgrade.cli.nights.night_steps import AskedNight

    source = click.get_current_context().get_parameter_source
    of_site = {name for name in _PLACES if source(name) is click.core.ParameterSource.DEFAULT_MAP}
    said = {name: str(places[name]) if places[name] and name not in of_site else None for name in _PLACES}
    kept = settings_of(config).store.retention
    retention = kept.days is not None or any(site.days for site in kept.sites)
    tables, pages = bool(places["tables"]), bool(places["pages"])
    return AskedNight(said, config, until, older_than, retention, tables, pages, more)


def _printable(command: tuple[str, ...]) -> tuple[str, ...]:
    if not all(word.isprintable() for word in command):
        raise UsageError("--on-failure contains a character that cannot be printed.", "Put it into a script.")
    return command


def _say_what_is_missing(night: "NightPlan") -> None:
    for folder in night.reads:
        if not Path(folder).is_dir():
            say(f"{folder} is not there. Correct the path, or mount it before the night begins.")
    for folder in night.writes:
        if not Path(folder).is_dir():
            say(f"{folder} is not there. Make it, owned by {night.user}: the service may not make it.")


def _all(texts: dict[str, str], user: str) -> str:
    units = "\n".join(texts[name] for name in ("service", "timer", "failure") if texts[name])
    return f"""{units}
# Save each of the units as the file named in its first line, then:
#   systemctl daemon-reload && systemctl enable --now callgrade.timer
# To see when the next night starts and what the last one did:
#   systemctl list-timers callgrade.timer; journalctl -u callgrade.service

# Without systemd, add this line to the crontab of {user} (crontab -e):
{texts["crontab"]}"""
