"""The run log: what was done when, by the first digits of content digests; no names, no paths, no words."""

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
_TIME = "%Y-%m-%dT%H:%M:%S%z"  # with its offset: in one night of autumn an hour comes twice


class _PrivateFile(RotatingFileHandler):
    """A rotating file that its owner alone may read. What cannot be written is dropped: the log stops no run."""

    def _open(self):  # type: ignore[no-untyped-def]
        # O_NONBLOCK: a pipe that nobody reads is an error, and no reason to wait.
        os.close(os.open(self.baseFilename, os.O_CREAT | os.O_WRONLY | os.O_NONBLOCK, 0o600))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the name is logging's
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
