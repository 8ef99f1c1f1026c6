"""``callgrade analyze``: scores recordings, vCons and transcripts."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callgrade.cli.cards.card_format import TRANSCRIPTS, CardFormat
from callgrade.cli.options import (
    CALL,
    FOLDER,
    call_options,
    grading_options,
    reader_language_of,
    record_of_options,
    ui_language_option,
)
from callgrade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.export.options import ExportOptions
    from callgrade.grading.spec import GraderSpec

FORMATS = ("terminal", "json", "csv", "vcon", "html", *TRANSCRIPTS)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=CALL)
@click.option("--format", "form", type=CardFormat(FORMATS), default="terminal", show_default=True)
@click.option("--full", is_flag=True, help="Print the whole card, not only the score and what to work on.")
@click.option("--out", type=FOLDER, metavar="DIR", help="Write files here instead of standard output.")
@ui_language_option
@click.option("--with-audio", is_flag=True, help="HTML: copy the recording beside its page, in a format browsers play.")
@call_options
@grading_options
def analyze(
    *,
    files: tuple[Path, ...],
    form: str,
    full: bool,
    out: Path | None,
    ui_language: str | None,
    with_audio: bool,
    spec: "GraderSpec",
    **facts: Any,
) -> ExitCode:
    """Score recordings, vCons or transcripts; - is one on standard input.

    Each call is shown with its score and what to work on; after several, a table has a line for each.

    The options that describe a call apply to every FILE. Missing facts are read from a sidecar JSON, a vCon or the
    file name. --format json or vcon prints one JSON object per line and FILE, as soon as it is done; csv prints the
    table of calls; srt, vtt and txt are what was said, with speakers. --out writes one file per call (csv: the tables
    of docs/reference/exports.md). html writes a page for a browser, which plays the recording where it lies, or a copy
    of it (--with-audio). Plug-ins add formats: docs/how-to/integrate.md.

    Exit codes: 0 all scored, 3 some not scored, 5 none scored; docs/reference/exit-codes.md has the others.
    """
    from callgrade.api import grade_files
    from callgrade.cli.broken_plugins import say_broken_plugins
    from callgrade.cli.cards.standard_input import with_standard_input
    from callgrade.cli.outputs import output_for
    from callgrade.cli.progress import Display
    from callgrade.cli.results import show
    from callgrade.translation.current import in_language

    _refuse_unfit(files, form, out, with_audio)
    say_broken_plugins()
    sound = spec.settings.intake if with_audio else None
    with (
        in_language(reader_language_of(ui_language, spec.settings)),
        with_standard_input(files, spec.settings.intake) as paths,
        Display() as display,
        closing(grade_files(paths, spec, record_of_options(**facts), display.report)) as results,
    ):
        output = output_for(form, out, lambda: _table_options(spec, ui_language), full=full, sound=sound)
        not_scored = sum(not show(graded, output, display) for graded in results)
        output.close()
    return _exit_code(len(files), not_scored)


def _refuse_unfit(files: tuple[Path, ...], form: str, out: Path | None, with_audio: bool) -> None:
    """Refuse a form that does not fit the files or the other options."""
    if form == "html" and out is None:
        raise UsageError("--format html writes pages.", "Give the folder for them as --out DIR.")
    if with_audio and form != "html":
        raise UsageError("--with-audio is for pages only.", "Leave it out, or use --format html.")
    if form == "html" and Path("-") in files and not with_audio:
        raise UsageError("A page cannot play standard input.", "Add --with-audio, or give the path of the recording.")
    if form in TRANSCRIPTS and len(files) > 1 and out is None:
        raise UsageError(f"--format {form} prints one transcript only.", "Give one FILE, or a folder as --out DIR.")


def _table_options(spec: "GraderSpec", language: str | None) -> "ExportOptions":
    """Options of tables, with a column for each section of the norm pack."""
    from callgrade.export.options import ExportOptions

    sections = tuple(spec.ruleset.pack(None).sections)
    return ExportOptions.model_validate({"settings": spec.settings.export, "sections": sections, "language": language})


def _exit_code(files: int, not_scored: int) -> ExitCode:
    """Depends on whether all, some or none were scored."""
    if not_scored == 0:
        return ExitCode.OK
    return ExitCode.INPUT if not_scored == files else ExitCode.SOME_NOT_SCORED
