"""The password file of PostgreSQL, ``~/.pgpass``, which the driver does not read.

As libpq reads it ("The Password File" in the PostgreSQL manual): a line is host:port:database:user:password, and the
first that matches counts. ``*`` matches everything, a backslash escapes the next character, ``#`` begins a comment. A
file that others can read is not used.
"""

import os
import re
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

_FIELD = re.compile(r"((?:\\.|[^:])*)(?::|$)")
_SOCKET_FOLDERS = ("/run/postgresql", "/var/run/postgresql", "/tmp")  # libpq calls a socket there localhost


@dataclass(frozen=True)
class Login:
    """A login. ``host``: a name, an address, or the folder of a socket."""

    host: str
    port: int
    database: str
    user: str

    @property
    def line(self) -> str:
        """The line of a password file for it."""
        fields = (self.host_of_file, str(self.port), self.database, self.user)
        return ":".join(re.sub(r"([\\:])", r"\\\1", field) for field in fields) + ":PASSWORD"

    @property
    def host_of_file(self) -> str:
        """The host as a password file names it."""
        return "localhost" if self.host in _SOCKET_FOLDERS else self.host


def password_file(named: str | None) -> Path:
    """The file ``named``, else that of ``PGPASSFILE``, else ``~/.pgpass``."""
    path = Path(named or os.environ.get("PGPASSFILE") or "~/.pgpass")
    try:
        return path.expanduser()
    except RuntimeError:  # a user without a home
        return path


def password_in(file: Path, login: Login) -> tuple[str | None, str]:
    """The password for ``login``, or ``None`` and the reason as the end of a sentence."""
    try:
        mode = file.stat().st_mode
        if not stat.S_ISREG(mode):
            return None, f"{file} is not a file"
        if sys.platform != "win32" and mode & (stat.S_IRWXG | stat.S_IRWXO):
            return None, f"{file} is not used, because others may read it (chmod 600)"
        lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return None, f"there is no {file}"
    except OSError as error:
        return None, f"{file} cannot be read ({error.strerror})"
    found = next(filter(None, (_password(line, login) for line in lines)), None)
    return found, "" if found else f"no line of {file} fits"


def _password(line: str, login: Login) -> str | None:
    if line.startswith("#"):
        return None
    *pattern, password = [*_FIELD.findall(line)[:5], "", "", "", "", ""][:5]
    asked = (login.host_of_file, str(login.port), login.database, login.user)
    fits = all(raw == "*" or _unescaped(raw) == value for raw, value in zip(pattern, asked, strict=True))
    return _unescaped(password) if fits else None


def _unescaped(field: str) -> str:
    return re.sub(r"\\(.)", r"\1", field)
