"""Find the recordings in a folder tree, without opening one.

Names come in the order of their bytes, the files of a folder before its subfolders; one folder's names are in memory at
a time. Links to folders are never followed, links to files only within their own folder, as intake does. Pipes, devices
and sockets are reported and not opened. Names that no call has are yielded too, so that they can be counted. So are
documents named after a missing recording (``call.wav.json``): as calls they would be refused, or be scored twice once
the recording is there.

A known limit: someone who may write into the tree can replace a folder by a link between its listing and its reading.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from callgrade.batch.endings import shown_ending
from callgrade.batch.folder_entries import (
    Entries,
    companions_of,
    entries_of,
    file_at,
    is_folder,
    linked_folder,
    skipped,
    unreadable,
)
from callgrade.batch.found_files import FoundFile, LoneDocument, PassedBy, PassedOver, SkippedFile, Unstable
from callgrade.batch.stable import Sightings, is_ahead, is_stable, no_sightings, ready_s
from callgrade.config.batch import ScanSettings
from callgrade.globs import fits
from callgrade.intake.documents.companions import recording_named_by
from callgrade.intake.documents.document_endings import DOCUMENT_ENDINGS

Found = FoundFile | LoneDocument | SkippedFile | PassedOver
Scanned = Found | Unstable


def scan(root: Path, settings: ScanSettings, now_s: float, sightings: Sightings = no_sightings) -> Iterator[Scanned]:
    """Yield everything below ``root``: files that may be calls, and what is passed over. ``now_s``: s since 1970.

    Raises ``InputError`` if ``root`` itself cannot be read: a missing folder must not look like a quiet night.
    """
    for found in _found(readable_folder(root), settings):
        if isinstance(found, FoundFile) and not is_stable(found, now_s, settings.stable_s, sightings):
            yield Unstable(found, ready_s(found, now_s, settings.stable_s), is_ahead(found, now_s, settings.stable_s))
        else:
            yield found


def readable_folder(root: Path) -> Path:
    """The real path of ``root``; raises ``InputError`` if it is no folder that can be read."""
    try:
        top = root.resolve(strict=True)
        os.scandir(top).close()
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        raise unreadable(str(root), error) from None
    return top


def _found(top: Path, settings: ScanSettings) -> Iterator[Found]:
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            listed = entries_of(top / folder)
        except OSError as error:
            yield skipped(top, folder, unreadable(folder, error, listed=True))
            continue
        entries = {name: entry for name, entry in listed.items() if not name.startswith(".")}
        yield from (PassedOver(PassedBy.DOT) for _ in range(len(listed) - len(entries)))
        yield from _files(top, folder, entries, settings)
        below = [folder + name for name, entry in entries.items() if entry.is_dir(follow_symlinks=False)]
        taken = [path for path in below if not fits(path, settings.exclude)]
        yield from (PassedOver(PassedBy.PATTERN) for _ in range(len(below) - len(taken)))
        pending.extend(path + "/" for path in reversed(taken))


def _files(top: Path, folder: str, entries: Entries, settings: ScanSettings) -> Iterator[Found]:
    """The files of one folder; ``folder`` is empty or ends in a slash."""
    files = [name for name, entry in entries.items() if not is_folder(entry)]
    calls = [name for name in files if name.lower().endswith(settings.endings)]
    beside = {name: companions_of(name, entries) for name in calls if not name.lower().endswith(DOCUMENT_ENDINGS)}
    companions = {companion.name for some in beside.values() for companion in some}
    for name in files:
        if name in companions:
            continue
        if not _wanted(folder + name, settings):
            yield PassedOver(PassedBy.PATTERN)
        elif not name.lower().endswith(settings.endings):
            yield PassedOver(PassedBy.ENDING, shown_ending(name))
        elif _is_beside(recording_named_by(name).lower(), settings):
            yield LoneDocument(folder + name)
        else:
            yield from file_at(top, folder + name, entries[name], beside.get(name, ()))
    for name, entry in entries.items():
        if entry.is_symlink() and is_folder(entry) and not fits(folder + name, settings.exclude):
            yield from linked_folder(top, folder + name)


def _is_beside(recording: str, settings: ScanSettings) -> bool:
    """Whether a document belongs to a recording: its name without its ending is a recording's (``call.wav.json``)."""
    return recording.endswith(settings.endings) and not recording.endswith(DOCUMENT_ENDINGS)


def _wanted(relative: str, settings: ScanSettings) -> bool:
    included = not settings.include or fits(relative, settings.include)
    return included and not fits(relative, settings.exclude)
