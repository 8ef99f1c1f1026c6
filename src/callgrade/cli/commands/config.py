"""``callgrade config``: checks the site's file and shows what it says."""

from pathlib import Path

import click

from callgrade.cli.edge import say
from callgrade.cli.options import FILE, config_option
from callgrade.cli.site.site_settings import NAME, VARIABLE, in_working_directory
from callgrade.errors import ExitCode, UsageError


@click.group()
def config() -> None:
    """Check the site's file, and show the settings that count."""


@config.command()
@click.option(
    "--config", type=FILE, envvar=VARIABLE, show_envvar=True, default=in_working_directory,
    help=f"The site's file. Default: {NAME} in this folder.",
)  # fmt: skip
def check(config: Path | None) -> ExitCode:
    """Show all mistakes of the site's file at once: unknown keys, wrong values, files that are not there.

    Exit code 4: there are mistakes.
    """
    from callgrade.cli.site.site_check import problems_of

    if config is None:
        raise UsageError("There is no site's file.", "Give --config FILE, or write one with callgrade init.")
    problems = problems_of(config)
    for problem in problems:
        say(problem)
    click.echo(f"{config}: mistakes: {len(problems)}.")
    return ExitCode.CONFIG if problems else ExitCode.OK


@config.command()
@config_option
@click.option("--all", "whole", is_flag=True, help="Show every setting, not only those of the site's file.")
def show(config: Path | None, whole: bool) -> ExitCode:
    """Show the settings of the site's file as they count, or with --all every setting, as YAML."""
    from callgrade.cli.site.site_settings import site_defaults
    from callgrade.config.load import load_settings
    from callgrade.config.yaml_source import read_yaml, yaml_text

    settings = load_settings(config).model_dump(mode="json")
    if config is not None:
        settings["defaults"] = site_defaults(config).model_dump(mode="json")
    click.echo(f"# {config or 'no site file: the shipped settings'}")
    shown = settings if whole else _said_in(settings, read_yaml(config).data if config else {})
    click.echo(yaml_text(shown), nl=False)
    return ExitCode.OK


def _said_in(settings: object, said: object) -> object:
    """The part of ``settings`` whose keys are in ``said``."""
    if not (isinstance(settings, dict) and isinstance(said, dict)):
        return settings
    return {key: _said_in(settings[key], value) for key, value in said.items()}
