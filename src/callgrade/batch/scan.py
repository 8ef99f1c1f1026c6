"""Find the recordings in a folder tree, without opening one.

Names come in the order of their bytes, the files of a folder before the folders in it; one folder's names are in
memory at a time. Links to folders are never followed, links to files only within their own folder, as intake does;
pipes, devices and sockets are named and left alone. Names that no call has are
passed over one by one, so that they can be counted. So are documents named after a recording (``call.wav.json``) that
is not there: taken for calls they would be refused as none, or be scored twice once the recording has come.

What remains: who may write into the tree can exchange a folder for a link between its listing and its reading.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from callgrade.batch.endings import told_ending
from callgrade.batch.found_files import Companion, FoundFile, LoneDocument, PassedBy, PassedOver, SkippedFile, Unstable
from callgrade.batch.stable import Sightings, is_stable, no_sightings, ready_s
from callgrade.config.batch import ScanSettings
from callgrade.errors import InputError
from callgrade.globs import fits
from callgrade.intake.documents.companions import DOCUMENT_ENDINGS, companion_names, recording_named_by
from callgrade.intake.probe import regular_target
from callgrade.intake.refusal import Refusal, refuse
from callgrade.text import escaped

Entries = Mapping[str, "os.DirEntry[str]"]
Found = FoundFile | LoneDocument | SkippedFile | PassedOver
Scanned = Found | Unstable


def scan(root: Path, settings: ScanSettings, now_s: float, sightings: Sightings = no_sightings) -> Iterator[Scanned]:
    """Everything below ``root`` that may be a call; ``now_s``: s since 1970.

    Raises ``InputError`` when ``root`` itself cannot be read: a folder that is not there must not look like a quiet
    night.
    """
    try:
        top = root.resolve(strict=True)
        os.scandir(top).close()
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        raise _unreadable(str(root), error) from None
    for found in _found(top, settings):
        if isinstance(found, FoundFile) and not is_stable(found, now_s, settings.stable_s, sightings):
            yield Unstable(found, ready_s(found, now_s, settings.stable_s))
        else:
            yield found


def _found(top: Path, settings: ScanSettings) -> Iterator[Found]:
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            listed = _entries(top / folder)
        except OSError as error:
            yield _skipped(top, folder, _unreadable(folder, error, listed=True))
            continue
        entries = {name: entry for name, entry in listed.items() if not name.startswith(".")}
        yield from (PassedOver(PassedBy.DOT) for _ in range(len(listed) - len(entries)))
        yield from _files(top, folder, entries, settings)
        below = [folder + name for name, entry in entries.items() if entry.is_dir(follow_symlinks=False)]
        taken = [path for path in below if not fits(path, settings.exclude)]
        yield from (PassedOver(PassedBy.PATTERN) for _ in range(len(below) - len(taken)))
        pending.extend(path + "/" for path in reversed(taken))


def _entries(folder: Path) -> Entries:
    with os.scandir(folder) as entries:
        return {entry.name: entry for entry in sorted(entries, key=lambda entry: os.fsencode(entry.name))}


def _files(top: Path, folder: str, entries: Entries, settings: ScanSettings) -> Iterator[Found]:
    """The files of one folder; ``folder`` is empty or ends in a slash."""
    files = [name for name, entry in entries.items() if not _is_folder(entry)]
    calls = [name for name in files if name.lower().endswith(settings.endings)]
    beside = {name: _present(name, entries) for name in calls if not name.lower().endswith(DOCUMENT_ENDINGS)}
    companions = {companion.name for present in beside.values() for companion in present}
    for name in files:
        if name in companions:
            continue
        if not _wanted(folder + name, settings):
            yield PassedOver(PassedBy.PATTERN)
        elif not name.lower().endswith(settings.endings):
            yield PassedOver(PassedBy.ENDING, told_ending(name))
        elif _is_beside(recording_named_by(name).lower(), settings):
            yield LoneDocument(folder + name)
        else:
            yield from _file(top, folder + name, entries[name], beside.get(name, ()))
    for name, entry in entries.items():
        if entry.is_symlink() and _is_folder(entry) and not fits(folder + name, settings.exclude):
            yield from _linked_folder(top, folder + name)


def _is_beside(recording: str, settings: ScanSettings) -> bool:
    """Whether a document with this name in front of its ending is one beside a recording (``call.wav.json``)."""
    return recording.endswith(settings.endings) and not recording.endswith(DOCUMENT_ENDINGS)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    """Whether it is a folder or a link to one."""
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle, or to where nobody may look
        return False


def _present(audio_name: str, entries: Entries) -> tuple[Companion, ...]:
    """The companions of a recording that are there."""
    present = []
    for name in companion_names(audio_name):
        if name in entries:
            try:
                status = entries[name].stat()
            except OSError:  # gone, or a link to nowhere: opening the call will tell
                continue
            present.append(Companion(name, status.st_size, status.st_mtime_ns))
    return tuple(present)


def _wanted(relative: str, settings: ScanSettings) -> bool:
    included = not settings.include or fits(relative, settings.include)
    return included and not fits(relative, settings.exclude)


def _file(
    top: Path, relative: str, entry: "os.DirEntry[str]", companions: tuple[Companion, ...]
) -> Iterator[FoundFile | SkippedFile]:
    try:
        plain = entry.is_file(follow_symlinks=False)
        status = entry.stat(follow_symlinks=False) if plain else regular_target(top / relative).stat()
    except InputError as error:
        yield _skipped(top, relative, error)
    except FileNotFoundError:  # gone since it was listed
        return
    except OSError as error:
        yield _skipped(top, relative, _unreadable(relative, error))
    else:
        yield FoundFile(top, relative, status.st_size, status.st_mtime_ns, companions)


def _linked_folder(top: Path, relative: str) -> Iterator[SkippedFile]:
    """What a link to a folder within the tree leads to is found there; one that leads out is worth a word."""
    if not Path(os.path.realpath(top / relative)).is_relative_to(top):
        what = f"{escaped(relative)} is a link to a folder outside."
        yield _skipped(top, relative, refuse(Refusal.LINK_OUTSIDE, what))


def _skipped(top: Path, relative: str, error: InputError) -> SkippedFile:
    return SkippedFile(top / relative, relative.rstrip("/"), error.code, error.what)


def _unreadable(name: str, error: OSError | RuntimeError, listed: bool = False) -> InputError:
    """``listed``: it was there a moment ago; that all in it is gone is no small matter, such as a share that left."""
    if isinstance(error, FileNotFoundError) and not listed:
        return refuse(Refusal.MISSING, f"{escaped(name)} does not exist.")
    why = error.strerror if isinstance(error, OSError) else "links in a circle"
    return refuse(Refusal.UNREADABLE, f"{escaped(name)} cannot be read: {why}.")
