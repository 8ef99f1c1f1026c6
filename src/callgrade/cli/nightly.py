"""A nightly run in the words of systemd and of cron, each with its own quoting.

systemd.service(5), "Command lines": arguments stand in double quotes with C escapes, ``%`` is doubled, and ``:`` before
the program keeps ``$`` as it is. crontab(5): ``%`` ends the command unless a backslash stands before it, wherever it
stands; what a backslash before a backslash means, implementations of cron do not agree on. The shell then reads the
rest.
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

PASSWORDS = "/etc/callgrade.env"
_IS_CAUGHT_UP = "# A night that was missed is caught up when the machine is on again.\nPersistent=true"
_KEEPS_ITS_HOURS = (
    "# What a night that was missed would have done, the next one does: --until says not by day.\nPersistent=false"
)


@dataclass(frozen=True)
class Night:
    """What is run as whom and when.

    ``folders``: absolute, must be mounted before. ``ends``: whether it has a time from which it takes no calls.
    ``server``: whether the store is a server, which may ask for a password.
    """

    command: tuple[str, ...]
    user: str
    at: time
    folders: tuple[str, ...]
    ends: bool
    server: bool


def service(night: Night) -> str:
    """The unit ``callgrade.service``."""
    return f"""# /etc/systemd/system/callgrade.service
[Unit]
Description=callgrade: score the calls that are new
Wants=network-online.target
After=network-online.target remote-fs.target
{_mounts(night)}
[Service]
Type=oneshot
User={night.user}
{_environment(night)}ExecStart=:{systemd_command(night.command)}
# 130: stopped. 3: some calls were not scored, the run's summary counts them; take it out to have that count as failed.
SuccessExitStatus=3 130
# Stopped as by Ctrl-C: what is done is kept, and the next run goes on from there.
KillMode=mixed
KillSignal=SIGINT
TimeoutStopSec=5min
UMask=0077
NoNewPrivileges=true
Nice=10
IOSchedulingClass=idle
"""


def timer(night: Night) -> str:
    """The unit ``callgrade.timer``."""
    missed = _KEEPS_ITS_HOURS if night.ends else _IS_CAUGHT_UP
    return f"""# /etc/systemd/system/callgrade.timer
[Unit]
Description=callgrade, every night

[Timer]
OnCalendar=*-*-* {night.at:%H:%M}:00
{missed}

[Install]
WantedBy=timers.target
"""


def crontab(night: Night) -> str:
    """The line of the crontab, or a comment that says why there is none."""
    line = cron_command(("nice", "-n", "10", *night.command))
    if line is None:
        return "# No line for cron: a name holds a backslash, which not every cron reads alike. Use systemd.\n"
    where = f"# The password of the store: in ~/.pgpass of {night.user}, or on a line before: PGPASSWORD=…\n"
    password = where if night.server else ""
    return f"{password}{night.at.minute} {night.at.hour} * * * {line}\n"


def systemd_command(arguments: Sequence[str]) -> str:
    """``arguments`` as a value of ``ExecStart=:``."""
    return " ".join(map(_systemd_quoted, arguments))


def cron_command(arguments: Sequence[str]) -> str | None:
    """``arguments`` as the sixth field of a crontab; ``None`` where no way of writing them means the same to all."""
    line = shlex.join(arguments)
    return None if "\\" in line else line.replace("%", "\\%")


def _systemd_quoted(argument: str) -> str:
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _mounts(night: Night) -> str:
    """That systemd mounts the folders first; systemd.unit(5) knows no way to write a quote or a backslash there."""
    if any(mark in folder for folder in night.folders for mark in "\"'\\"):
        return ""
    folders = " ".join(f'"{folder}"' for folder in night.folders).replace("%", "%%")
    why = "# Without its disks and shares a night would find no calls, or begin another store."
    return f"{why}\nRequiresMountsFor={folders}\n"


def _environment(night: Night) -> str:
    if not night.server:
        return ""
    where = f"# The password of the store: in ~/.pgpass of {night.user}, or a line PGPASSWORD=… in the file below."
    return f"{where}\nEnvironmentFile=-{PASSWORDS}\n"
