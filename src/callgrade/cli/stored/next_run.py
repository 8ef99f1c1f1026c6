"""When the next nightly run starts, by this machine's systemd."""

import subprocess
from datetime import datetime

TIMER = "callgrade.timer"
_LONGEST_S = 5


def next_run() -> datetime | None:
    """The local time of the next run, ``None`` if this machine has no active timer of callgrade."""
    command = ("systemctl", "show", TIMER, "--property=NextElapseUSecRealtime", "--timestamp=unix", "--value")
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return _time(done.stdout.strip())


def _time(text: str) -> datetime | None:
    """``@1772400000`` as a local time; anything else means that there is none."""
    seconds = text.removeprefix("@")
    return datetime.fromtimestamp(int(seconds)).astimezone() if text != seconds and seconds.isdigit() else None
