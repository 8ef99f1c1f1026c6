"""Words and paths in systemd units.

systemd.service(5), "Command lines": arguments are in double quotes with C escapes, ``%`` is doubled, and ``:`` before
the program keeps ``$`` as it is.
"""

from collections.abc import Sequence


def systemd_command(arguments: Sequence[str]) -> str:
    """``arguments`` as a value of ``ExecStart=:``."""
    return " ".join(map(_quoted, arguments))


def is_nameable(folder: str) -> bool:
    """Whether a list of paths can name ``folder``: it cannot express a quote or a backslash."""
    return not any(mark in folder for mark in "\"'\\")


def quoted_path(folder: str) -> str:
    """``folder`` in a list of paths."""
    return '"' + folder.replace("%", "%%") + '"'


def _quoted(argument: str) -> str:
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'
