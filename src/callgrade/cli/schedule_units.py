"""A nightly run as systemd units and as a crontab line, each with its own quoting.

systemd.service(5), "Command lines": arguments are in double quotes with C escapes, ``%`` is doubled, and ``:`` before
the program keeps ``$`` as it is. crontab(5): ``%`` ends the command unless a backslash is before it. Implementations
of cron differ on a backslash before a backslash. The shell then reads the rest.
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

PASSWORDS = "/etc/callgrade.env"
_IS_CAUGHT_UP = "# A missed night runs as soon as the machine is on again.\nPersistent=true"
_KEEPS_ITS_HOURS = (
    "# The next night does the work of a missed one, because --until forbids work by day.\nPersistent=false"
)


@dataclass(frozen=True)
class NightPlan:
    """What runs at night, by which user and when.

    ``folders``: absolute paths that must be mounted first. ``ends``: whether there is a time after which it starts no
    new calls. ``server``: whether the store is a server, which may ask for a password.
    """

    command: tuple[str, ...]
    user: str
    at: time
    folders: tuple[str, ...]
    ends: bool
    server: bool


def service(night: NightPlan) -> str:
    """The unit ``callgrade.service``."""
    return f"""# /etc/systemd/system/callgrade.service
[Unit]
Description=callgrade: score new calls
Wants=network-online.target
After=network-online.target remote-fs.target
{_mounts(night)}
[Service]
Type=oneshot
User={night.user}
{_environment(night)}ExecStart=:{systemd_command(night.command)}
# 130: stopped. 3: some calls were not scored; the run's summary counts them. Remove the 3 to let that be a failure.
SuccessExitStatus=3 130
# Stopped like by Ctrl-C: finished calls are kept, and the next run continues from there.
KillMode=mixed
KillSignal=SIGINT
TimeoutStopSec=5min
UMask=0077
NoNewPrivileges=true
Nice=10
IOSchedulingClass=idle
"""


def timer(night: NightPlan) -> str:
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


def crontab(night: NightPlan) -> str:
    """The line of the crontab, or a comment that says why there is none."""
    line = cron_command(("nice", "-n", "10", *night.command))
    if line is None:
        return (
            "# No line for cron: a name contains a backslash, which not every cron reads the same way. Use systemd.\n"
        )
    where = f"# The password of the store: in ~/.pgpass of {night.user}, or on a line before: PGPASSWORD=…\n"
    password = where if night.server else ""
    return f"{password}{night.at.minute} {night.at.hour} * * * {line}\n"


def systemd_command(arguments: Sequence[str]) -> str:
    """``arguments`` as a value of ``ExecStart=:``."""
    return " ".join(map(_systemd_quoted, arguments))


def cron_command(arguments: Sequence[str]) -> str | None:
    """``arguments`` as the sixth field of a crontab; ``None`` if not every cron reads them the same way."""
    line = shlex.join(arguments)
    return None if "\\" in line else line.replace("%", "\\%")


def _systemd_quoted(argument: str) -> str:
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _mounts(night: NightPlan) -> str:
    """Make systemd mount the folders first. systemd.unit(5) cannot express a quote or a backslash there."""
    if any(mark in folder for folder in night.folders for mark in "\"'\\"):
        return ""
    folders = " ".join(f'"{folder}"' for folder in night.folders).replace("%", "%%")
    why = "# Without its disks and shares, a night would find no calls or create a second store."
    return f"{why}\nRequiresMountsFor={folders}\n"


def _environment(night: NightPlan) -> str:
    if not night.server:
        return ""
    where = f"# The password of the store: in ~/.pgpass of {night.user}, or a line PGPASSWORD=… in the file below."
    return f"{where}\nEnvironmentFile=-{PASSWORDS}\n"
