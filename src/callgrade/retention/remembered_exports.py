"""Exports of a store, which remembers where they went, so that what is erased from it leaves their tables as well."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from pydantic import ValidationError

from callgrade.errors import StoreError, UsageError
from callgrade.export.options import ExportFormat, ExportOptions
from callgrade.export.write import Exported, table_paths, write_export
from callgrade.files import sweep
from callgrade.model.scorecard import Scorecard
from callgrade.retention.attempt import Left, attempt
from callgrade.store import CardFilter, RememberedExport, Store


@dataclass
class WrittenAgain:
    """What became of the remembered exports.

    ``folders``: those with tables that were written anew. ``left``: tables that could not be written, and still tell
    what they told. ``absent``: folders that are not there, and stay remembered: a share may be mounted again.
    ``damaged``: digests of calls that cannot be read, and so are in no table.
    """

    folders: list[Path] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    absent: list[Path] = field(default_factory=list)
    damaged: set[str] = field(default_factory=set)


def export_store(store: Store, folder: Path, options: ExportOptions) -> Exported:
    """Write the tables of the calls that ``options`` ask for into ``folder``.

    The folder is remembered first, so that a run that is cut off leaves nothing that the store does not know of. Calls
    that are damaged are passed over. Raises ``OutputError`` and ``UsageError``.
    """
    folder = _kept(folder)
    known = next((one.options for one in store.exports() if one.folder == str(folder)), {})
    store.remember_export(str(folder), {**known, options.form.value: options.model_dump(mode="json")})
    damaged: set[str] = set()
    done = write_export(_cards(store, options, damaged), folder, options)
    return replace(done, damaged=tuple(sorted(damaged)))


def write_again(store: Store) -> WrittenAgain:
    """Write every remembered export anew from what the store holds now; each is tried, whatever becomes of the others.

    Tables that were deleted since are not made again, and their folder is remembered no longer.
    """
    done = WrittenAgain()
    for export in store.exports():
        with attempt(f"the export in {export.folder}", done.left):
            _write_again(store, export, done)
    return done


def _write_again(store: Store, export: RememberedExport, done: WrittenAgain) -> None:
    folder = Path(export.folder)
    if not folder.exists():
        done.absent.append(folder)
        return
    sweep(folder)  # what an export that was killed had written is in no table
    if not any(_exists(folder, form) for form in ExportFormat):
        store.forget_export(export.folder)
        return
    there = [form for form in export.options if _exists(folder, ExportFormat(form))]
    left = len(done.left)
    for form in there:
        with attempt(f"the {form} tables in {folder}", done.left):
            options = _options(export, form)
            write_export(_cards(store, options, done.damaged), folder, options)
    if len(done.left) - left < len(there):
        done.folders.append(folder)


def _kept(folder: Path) -> Path:
    """The folder as it is found from anywhere; raises ``UsageError`` where it could not be found by its name."""
    whole = folder.expanduser().absolute()
    try:
        str(whole).encode()
    except UnicodeEncodeError as error:
        raise UsageError("The folder's name is not UTF-8.", "Give another one.") from error
    return whole


def _options(export: RememberedExport, form: str) -> ExportOptions:
    try:
        return ExportOptions.model_validate(export.options[form])
    except ValidationError as error:
        raise StoreError(
            "How they were exported cannot be read.", "Delete them, or export to the same folder again."
        ) from error


def _exists(folder: Path, form: ExportFormat) -> bool:
    return any(path.exists() for path in table_paths(folder, form))


def _cards(store: Store, options: ExportOptions, damaged: set[str]) -> Iterator[Scorecard]:
    """The scorecards that are asked for; the digest of one that cannot be read is put into ``damaged``."""
    day = timedelta(days=1)
    wanted = CardFilter(
        begin=datetime.combine(options.since, time()) if options.since else None,
        end=datetime.combine(options.until + day, time()) if options.until else None,
        team=options.team,
        agent=options.agent,
    )
    for stored in store.cards(wanted):
        try:
            card = stored.card
        except StoreError:
            damaged.add(stored.call.sha256)
        else:
            yield card
