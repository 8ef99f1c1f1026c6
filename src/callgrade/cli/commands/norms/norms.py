"""``callgrade norms``: shows and checks the norms."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callgrade.cli.commands.norms.explain import explain
from callgrade.cli.commands.norms.new_norm import new_norm
from callgrade.cli.commands.norms.try_norms import try_norms
from callgrade.cli.edge import say
from callgrade.cli.options import norms_option, profile_option
from callgrade.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from callgrade.norms.pack.norm import Norm, Pack


@click.group()
def norms() -> None:
    """Show, check, begin and try norms."""


@norms.command()
@profile_option
@norms_option
def check(profile: str, site: Path | None) -> ExitCode:
    """Run every example of the norm pack. Exit code 4: an example has another result than it states."""
    from callgrade.config.folder import configs_folder
    from callgrade.norms.pack.check import check_pack

    result = check_pack(configs_folder(), profile, site)
    for problem in result.problems:
        say(f"{problem.place}: {problem.norm}: {problem.what}.")
    for language, examples in result.examples.items():
        wrong = sum(problem.place.split("/")[-2:-1] == [language] for problem in result.problems)
        click.echo(f"{language}: {examples} examples, {wrong} wrong")
    for line in _by_meaning(site):
        click.echo(line)
    return ExitCode.CONFIG if result.problems else ExitCode.OK


def _by_meaning(site: Path | None) -> Iterator[str]:
    """How well the norms that a site adds are found by meaning."""
    from callgrade.config.folder import configs_folder
    from callgrade.grading.meant import trained
    from callgrade.norms.pack.load import own_norms

    own = own_norms(site)
    for norm, one in trained(configs_folder(), site).items() if site and own else ():
        if norm in own:
            left_out = f"{one.found} of its {one.examples} sentences, each left out"
            yield f"{norm}: by meaning {left_out}; {one.wrong} of {one.others} others"


@norms.command("list")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@profile_option
@norms_option
def list_norms(form: str, profile: str, site: Path | None) -> ExitCode:
    """List the norms with their severity and direction; as JSON with all that norms show says."""
    found = _pack(profile, site).norms
    if form == "json":
        click.echo(json.dumps([_document(norm) for norm in found], ensure_ascii=False, indent=2))
        return ExitCode.OK
    for norm in found:
        click.echo(f"{norm.id:<32} {norm.severity:<9} {_direction(norm):<5} {norm.title}")
    return ExitCode.OK


@norms.command()
@click.argument("norm_id", metavar="ID")
@profile_option
@norms_option
def show(norm_id: str, profile: str, site: Path | None) -> ExitCode:
    """Show one norm: what it expects, why, and its thresholds."""
    norm = _pack(profile, site).norm(norm_id)
    if norm is None:
        raise ConfigError(f"No norm is called {norm_id!r}.", "See callgrade norms list.")
    rows = {
        "title": norm.title,
        "section": norm.section,
        "severity": norm.severity,
        "direction": _direction(norm),
        "expected": norm.expected,
        "why": norm.why,
        "sources": ", ".join(norm.sources),
        **{name: str(value) for name, value in norm.parameters.model_dump(mode="json").items() if value is not None},
    }
    for name, value in rows.items():
        click.echo(f"{name + ':':<14} {value}")
    return ExitCode.OK


def _document(norm: "Norm") -> dict[str, Any]:
    return {
        "id": norm.id,
        "title": norm.title,
        "section": norm.section,
        "severity": norm.severity.value,
        "effect": norm.effect.value,
        "directions": sorted(direction.value for direction in norm.directions),
        "expected": norm.expected,
        "why": norm.why,
        "sources": list(norm.sources),
        "parameters": norm.parameters.model_dump(mode="json"),
    }


def _pack(profile: str, site: Path | None) -> "Pack":
    from callgrade.config.folder import configs_folder
    from callgrade.norms.pack.load import load_pack

    return load_pack(configs_folder(), None, profile, site)


def _direction(norm: "Norm") -> str:
    return "both" if len(norm.directions) > 1 else next(iter(norm.directions)).value


for command in (explain, new_norm, try_norms):
    norms.add_command(command)
