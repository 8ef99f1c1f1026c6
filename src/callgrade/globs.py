"""Patterns for paths below a folder: ``*`` and ``?`` within a name, ``**`` over any number of folders.

The settings of the scan and of retention both use them.
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import AfterValidator


def _below_the_folder(glob: str) -> str:
    if not {"", ".", ".."}.isdisjoint(glob.removesuffix("/").split("/")):
        raise ValueError(f"{glob!r} is no pattern for paths below the folder, such as 2026/**/*.wav")
    return glob


Glob = Annotated[str, AfterValidator(_below_the_folder)]
"""A pattern in a configuration."""

_ANY_FOLDERS = "**"


def fits(path: str, patterns: Sequence[str]) -> bool:
    """Whether one of ``patterns`` fits ``path`` (relative, ``/`` between names) or a folder above it.

    A pattern without a slash fits a name at any depth. The time it takes is proportional to the
    length of the path times the length of the pattern.
    """
    names = path.split("/")
    return any(_fits(names, pattern.rstrip("/")) for pattern in patterns)


def _fits(names: Sequence[str], pattern: str) -> bool:
    if "/" not in pattern:
        return any(fnmatchcase(name, pattern) for name in names)
    parts = pattern.split("/")
    reached = _past_stars({0}, parts)
    for name in names:
        stars = {at for at in reached if parts[at] == _ANY_FOLDERS}
        steps = {at + 1 for at in reached if at in stars or fnmatchcase(name, parts[at])}
        if len(parts) in steps:
            return True
        reached = _past_stars(stars | steps, parts)
    return False


def _past_stars(reached: set[int], parts: Sequence[str]) -> set[int]:
    """``reached``, and the parts after a ``**``, which may match nothing; the last one needs a name."""
    for at, part in enumerate(parts[:-1]):
        if at in reached and part == _ANY_FOLDERS:
            reached.add(at + 1)
    return reached
