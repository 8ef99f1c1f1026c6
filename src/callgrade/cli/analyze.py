"""``callgrade analyze``: recordings in, scorecards out."""

from pathlib import Path
from typing import Any

import click

from callgrade.cli.edge import say
from callgrade.cli.options import (
    FILE,
    FOLDER,
    call_options,
    config_option,
    device_option,
    model_option,
    norms_option,
    profile_option,
    record_of_options,
    settings_of,
)
from callgrade.errors import ExitCode

FORMATS = ("terminal", "json", "csv", "vcon")


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@click.option("--format", "form", type=click.Choice(FORMATS), default="terminal", show_default=True)
@click.option("--out", type=FOLDER, metavar="DIR", help="Write files here instead of standard output.")
@call_options
@model_option
@device_option
@config_option
@profile_option
@norms_option
def analyze(
    *,
    files: tuple[Path, ...],
    form: str,
    out: Path | None,
    model: str | None,
    device: str | None,
    config: Path | None,
    profile: str,
    site: Path | None,
    **said: Any,
) -> ExitCode:
    """Score recordings, vCons or transcripts.

    What the options say of a call holds for every FILE; what they leave open is taken from a sidecar JSON, a vCon or
    the file's name. With --format json or vcon standard output has one JSON object a line, one line a FILE; with csv
    it has the table of calls. With --out there is one file a call (csv: the tables of docs/exports.md over all calls).

    Exit codes: 0 all scored, 3 some not scored, 5 none could be used; the others are in docs/exit-codes.md.
    """
    from callgrade.cli.outputs import output_for
    from callgrade.cli.progress import Display
    from callgrade.equipment import Equipment
    from callgrade.export.options import ExportOptions
    from callgrade.pipeline import Call, Refused

    settings = settings_of(config, device)
    grader = Equipment(settings, model, profile, site).grader()
    sections = tuple(grader.pack(None).sections)
    output = output_for(form, out, ExportOptions(settings=settings.export, sections=sections))
    refused = 0
    with Display() as display:
        for outcome in grader.grade(map(Call, files), record_of_options(**said), display.report):
            display.hide()
            if isinstance(outcome, Refused):
                refused += 1
                say(str(outcome.error))
            else:
                output.add(outcome)
    output.close()
    return _exit_code(len(files), refused)


def _exit_code(files: int, refused: int) -> ExitCode:
    """All scored, some, or none."""
    if refused == 0:
        return ExitCode.OK
    return ExitCode.INPUT if refused == files else ExitCode.SOME_NOT_SCORED
