"""Check that Dask's configuration has the certificates that an address needs, before a client is made."""

import dask
from distributed.comm.addressing import parse_address
from distributed.security import Security

from callgrade.errors import UsageError

ENCRYPTED = frozenset({"tls", "wss"})
_REMEDY = (
    "Set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__CLIENT__CERT and …__CLIENT__KEY to their files "
    "(see docs/how-to/scaling.md)."
)


def check_certificates(address: str) -> None:
    """Raise ``UsageError`` if certificates for ``address`` are missing: Dask's client would retry without end."""
    if dask.config.get("distributed.client.security-loader"):
        return
    security = Security()
    try:
        has_certificates = security.get_connection_args("client")["ssl_context"] is not None
    except OSError as error:  # there is no such file, or no certificate in it
        raise UsageError(
            f"The certificates in Dask's configuration cannot be read: {error.strerror or error}.", _REMEDY
        ) from error
    encrypted = parse_address(address)[0] in ENCRYPTED
    if encrypted and not has_certificates:
        raise UsageError(f"{address} is encrypted, but Dask's configuration has no certificates.", _REMEDY)
    if security.require_encryption and not encrypted:
        raise UsageError(f"{address} is not encrypted, but Dask's configuration asks for it.", "Write tls://host:port.")
