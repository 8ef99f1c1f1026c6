"""Options that several commands share, and the conversion of their values."""

import os
from collections.abc import Callable
from datetime import datetime, time
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from callgrade.cli.edge import say
from callgrade.cli.site.site_settings import NAME, VARIABLE, in_working_directory, use_site_file
from callgrade.config.ui_language import UI_LANGUAGES
from callgrade.database_address import holds_password, is_database_address
from callgrade.errors import ExitCode

if TYPE_CHECKING:
    from callgrade.config.settings import Settings
    from callgrade.model.record import CallRecord, Role

Command = TypeVar("Command", bound=Callable[..., Any])


class MomentOption(click.ParamType[datetime]):
    """A date and time as ISO 8601."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The time in ``value``, with its offset if it has one."""
        if isinstance(value, datetime):
            return value
        if "T" not in str(value) and " " not in str(value):
            self.fail(f"{value!r} has no time of day; write it like 2026-03-02T15:30.", param, ctx)
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return self.fail(f"{value!r} is not a time; write it like 2026-03-02T15:30.", param, ctx)


class TimeOfDayOption(click.ParamType[time]):
    """A time of the day, such as 06:00."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """The time in ``value``."""
        if isinstance(value, time):
            return value
        try:
            return datetime.strptime(value, "%H:%M").time()
        except ValueError:
            return self.fail(f"{value!r} is not a time of day; write it like 06:00.", param, ctx)


class LanguageOption(click.ParamType[str]):
    """The code of a language that Whisper knows."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code in lower case, without its region."""
        from callgrade.config.language_code import RECOGNISED, code_of

        code = code_of(value)
        if code not in RECOGNISED:
            known = ", ".join(sorted(RECOGNISED))
            self.fail(f"{value!r} is no language that can be recognised; write one of {known}.", param, ctx)
        return code


class ChannelsOption(click.ParamType["dict[Role, int]"]):
    """Who is on which channel."""

    name = "channels"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "dict[Role, int]":
        """``agent=0,customer=1`` as role → channel."""
        from callgrade.model.record import Role

        if isinstance(value, dict):
            return value
        channels: dict[Role, int] = {}
        for part in str(value).split(","):
            role, _, number = (piece.strip() for piece in part.partition("="))
            if role not in ("agent", "customer") or not number.isdecimal() or Role(role) in channels:
                self.fail(f"{value!r} is not a list of channels; write it like agent=0,customer=1.", param, ctx)
            channels[Role(role)] = int(number)
        if len(set(channels.values())) != len(channels):
            self.fail(f"{value!r} puts both on one channel; give each its own channel.", param, ctx)
        return channels


class Place(click.Path):
    """A path, and not the address of a database, which may hold a password that every message about it would show."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path."""
        if is_database_address(str(value)):
            self.fail("It is the address of a database; give that as --store only.", param, ctx)
        return super().convert(value, param, ctx)


FILE = Place(path_type=Path, dir_okay=False)
FOLDER = Place(path_type=Path, file_okay=False)
CALL = Place(path_type=Path)
"""A file to score: what cannot be scored is refused when it is opened, and costs no other."""

USUAL_PROFILE = "service"


def _store_named(ctx: click.Context, parameter: click.Parameter, store: str) -> str:
    """Warn if the command line contains a password, which other users of the machine can see."""
    source = ctx.get_parameter_source(parameter.name or "")
    if source is click.core.ParameterSource.COMMANDLINE and holds_password(store):
        say(
            "Every user of this machine can read the store's password in the list of processes. "
            "Remove it from --store and put it into ~/.pgpass (docs/reference/store.md)."
        )
    return store


