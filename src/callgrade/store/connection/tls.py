"""TLS to a PostgreSQL server, by libpq's options."""

import ssl

from callgrade.database_address import TLS_MODES
from callgrade.errors import UsageError


def tls_context(
    mode: str, root: str | None, cert: str | None, key: str | None, password: str | None
) -> ssl.SSLContext | bool | None:
    """The TLS settings for ``sslmode`` and its companions; ``None``: use TLS if offered. Raises ``UsageError``."""
    if mode in ("disable", "prefer"):
        return False if mode == "disable" else None
    if mode not in TLS_MODES:
        raise UsageError("The sslmode in the store's URL is not known.", f"It is one of {', '.join(TLS_MODES)}.")
    context = _trusting(root)
    context.check_hostname = mode == "verify-full"
    if mode == "require":
        context.verify_mode = ssl.CERT_NONE
    if cert:
        _load_own(context, cert, key, password)
    return context


def _trusting(root: str | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=root)
    except OSError as error:
        raise UsageError(
            f"The file of sslrootcert cannot be read: {error.strerror}.", "Give the file in PEM form."
        ) from None


def _load_own(context: ssl.SSLContext, cert: str, key: str | None, password: str | None) -> None:
    """Load the client's own certificate; a missing password is not asked for at the terminal."""
    try:
        context.load_cert_chain(cert, key, password or "")
    except OSError as error:
        raise UsageError(
            f"The file of sslcert cannot be used: {error.strerror}.",
            "Give certificate and key in PEM form, and the key's password as sslpassword.",
        ) from None
