"""A night as one line of a crontab.

crontab(5): ``%`` ends the command unless a backslash is before it. Implementations of cron differ on a backslash before
a backslash, and some refuse long lines. The shell then reads the rest.
"""

import shlex
from collections.abc import Sequence

from callgrade.cli.nights.night_plan import NightPlan
from callgrade.errors import ExitCode

LONGEST = 999
"""Characters of a command that Debian's cron takes: MAX_COMMAND of its source is 1000 with the final zero."""


def crontab(night: NightPlan) -> str:
    """The line of the crontab, or a comment that says why there is none."""
    command = cron_command(night.commands, night.on_failure)
    if command is None:
        return (
            "# No line for cron: a name contains a backslash, which not every cron reads the same way. Use systemd.\n"
        )
    if len(command) > LONGEST:
        return (
            f"# No line for cron: it would have {len(command)} characters, and cron takes {LONGEST}. Say paths in the "
            "site's file (callgrade init), or use systemd.\n"
        )
    where = f"# The password of the store: in ~/.pgpass of {night.user}, or on a line before: PGPASSWORD=…\n"
    password = where if night.server else ""
    return f"{password}{night.at.minute} {night.at.hour} * * * {command}\n"


def cron_command(commands: Sequence[Sequence[str]], on_failure: Sequence[str] = ()) -> str | None:
    """The sixth field of a crontab; ``None`` if crons would read it differently.

    Each command runs if those before it ended with 0 or with the code for some calls; else ``on_failure`` runs.
    """
    chain = " && ".join(map(_tolerant, commands)) if len(commands) > 1 or on_failure else _low(commands[0])
    line = f"{chain} || {shlex.join(on_failure)}" if on_failure else chain
    return None if "\\" in line else line.replace("%", "\\%")


def _tolerant(command: Sequence[str]) -> str:
    return f"{{ {_low(command)} || [ $? = {ExitCode.SOME_NOT_SCORED:d} ]; }}"


def _low(command: Sequence[str]) -> str:
    return shlex.join(("nice", "-n", "10", *command))
