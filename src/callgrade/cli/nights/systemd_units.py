"""A night as systemd units: a service, its timer, and the service that runs when it failed."""

from callgrade.cli.nights.night_plan import NightPlan
from callgrade.cli.nights.protections import protections
from callgrade.cli.nights.systemd_words import is_nameable, quoted_path, systemd_command

PASSWORDS = "/etc/callgrade.env"
CACHE = "/var/cache/callgrade"
_IS_CAUGHT_UP = "# A missed night runs as soon as the machine is on again.\nPersistent=true"
_KEEPS_ITS_HOURS = (
    "# The next night does the work of a missed one, because --until forbids work by day.\nPersistent=false"
)


def service(night: NightPlan) -> str:
    """The unit ``callgrade.service``."""
    steps = "\n".join(f"ExecStart=:{systemd_command(command)}" for command in night.commands)
    return f"""# /etc/systemd/system/callgrade.service
[Unit]
Description=callgrade: score new calls
{_after(night)}
{_mounts(night)}{_on_failure(night)}
[Service]
Type=oneshot
User={night.user}
{_environment(night)}# Each step runs if the one before it succeeded.
{steps}
# 130: stopped. 3: some calls were not scored; the run's summary counts them. Remove the 3 to let that be a failure.
SuccessExitStatus=3 130
# Stopped like by Ctrl-C: finished calls are kept, and the next run continues from there.
KillMode=mixed
KillSignal=SIGINT
TimeoutStopSec=5min
Nice=10
IOSchedulingClass=idle
{protections(night)}
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


def failure(night: NightPlan) -> str:
    """The unit ``callgrade-failed.service``, empty if nothing is to run when a night failed."""
    if not night.on_failure:
        return ""
    return f"""# /etc/systemd/system/callgrade-failed.service
[Unit]
Description=callgrade: a night failed

[Service]
Type=oneshot
User={night.user}
NoNewPrivileges=yes
ExecStart=:{systemd_command(night.on_failure)}
"""


def _after(night: NightPlan) -> str:
    if not night.network:
        return "After=remote-fs.target"
    return "Wants=network-online.target\nAfter=network-online.target remote-fs.target"


def _mounts(night: NightPlan) -> str:
    """Make systemd mount the folders first."""
    folders = dict.fromkeys((*night.reads, *night.writes))
    if not all(map(is_nameable, folders)):
        return ""
    why = "# Without its disks and shares, a night would find no calls or create a second store."
    return f"{why}\nRequiresMountsFor={' '.join(map(quoted_path, folders))}\n"


def _on_failure(night: NightPlan) -> str:
    return "OnFailure=callgrade-failed.service\n" if night.on_failure else ""


def _environment(night: NightPlan) -> str:
    caches = {"XDG_CACHE_HOME": CACHE} | ({"HF_HOME": night.hub} if night.hub else {})
    lines = ["# Weights are unpacked there once; systemd makes the folder.", "CacheDirectory=callgrade"]
    lines += ["CacheDirectoryMode=0700", *(f"Environment={_variable(*named)}" for named in caches.items())]
    return "".join(f"{line}\n" for line in [*_password(night), *lines])


def _variable(name: str, value: str) -> str:
    return systemd_command([f"{name}={value}"])


def _password(night: NightPlan) -> list[str]:
    if not night.server:
        return []
    where = f"# The password of the store: in ~/.pgpass of {night.user}, or a line PGPASSWORD=… in the file below."
    return [where, f"EnvironmentFile=-{PASSWORDS}"]
