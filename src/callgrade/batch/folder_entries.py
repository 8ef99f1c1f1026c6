"""Look at the entries of one folder, without opening a file."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from callgrade.batch.found_files import Companion, FoundFile, SkippedFile
from callgrade.errors import InputError
from callgrade.intake.documents.companions import companion_names
from callgrade.intake.probe import regular_target
from callgrade.intake.refusal import Refusal, refuse
from callgrade.text import escaped

Entries = Mapping[str, "os.DirEntry[str]"]


def entries_of(folder: Path) -> Entries:
    """The entries of a folder by name, in the order of the bytes of their names; raises ``OSError``."""
    with os.scandir(folder) as entries:
        return {entry.name: entry for entry in sorted(entries, key=lambda entry: os.fsencode(entry.name))}


def is_folder(entry: "os.DirEntry[str]") -> bool:
    """Whether ``entry`` is a folder or a link to one."""
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle, or to a folder without access
        return False


def companions_of(audio_name: str, entries: Entries) -> tuple[Companion, ...]:
    """The companions of a recording that exist."""
    found = []
    for name in companion_names(audio_name):
        if name in entries:
            try:
                status = entries[name].stat()
            except OSError:  # gone, or a broken link: opening the call reports it
                continue
            found.append(Companion(name, status.st_size, status.st_mtime_ns))
    return tuple(found)


def file_at(
    top: Path, relative: str, entry: "os.DirEntry[str]", companions: tuple[Companion, ...]
) -> Iterator[FoundFile | SkippedFile]:
    """Yield the file at ``relative``, or why it must not be opened; nothing if it is gone."""
    try:
        plain = entry.is_file(follow_symlinks=False)
        status = entry.stat(follow_symlinks=False) if plain else regular_target(top / relative).stat()
    except InputError as error:
        yield skipped(top, relative, error)
    except FileNotFoundError:  # gone since it was listed
        return
    except OSError as error:
        yield skipped(top, relative, unreadable(relative, error))
    else:
        yield FoundFile(top, relative, status.st_size, status.st_mtime_ns, companions)


def linked_folder(top: Path, relative: str) -> Iterator[SkippedFile]:
    """Yield a link to a folder outside ``top``; the target of any other link is found in its own place."""
    if not Path(os.path.realpath(top / relative)).is_relative_to(top):
        what = f"{escaped(relative)} is a link to a folder outside."
        yield skipped(top, relative, refuse(Refusal.LINK_OUTSIDE, what))


def skipped(top: Path, relative: str, error: InputError) -> SkippedFile:
    """A file or folder with the reason why it is skipped."""
    return SkippedFile(top / relative, relative.rstrip("/"), error.code, error.what)


def unreadable(name: str, error: OSError | RuntimeError, listed: bool = False) -> InputError:
    """The refusal of a file or folder that cannot be read.

    ``listed``: it existed a moment ago, so it counts as unreadable even if it is gone (a network share that was lost).
    """
    if isinstance(error, FileNotFoundError) and not listed:
        return refuse(Refusal.MISSING, f"{escaped(name)} does not exist.")
    why = error.strerror if isinstance(error, OSError) else "links in a circle"
    return refuse(Refusal.UNREADABLE, f"{escaped(name)} cannot be read: {why}.")
