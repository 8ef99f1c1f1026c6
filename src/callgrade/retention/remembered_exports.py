"""Exports and reports that a store remembers, so that erased calls are removed from them as well."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from callgrade.config.intake import IntakeSettings
from callgrade.errors import CallgradeError, StoreError, UsageError
from callgrade.export.options import ExportFormat, ExportOptions
from callgrade.export.write import Exported, table_paths, write_export
from callgrade.files import sweep
from callgrade.report.options import ReportOptions
from callgrade.report.site import Reported
from callgrade.report.site_folder import INDEX
from callgrade.retention.attempt import Left, attempt
from callgrade.retention.chosen_cards import chosen_cards
from callgrade.retention.reports import REPORT, rewrite_report, write_report
from callgrade.store import RememberedExport, Store

_FORMER = {ExportFormat.XLSX: ("scorecards.xlsx", "findings.xlsx", "measurements.xlsx", "agents.xlsx")}
"""Files of exports by an earlier callgrade, which wrote each table as a workbook of its own."""


@dataclass
class RewrittenExports:
    """What became of the remembered exports.

    ``folders``: with tables that were written again. ``left``: tables that could not be written and are unchanged.
    ``absent``: folders that are missing but stay remembered, as a share may be mounted again. ``damaged``: digests of
    calls that cannot be read, so they are in no table.
    """

    folders: list[Path] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    absent: list[Path] = field(default_factory=list)
    damaged: set[str] = field(default_factory=set)


def export_store(store: Store, folder: Path, options: ExportOptions) -> Exported:
    """Write tables of the calls that ``options`` ask for into ``folder``.

    The folder is remembered first, so that the store knows it even if the run is cut off; an export that fails leaves
    the tables of before, and what is remembered of them. Damaged calls are left out. Raises ``OutputError`` and
    ``UsageError``.
    """
    folder, known = _absolute(folder), _known(store, _absolute(folder))
    damaged: set[str] = set()
    with _remembering(store, folder, options.form, options.model_dump(mode="json")):
        done = write_export((stored.card for stored in chosen_cards(store, options, damaged)), folder, options)
    if options.form in known:
        _remove_former(folder, options.form)
    return replace(done, damaged=tuple(sorted(damaged)))


def _remove_former(folder: Path, form: ExportFormat) -> None:
    for path in _former_paths(folder, form):
        path.unlink(missing_ok=True)


def _former_paths(folder: Path, form: ExportFormat) -> list[Path]:
    return [folder / name for name in _FORMER.get(form, ())]


def report_store(store: Store, folder: Path, options: ReportOptions, intake: IntakeSettings) -> Reported:
    """Write the report that ``options`` ask for into ``folder``, which is remembered first. Raises as above."""
    folder = _absolute(folder)
    with _remembering(store, folder, REPORT, options.model_dump(mode="json")):
        return write_report(store, folder, options, intake)


def _known(store: Store, folder: Path) -> Mapping[str, Any]:
    """What is remembered of ``folder``: the options of each form."""
    return next((one.options for one in store.erasure.exports() if one.folder == str(folder)), {})


@contextmanager
def _remembering(store: Store, folder: Path, form: str, options: Mapping[str, Any]) -> Iterator[None]:
    """Remember that ``form`` is written to ``folder``, beside its other forms; if the block fails, what was before.

    What fails half-way stays remembered as well, because some of its files may be there.
    """
    before = _known(store, folder)
    store.erasure.remember_export(str(folder), {**before, form: options})
    try:
        yield
    except (CallgradeError, OSError):
        if form in before or not _exists(folder, form):
            _remember_again(store, folder, before)
        raise


def _remember_again(store: Store, folder: Path, before: Mapping[str, Any]) -> None:
    """Remember of ``folder`` only what was remembered ``before``."""
    if before:
        store.erasure.remember_export(str(folder), before)
    else:
        store.erasure.forget_export(str(folder))


def rewrite_exports(store: Store) -> RewrittenExports:
    """Write every remembered export again from what the store holds now; each is tried even if another fails.

    Tables that were deleted since are not written, and a folder without tables is forgotten.
    """
    done = RewrittenExports()
    for export in store.erasure.exports():
        with attempt(f"the export in {export.folder}", done.left):
            _rewrite(store, export, done)
    return done


def _rewrite(store: Store, export: RememberedExport, done: RewrittenExports) -> None:
    folder = Path(export.folder)
    if not folder.exists():
        done.absent.append(folder)
        return
    sweep(folder)  # temporary files of an export that was killed
    if not any(_exists(folder, form) for form in (*ExportFormat, REPORT)):
        store.erasure.forget_export(export.folder)
        return
    there = [form for form in export.options if _exists(folder, form)]
    left = len(done.left)
    for form in there:
        with attempt(f"the report in {folder}" if form == REPORT else f"the {form} tables in {folder}", done.left):
            done.damaged.update(_written_again(store, export, form))
    if len(done.left) - left < len(there):
        done.folders.append(folder)


def _written_again(store: Store, export: RememberedExport, form: str) -> set[str]:
    """Write one form again; returns the digests of calls that cannot be read."""
    folder = Path(export.folder)
    if form == REPORT:
        return set(rewrite_report(store, folder, export.options[form]).damaged)
    damaged: set[str] = set()
    options = _options(export, form)
    write_export((stored.card for stored in chosen_cards(store, options, damaged)), folder, options)
    _remove_former(folder, options.form)
    return damaged


def _absolute(folder: Path) -> Path:
    """The absolute path of a folder; raises ``UsageError`` if its name cannot be stored."""
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


def _exists(folder: Path, form: str) -> bool:
    if form == REPORT:
        return (folder / INDEX).exists()
    written = ExportFormat(form)
    return any(path.exists() for path in (*table_paths(folder, written), *_former_paths(folder, written)))
