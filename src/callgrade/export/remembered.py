"""Exports of a store, which remembers where they went, so that what is erased from it leaves their tables as well."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from callgrade.errors import UsageError
from callgrade.export.options import ExportOptions
from callgrade.export.write import Exported, table_paths, write_export
from callgrade.model.scorecard import Scorecard
from callgrade.store import CardFilter, Store


def export_store(store: Store, folder: Path, options: ExportOptions) -> Exported:
    """Write the tables of the calls that ``options`` ask for into ``folder``.

    The folder is remembered first, so that a run that is cut off leaves nothing that the store does not know of.
    Raises ``OutputError`` and ``UsageError``.
    """
    folder = _kept(folder)
    known = next((one.options for one in store.exports() if one.folder == str(folder)), {})
    store.remember_export(str(folder), {**known, options.form.value: options.model_dump(mode="json")})
    return write_export(_cards(store, options), folder, options)


def write_again(store: Store) -> list[Path]:
    """Write every remembered export anew from what the store holds now; the folders.

    Tables that were deleted since are not made again, and their folder is remembered no longer. Raises
    ``OutputError`` and ``UsageError``; folders that come after it are not written.
    """
    written = []
    for export in store.exports():
        folder = Path(export.folder)
        there = {form: options for form, options in _read(export.options) if _exists(folder, options)}
        if not there:
            store.forget_export(export.folder)
            continue
        for options in there.values():
            write_export(_cards(store, options), folder, options)
        written.append(folder)
    return written


def _kept(folder: Path) -> Path:
    """The folder as it is found from anywhere; raises ``UsageError`` where it could not be found by its name."""
    whole = folder.expanduser().absolute()
    try:
        str(whole).encode()
    except UnicodeEncodeError as error:
        raise UsageError("The folder's name is not UTF-8.", "Give another one.") from error
    return whole


def _read(options: Mapping[str, Any]) -> Iterator[tuple[str, ExportOptions]]:
    return ((form, ExportOptions.model_validate(kept)) for form, kept in options.items())


def _exists(folder: Path, options: ExportOptions) -> bool:
    return any(path.exists() for path in table_paths(folder, options.form))


def _cards(store: Store, options: ExportOptions) -> Iterator[Scorecard]:
    day = timedelta(days=1)
    wanted = CardFilter(
        begin=datetime.combine(options.since, time()) if options.since else None,
        end=datetime.combine(options.until + day, time()) if options.until else None,
        team=options.team,
        agent=options.agent,
    )
    return (stored.card for stored in store.cards(wanted))