store_option = click.option(
    "--store",
    required=True,
    envvar="CALLGRADE_STORE",
    show_envvar=True,
    metavar="FILE|URL",
    callback=_store_named,
    help="The store: a file, or postgresql://USER@HOST/DATABASE.",
)
_config_option = partial(
    click.option,
    "--config",
    type=FILE,
    is_eager=True,  # it gives the defaults of the options after it
    default=in_working_directory,
    envvar=VARIABLE,
    show_envvar=True,
    callback=use_site_file,
    help=f"Your own settings, which replace those of configs/callgrade.yaml. Default: {NAME} in this folder.",
)
ui_language_option = click.option(
    "--ui-language",
    type=click.Choice(UI_LANGUAGES),
    help="Language of what people read; default: as configured, else that of the system.",
)
config_option = _config_option()
site_file_option = _config_option(expose_value=False)
"""The same for commands that take only defaults of their options from it."""
profile_option = click.option(
    "--profile", default=USUAL_PROFILE, show_default=True, metavar="NAME", help="Profile of thresholds."
)
norms_option = click.option("--norms", "site", type=FILE, help="Your own norms and words, added to the pack.")
language_option = click.option(
    "--language", type=LanguageOption(), metavar="CODE", help="Language, such as en; recognised if not given."
)
channels_option = click.option(
    "--channels", type=ChannelsOption(), metavar="LIST", help="Channels, such as agent=0,customer=1; 0 is the left one."
)

_OF_GRADING = (
    click.option(
        "--model",
        metavar="NAME|FOLDER",
        help="Whisper weights: a name such as base or small, or a folder. Default: as configured.",
    ),
    click.option(
        "--device",
        type=click.Choice(["cpu", "cuda"]),
        help="Where words are recognised: cpu, or cuda for an NVIDIA GPU.",
    ),
    config_option,
    profile_option,
    norms_option,
)

_OF_A_CALL = (
    click.option("--direction", type=click.Choice(["in", "out"]), help="Who called: in, the customer; out, the agent."),
    click.option("--company", metavar="NAME", help="Company that the agent should name."),
    click.option("--agent", metavar="NAME", help="The agent's name."),
    click.option("--customer", metavar="NAME", help="The customer's name."),
    language_option,
    click.option(
        "--started", type=MomentOption(), metavar="TIME", help="Local time of the call, such as 2026-03-02T15:30."
    ),
    channels_option,
)


def call_options(command: Command) -> Command:
    """Add the options that describe a call; ``record_of_options`` reads them."""
    for option in reversed(_OF_A_CALL):
        command = option(command)
    return command


def grading_options(command: Callable[..., ExitCode]) -> Callable[..., ExitCode]:
    """Add the options that say what calls are graded with; ``command`` gets them as one ``spec``."""

    @wraps(command)
    def with_spec(
        *, model: str | None, device: str | None, config: Path | None, profile: str, site: Path | None, **others: Any
    ) -> ExitCode:
        from callgrade.grading.spec import GraderSpec

        return command(spec=GraderSpec(settings_of(config, device), model, profile, site), **others)

    for option in reversed(_OF_GRADING):
        option(with_spec)
    return with_spec


def settings_of(config: Path | None, device: str | None = None) -> "Settings":
    """The settings with the changes of ``config`` and of ``device``; raises ``ConfigError``."""
    from callgrade.config.load import load_settings

    return load_settings(config, {"hearing": {"recognition": {"device": device}}} if device else {})


def reader_language_of(given: str | None, settings: "Settings | None" = None) -> str:
    """The language of the reader: that of --ui-language, or of the settings, or of the system."""
    from callgrade.translation.languages import reader_language

    return reader_language(given, settings.interface.language if settings else None, os.environ)


def record_of_options(**facts: Any) -> "CallRecord":
    """The call record with the facts given on the command line."""
    from callgrade.model.provenance import Provenance
    from callgrade.model.record import CallRecord, Direction

    given = {name: fact for name, fact in facts.items() if fact is not None}
    if "direction" in given:
        given["direction"] = Direction(given["direction"])
    return CallRecord(**given, sources=dict.fromkeys(given, Provenance.OPTION))
