"""``callgrade schedule``: what to give systemd or cron, so that the batch runs every night."""

import os
import sys
from datetime import time
from pathlib import Path

import click

from callgrade.cli.masked import holds_password
from callgrade.cli.options import FOLDER, TimeOfDay, store_option
from callgrade.errors import ExitCode, UsageError

PARTS = ("all", "service", "timer", "crontab")


@click.command()
@click.argument("recordings", metavar="RECORDINGS", type=FOLDER)
@click.argument("more", metavar="[-- OPTIONS OF BATCH]", nargs=-1)
@store_option
@click.option("--at", type=TimeOfDay(), default="22:00", show_default=True, metavar="HH:MM", help="When it begins.")
@click.option("--until", type=TimeOfDay(), metavar="HH:MM", help="Take no new calls from this time on.")
@click.option("--part", type=click.Choice(PARTS), default="all", show_default=True, help="What to print.")
def schedule(recordings: Path, more: tuple[str, ...], store: str, at: time, until: time | None, part: str) -> ExitCode:
    """Print a systemd timer with its service, and a crontab line, that run batch over RECORDINGS every night.

    Nothing is installed: comments say where each part goes. What stands after -- is handed to batch as it is; give
    files there with their whole path.
    """
    from callgrade.cli import nightly

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
        _refuse_password(argument)
        _refuse_unprintable(argument)
    server = "://" in store
    folders = (str(recordings.absolute()), *(() if server else (str(Path(_absolute(store)).parent),)))
    night = nightly.Night(command, _user(), at, folders, ends=until is not None, server=server)
    texts = {"service": nightly.service(night), "timer": nightly.timer(night), "crontab": nightly.crontab(night)}
    click.echo(texts[part] if part != "all" else _all(texts), nl=False)
    return ExitCode.OK


def _all(texts: dict[str, str]) -> str:
    return f"""{texts["service"]}
{texts["timer"]}
# Put each of the two into the file that its first line names, then:
#   systemctl daemon-reload && systemctl enable --now callgrade.timer
# What the next night does, and what the last one did:
#   systemctl list-timers callgrade.timer; journalctl -u callgrade.service

# Or, without systemd, this line into the crontab of {_user()} (crontab -e):
{texts["crontab"]}"""


def _absolute(store: str) -> str:
    """The store as it is found from any folder."""
    return store if "://" in store else str(Path(store).expanduser().absolute())


def _refuse_password(argument: str) -> None:
    if holds_password(argument):
        raise UsageError(
            "The store's URL holds a password, which everybody could read in the unit and in the list of processes.",
            "Leave it out here; comments in what is printed say where it goes.",
        )


def _refuse_unprintable(argument: str) -> None:
    if not argument.isprintable():
        raise UsageError(
            f"{argument!r} holds a line break or another character that cannot be printed.",
            "Rename the folder, or reach it by a link with a plain name.",
        )


def _user() -> str:
    """Who runs this, as systemd knows them."""
    if sys.platform == "win32":
        return os.environ.get("USERNAME", "callgrade")
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
