"""The run log: what happened when. It shows the first digits of content digests, and no names, paths or words."""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from callgrade.config.batch import LogSettings
from callgrade.errors import OutputError

STANDARD_ERROR = Path("-")
LOGGER = logging.getLogger("callgrade.batch")
_FORMAT = "%(asctime)s %(levelname)s %(message)s"
_TIME = "%Y-%m-%dT%H:%M:%S%z"  # with offset: when summer time ends, an hour comes twice


class JsonLines(logging.Formatter):
    """Each record as one line of JSON: time, level, message."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = {"time": self.formatTime(record, _TIME), "level": record.levelname.lower()}
        return json.dumps(said | {"message": record.getMessage()}, ensure_ascii=False)


class _StandardError(logging.StreamHandler[TextIO]):
    """Standard error, of which systemd keeps a journal. Lines that cannot be written are dropped."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's name
        """Go on."""


class _PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner may read. Lines that cannot be written are dropped: a log stops no run."""

    def _open(self):  # type: ignore[no-untyped-def]
        # O_NONBLOCK: do not wait for a reader if the file is a pipe.
        os.close(os.open(self.baseFilename, os.O_CREAT | os.O_WRONLY | os.O_NONBLOCK, 0o600))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's name
        """Go on."""


@contextmanager
def run_log(path: Path | None, settings: LogSettings, form: str = "text") -> Iterator[logging.Logger]:
    """The logger, writing to ``path`` (``None``: nowhere) until the block ends; raises ``OutputError``.

    ``path``: ``-`` for standard error. ``form``: ``text`` or ``json``.
    """
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    handler = _handler(path, settings)
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(_FORMAT, _TIME))
    LOGGER.addHandler(handler)
    try:
        yield LOGGER
    finally:
        LOGGER.removeHandler(handler)
        handler.close()


def _handler(path: Path | None, settings: LogSettings) -> logging.Handler:
    if path is None:
        return logging.NullHandler()
    if path == STANDARD_ERROR:
        return _StandardError()
    try:
        return _PrivateFile(
            path, maxBytes=int(settings.file_mib * 2**20), backupCount=settings.kept_files, encoding="utf-8"
        )
    except OSError as error:
        raise OutputError(
            f"The log {path.name} cannot be written: {error.strerror}.", "Give another file with --log."
        ) from error
