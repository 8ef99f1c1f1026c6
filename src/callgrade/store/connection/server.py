"""Turn the URL of a PostgreSQL server, with libpq's options, into arguments of the driver pg8000.

The password is removed from the URL, as messages show it. No error here shows a value or its cause.
"""

import getpass
import os
import ssl
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from callgrade.database_address import OPTIONS
from callgrade.errors import UsageError
from callgrade.store.connection.passfile import Login, password_file, password_in
from callgrade.store.connection.tls import tls_context

HOW = "Give a file, or postgresql://USER@HOST/DATABASE."
_DRIVER = "postgresql+pg8000"
_PORT = 5432


def parsed(location: str) -> URL:
    """``location`` as a URL; raises ``UsageError``."""
    scheme, _, rest = location.partition("://")
    try:
        url = make_url(f"{scheme}://{rest.replace('+', '%2B')}")  # in libpq's URLs a + is not a space
    except ArgumentError:
        raise UsageError("The location of the store is not a URL.", HOW) from None
    except ValueError:
        raise _bad_port() from None
    if "@" in f"{url.host}{url.database}":
        raise UsageError("The store's URL has one @ too many.", "Write an @ in a name or a password as %40.")
    if not all("=" in option for option in location.partition("?")[2].split("&") if option):
        raise _unknown_option()  # SQLAlchemy leaves out what has no value
    return url if url.database is None else url.set(database=unquote(url.database))


def connection(url: URL) -> tuple[URL, dict[str, Any], str | None]:
    """The URL without secrets, the driver's arguments, and why there is no password (``None``: there is one)."""
    options = _checked_options(url)
    login = _login(url, options)
    _refuse_unprintable(login, options)
    password, why = _password(url, options, login)
    arguments: dict[str, Any] = {"password": password or ""}  # the driver fails without one
    if login.host.startswith("/"):
        arguments["unix_sock"] = options.get("unix_sock") or f"{login.host}/.s.PGSQL.{login.port}"
    if "application_name" in options:
        arguments["application_name"] = options["application_name"]
    if "sslmode" in options:
        arguments["ssl_context"] = _tls(options)
    host, port = (None, None) if "unix_sock" in arguments else (login.host, _port(url, options))
    return URL.create(_DRIVER, login.user, host=host, port=port, database=login.database), arguments, why


def _checked_options(url: URL) -> dict[str, str]:
    """The options after the ``?``; raises ``UsageError`` for unknown ones."""
    for name, value in url.query.items():
        if name not in OPTIONS:
            raise _unknown_option()
        if not isinstance(value, str):
            raise UsageError(f"The store's URL has the option {name} twice.", "Give it once.")
    return {name: str(value) for name, value in url.query.items()}


def _unknown_option() -> UsageError:
    """The error for an option, not shown, as it may be part of a password."""
    known = ", ".join(OPTIONS)
    return UsageError("The store's URL has an option that callgrade does not know.", f"It knows {known}.")


def _login(url: URL, options: dict[str, str]) -> Login:
    socket = PurePosixPath(options["unix_sock"]) if "unix_sock" in options else None
    port = _port(url, options)
    if socket and port is None and socket.suffix[1:].isdecimal():
        port = int(socket.suffix[1:])  # .s.PGSQL.5432
    host = str(socket.parent) if socket else options.get("host") or url.host or "localhost"
    return Login(host, port or _PORT, str(url.database), options.get("user") or url.username or _own_name())


def _refuse_unprintable(login: Login, options: dict[str, str]) -> None:
    shown = (value for name, value in options.items() if "password" not in name)
    if not all(text.isprintable() for text in (login.host, login.database, login.user, *shown)):
        raise UsageError("The store's URL holds a line break or another control character.", HOW)


def _port(url: URL, options: dict[str, str]) -> int | None:
    given = options.get("port") or url.port
    if given is None:
        return None
    if not str(given).isdecimal() or not 0 < int(given) < 2**16:
        raise _bad_port()
    return int(given)


def _bad_port() -> UsageError:
    return UsageError(
        "The port in the store's URL is not a number from 1 to 65535.",
        "Write postgresql://USER@HOST:5432/DATABASE; a : / or @ in a password is %3A, %2F or %40.",
    )


def _own_name() -> str:
    try:
        return os.environ.get("PGUSER") or getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("The store's URL names no user.", HOW) from None


def _password(url: URL, options: dict[str, str], login: Login) -> tuple[str | None, str | None]:
    """The password as libpq finds it: in the URL, in ``PGPASSWORD``, then in the password file."""
    given = options.get("password") or url.password or os.environ.get("PGPASSWORD")
    if given:
        return str(given), None
    password, why = password_in(password_file(options.get("passfile")), login)
    how = f"Put it into that file, as {login.line}, or into PGPASSWORD."
    return password, None if password else f"PGPASSWORD is not set, and {why}. {how}"


def _tls(options: dict[str, str]) -> ssl.SSLContext | bool | None:
    return tls_context(
        options["sslmode"],
        options.get("sslrootcert"),
        options.get("sslcert"),
        options.get("sslkey"),
        options.get("sslpassword"),
    )
