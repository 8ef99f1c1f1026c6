"""``callgrade export``: writes the store's scorecards as tables."""

import os
from pathlib import Path

import click

from callgrade.cli.commands.forget import say_damaged
from callgrade.cli.edge import say
from callgrade.cli.options import (
    FOLDER,
    config_option,
    reader_language_of,
    settings_of,
    store_option,
    ui_language_option,
)
from callgrade.cli.stored.chosen_calls import ChosenCalls, choosing_options
from callgrade.errors import ExitCode, UsageError

DELIMITERS = {",": ",", ";": ";", "tab": "\t"}


@click.command()
@store_option
@click.option("--out", required=True, type=FOLDER, metavar="DIR", help="Write the tables here.")
@choosing_options
@click.option("--period", type=click.Choice(["month", "week"]), default="month", show_default=True,
              help="Period by which an agent's calls are grouped.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["csv", "parquet", "xlsx"]), default="csv", show_default=True)
@click.option("--bom/--no-bom", default=None, help="CSV: begin with a byte order mark, so Excel reads UTF-8.")
@click.option(
    "--delimiter", type=click.Choice([*DELIMITERS]), help="CSV; default: a comma, or ; if --decimal is a comma."
)
@click.option("--decimal", type=click.Choice([".", ","]), help="CSV: decimal sign; default: a point.")
@ui_language_option
@click.option("--report", type=FOLDER, metavar="DIR",
              help="XLSX: link calls to the pages of this report; default: one in the folder of --out.")  # fmt: skip
@config_option
def export(
    store: str,
    out: Path,
    chosen: ChosenCalls,
    period: str,
    form: str,
    bom: bool | None,
    delimiter: str | None,
    decimal: str | None,
    ui_language: str | None,
    report: Path | None,
    config: Path | None,
) -> ExitCode:
    """Write the store's scorecards as tables.

    The tables in DIR are scorecards (one row per call), findings (one row per call and norm), measurements, agents
    (means and shares with intervals, for agents with enough calls) and team_norms (what a team misses most). In xlsx
    they are sheets of one workbook. docs/reference/exports.md describes the columns. If a call is later erased from the
    store, it is erased from these tables as well, as long as they stay in DIR.

    Exit code 3: some calls are damaged in the store, so they are in no table.
    """
    from callgrade.config.folder import configs_folder
    from callgrade.export.options import Dialect, ExportFormat, ExportOptions, Period
    from callgrade.norms.pack.load import section_ids
    from callgrade.retention.remembered_exports import export_store
    from callgrade.store import open_store

    if form != "csv" and (bom, delimiter, decimal) != (None, None, None):
        raise UsageError("--bom, --delimiter and --decimal are for CSV only.", "Leave them out, or use --format csv.")
    if form == "parquet" and ui_language:
        raise UsageError("Parquet is for programs: its columns have no language.", "Leave --ui-language out.")
    if form != "xlsx" and report is not None:
        raise UsageError("--report is for XLSX only.", "Leave it out, or use --format xlsx.")
    settings = settings_of(config)
    options = ExportOptions.model_validate(
        {
            "settings": settings.export,
            "sections": section_ids(configs_folder()),
            "form": ExportFormat(form),
            "period": Period(period),
            "dialect": Dialect.chosen(DELIMITERS[delimiter] if delimiter else None, decimal or ".", bool(bom)),
            **chosen.days,
            "language": reader_language_of(ui_language, settings) if form == "xlsx" else ui_language,
            "bands": tuple(band.name for band in settings.scoring.bands),
            "report": _relative(report or out, out),
        }
    )
    with open_store(store, create=False) as opened:
        chosen.refuse_unknown(opened)
        exported = export_store(opened, out, options)
    say(f"Calls in the tables: {exported.calls}.")
    if exported.nameless:
        say(f"Calls not in the table of agents, because the agent or the date is unknown: {exported.nameless}.")
    say_damaged(exported.damaged)
    return ExitCode.SOME_NOT_SCORED if exported.damaged else ExitCode.OK


def _relative(report: Path, out: Path) -> str:
    """The folder of the report as seen from that of the tables, so that both can be moved together."""
    return Path(os.path.relpath(report.absolute(), out.absolute())).as_posix()
