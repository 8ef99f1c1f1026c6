"""``callgrade schedule``: prints systemd units and a crontab line that run the batch every night."""

import os
import sys
from datetime import time
from pathlib import Path

import click

from callgrade.cli.commands.batch import batch
from callgrade.cli.options import FOLDER, TimeOfDayOption, site_file_option, store_option
from callgrade.database_address import holds_password, is_like_database_address
from callgrade.errors import ExitCode, UsageError

_OF_BATCH = 5
"""Where the arguments of batch begin in the command."""
PARTS = ("all", "service", "timer", "crontab")


@click.command()
@click.argument("recordings", metavar="RECORDINGS", type=FOLDER)
@click.argument("more", metavar="[-- OPTIONS OF BATCH]", nargs=-1)
@store_option
@site_file_option
@click.option(
    "--at", type=TimeOfDayOption(), default="22:00", show_default=True, metavar="HH:MM", help="When the run starts."
)
@click.option("--until", type=TimeOfDayOption(), metavar="HH:MM", help="Start no new calls after this time.")
@click.option("--part", type=click.Choice(PARTS), default="all", show_default=True, help="What to print.")
def schedule(recordings: Path, more: tuple[str, ...], store: str, at: time, until: time | None, part: str) -> ExitCode:
    """Print a systemd timer with its service, and a crontab line, that run batch over RECORDINGS every night.

    Nothing is installed: comments say where each part goes. Options after -- are passed to batch unchanged; use
    absolute paths there.
    """
    from callgrade.cli import schedule_units

    command = (
        sys.executable,
        "-P",
        "-m",
        "callgrade",
        "batch",
        str(recordings.absolute()),
        "--store",
        _absolute(store),
    )
    command += (*(("--until", f"{until:%H:%M}") if until else ()), *more)
    for argument in command:
        _refuse_unprintable(argument)
    _refuse_unfit(command[_OF_BATCH:])
    for argument in command:
        _refuse_password(argument)
    server = "://" in store
    folders = (str(recordings.absolute()), *(() if server else (str(Path(_absolute(store)).parent),)))
    night = schedule_units.NightPlan(command, _user(), at, folders, ends=until is not None, server=server)
    texts = {
        "service": schedule_units.service(night),
        "timer": schedule_units.timer(night),
        "crontab": schedule_units.crontab(night),
    }
    click.echo(texts[part] if part != "all" else _all(texts), nl=False)
    return ExitCode.OK


def _all(texts: dict[str, str]) -> str:
    return f"""{texts["service"]}
{texts["timer"]}
# Save each of the two units as the file named in its first line, then:
#   systemctl daemon-reload && systemctl enable --now callgrade.timer
# To see when the next run starts and what the last one did:
#   systemctl list-timers callgrade.timer; journalctl -u callgrade.service

# Without systemd, add this line to the crontab of {_user()} (crontab -e):
{texts["crontab"]}"""


def _absolute(store: str) -> str:
    """The store with an absolute path; a URL is returned unchanged."""
    return store if "://" in store or is_like_database_address(store) else str(Path(store).expanduser().absolute())


def _refuse_password(argument: str) -> None:
    if holds_password(argument):
        raise UsageError(
            "The store's URL contains a password, which every user could read in the unit and the list of processes.",
            "Leave it out; comments in the output say where to put it.",
        )


def _refuse_unfit(arguments: tuple[str, ...]) -> None:
    """Refuse what batch would refuse every night: an unknown option, or a store that is none."""
    from callgrade.store.connection.location import locate

    night = batch.make_context("batch", list(arguments), parent=click.get_current_context().parent)
    locate(night.params["store"])


def _refuse_unprintable(argument: str) -> None:
    if not argument.isprintable():
        raise UsageError(
            f"{argument!r} contains a line break or another character that cannot be printed.",
            "Rename the folder, or reach it by a link with a plain name.",
        )


def _user() -> str:
    """The user who runs this, by the name that systemd uses."""
    if sys.platform == "win32":
        return os.environ.get("USERNAME", "callgrade")
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
