"""``callgrade report``: writes the store's scorecards as pages for a browser."""

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
from callgrade.errors import ExitCode


@click.command()
@store_option
@click.option("--out", required=True, type=FOLDER, metavar="DIR", help="Write the pages here.")
@choosing_options
@click.option("--with-audio", is_flag=True, help="Copy the recordings beside the pages, in formats that browsers play.")
@ui_language_option
@config_option
def report(
    store: str,
    out: Path,
    chosen: ChosenCalls,
    with_audio: bool,
    ui_language: str | None,
    config: Path | None,
) -> ExitCode:
    """Write the store's scorecards as pages for a browser.

    Open DIR/index.html: it names the calls to open first, and links to a page for each call, agent and team. The pages
    need no server and no network. Run it again after each night: it writes only what changed. If a call is later erased
    from the store, its page is erased as well, as long as the pages stay in DIR.

    Exit code 3: some calls are damaged in the store, so they have no page.
    """
    from callgrade.report.options import ReportOptions
    from callgrade.retention.remembered_exports import report_store
    from callgrade.store import open_store

    settings = settings_of(config)
    options = ReportOptions.model_validate(
        {
            "settings": settings.export,
            "with_audio": with_audio,
            "language": reader_language_of(ui_language, settings),
            **chosen.days,
        }
    )
    with open_store(store, create=False) as opened:
        chosen.refuse_unknown(opened)
        reported = report_store(opened, out, options, settings.intake)
    say(f"Calls in the report: {reported.calls}. Files written: {reported.changed}, removed: {reported.removed}.")
    say_damaged(reported.damaged)
    return ExitCode.SOME_NOT_SCORED if reported.damaged else ExitCode.OK
