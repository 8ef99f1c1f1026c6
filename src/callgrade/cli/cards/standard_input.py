"""A call from standard input: copied into a private folder, because a worker process opens it, perhaps twice."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from callgrade.errors import InputError, OutputError, UsageError
from callgrade.intake.audio.sniff import FileKind, sniff
from callgrade.intake.refusal import Refusal

if TYPE_CHECKING:
    from callgrade.config.intake import IntakeSettings

STANDARD_INPUT = Path("-")
_NAME = "stdin"
_ENDINGS = {FileKind.JSON: ".json", FileKind.CAPTIONS: ".srt"}
_CHUNK_BYTES = 2**20


@contextmanager
def with_standard_input(files: Sequence[Path], settings: "IntakeSettings") -> Iterator[list[Path]]:
    """``files``, with a copy of standard input in place of ``-``; it is gone when the block ends.

    Raises ``UsageError`` if ``-`` is there twice or standard input is a terminal, ``InputError`` (``too_large``) and
    ``OutputError``.
    """
    if STANDARD_INPUT not in files:
        yield list(files)
        return
    _refuse_useless(files)
    with TemporaryDirectory(prefix="callgrade-") as folder:
        copy = _copied(Path(folder) / _NAME, settings)
        yield [copy if file == STANDARD_INPUT else file for file in files]


def _refuse_useless(files: Sequence[Path]) -> None:
    if list(files).count(STANDARD_INPUT) > 1:
        raise UsageError("Standard input can be read once only.", "Give - once.")
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("Standard input is a terminal.", "Send a file to it: callgrade analyze - < call.wav")


def _copied(path: Path, settings: "IntakeSettings") -> Path:
    """Copy standard input to ``path``, with the ending of what it holds."""
    try:
        with path.open("wb") as copy:
            _copy(copy, int(settings.max_stdin_mib * 2**20))
        with path.open("rb") as copy:
            kind = sniff(copy, _NAME)
        ending = _ENDINGS.get(kind, "") if kind else ""
        return path.rename(path.with_suffix(ending))
    except OSError as error:
        what = f"Standard input cannot be copied to {path.parent.parent}: {error.strerror}."
        raise OutputError(what, "Make room there, or set TMPDIR to another folder.") from error


def _copy(copy: IO[bytes], most_bytes: int) -> None:
    for chunk in iter(lambda: sys.stdin.buffer.read(_CHUNK_BYTES), b""):
        copy.write(chunk)
        if copy.tell() > most_bytes:
            what = f"Standard input holds more than {most_bytes // 2**20} MiB."
            raise InputError(Refusal.TOO_LARGE, what, "Give its path; the limit is intake.max_stdin_mib.")
