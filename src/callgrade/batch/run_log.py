"""The run log: what happened when. It shows the first digits of content digests, and no names, paths or words."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from callgrade.config.batch import LogSettings
from callgrade.errors import OutputError

LOGGER = logging.getLogger("callgrade.batch")
_FORMAT = "%(asctime)s %(levelname)s %(message)s"
_TIME = "%Y-%m-%dT%H:%M:%S%z"  # with offset: when summer time ends, an hour comes twice


class _PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner may read. Lines that cannot be written are dropped: a log stops no run."""

    def _open(self):  # type: ignore[no-untyped-def]
        # O_NONBLOCK: do not wait for a reader if the file is a pipe.
        os.close(os.open(self.baseFilename, os.O_CREAT | os.O_WRONLY | os.O_NONBLOCK, 0o600))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's name
        """Go on."""


@contextmanager
def run_log(path: Path | None, settings: LogSettings) -> Iterator[logging.Logger]:
    """The logger, writing to ``path`` (``None``: nowhere) until the block ends; raises ``OutputError``."""
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    handler = _handler(path, settings)
    LOGGER.addHandler(handler)
    try:
        yield LOGGER
    finally:
        LOGGER.removeHandler(handler)
        handler.close()


def _handler(path: Path | None, settings: LogSettings) -> logging.Handler:
    if path is None:
        return logging.NullHandler()
    try:
        handler = _PrivateFile(
            path, maxBytes=int(settings.file_mib * 2**20), backupCount=settings.kept_files, encoding="utf-8"
        )
    except OSError as error:
        raise OutputError(
            f"The log {path.name} cannot be written: {error.strerror}.", "Give another file with --log."
        ) from error
    handler.setFormatter(logging.Formatter(_FORMAT, _TIME))
    return handler
