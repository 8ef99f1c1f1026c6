"""``callgrade init``: writes the site's file, by asking or by options."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import click

from callgrade.cli.options import FILE, FOLDER, LanguageOption
from callgrade.cli.site.site_settings import NAME
from callgrade.errors import ExitCode, UsageError


class TimeZoneOption(click.ParamType[str]):
    """The IANA name of a time zone."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name."""
        if value and value not in available_timezones():
            self.fail(f"{value!r} is no time zone; write it like Europe/Oslo.", param, ctx)
        return str(value)


_QUESTIONS = (
    click.option("--recordings", type=FOLDER, metavar="DIR", help="Folder of the recordings."),
    click.option("--store", metavar="FILE|URL", help="Store: a file, or postgresql://USER@HOST/DATABASE."),
    click.option("--company", metavar="NAME", help="Company that the agents should name."),
    click.option("--time-zone", type=TimeZoneOption(), metavar="ZONE", help="Of the calls, such as Europe/Oslo."),
    click.option("--language", type=LanguageOption(), metavar="CODE", help="Of all calls; not given: recognised."),
    click.option("--ui-language", type=click.Choice(["en", "nl", "nb", "zh", "de"]), help="Of cards and pages."),
    click.option("--cdr", type=FILE, help="Call detail records."),
    click.option("--agents", type=FILE, help="CSV with extension, name and team of each agent."),
    click.option("--norms", type=FILE, help="Your own norms."),
    click.option("--days", type=click.IntRange(1), help="Days that results are kept; not given: for ever."),
    click.option("--tables", type=FOLDER, metavar="DIR", help="Folder for tables."),
    click.option("--pages", type=FOLDER, metavar="DIR", help="Folder for pages."),
)


def _questions(command: Callable[..., ExitCode]) -> Callable[..., ExitCode]:
    for option in reversed(_QUESTIONS):
        option(command)
    return command


@click.command()
@click.option("--out", type=FILE, default=NAME, show_default=True, help="Write the site's file here.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@_questions
@click.pass_context
def init(ctx: click.Context, /, out: Path, force: bool, **answers: Any) -> ExitCode:
    """Write the site's file: what is yours, once, so that no command line need repeat it.

    On a terminal it asks for what the options do not say. Every command finds the file as --config, in
    CALLGRADE_CONFIG, or as callgrade.yaml in its working directory.
    """
    from callgrade.cli.site.site_text import site_text
    from callgrade.config.load import load_settings
    from callgrade.files import write_whole

    if out.exists() and not force:
        raise UsageError(f"{out} is there already.", "Give --force to replace it, or --out for another file.")
    if sys.stdin.isatty():
        answers = {option.name: _answer(option, answers) for option in ctx.command.params if option.name in answers}
    write_whole(out, site_text({name: str(value) for name, value in answers.items() if value}))
    load_settings(out)
    click.echo(f"Written: {out}. To check it: callgrade config check --config {out}")
    return ExitCode.OK


def _answer(option: click.Parameter, answers: dict[str, Any]) -> Any:
    """What the options say, or what is answered on the terminal; an empty answer leaves it open."""
    assert isinstance(option, click.Option)
    given = answers[str(option.name)]
    if given is not None:
        return given

    def read(text: str) -> Any:
        return option.type.convert(text, option, None) if text else None

    return click.prompt(
        f"{str(option.help).rstrip('.')} (empty: none)", default="", show_default=False, value_proc=read
    )
