"""The site's file: found by --config, CALLGRADE_CONFIG or in the working directory, it gives options their defaults."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from callgrade.config.defaults import DefaultSettings

NAME = "callgrade.yaml"
VARIABLE = "CALLGRADE_CONFIG"
_OUT_OF = {"export": "tables", "report": "pages"}
_NIGHT = "schedule"  # has an option for each place


def in_working_directory() -> Path | None:
    """The site's file in the working directory, if there is one."""
    return Path(NAME) if Path(NAME).is_file() else None


def use_site_file(ctx: click.Context, _parameter: click.Parameter, file: Path | None) -> Path | None:
    """Let the site's file give the defaults of the other options; raises ``ConfigError`` if it cannot be read."""
    if file is not None and not ctx.resilient_parsing:
        ctx.default_map = option_defaults(site_defaults(file), ctx.info_name or "")
    return file


def site_defaults(file: Path) -> "DefaultSettings":
    """The section ``defaults`` of ``file``, with paths from its folder. Raises ``ConfigError``."""
    from callgrade.config.load import load_settings

    return load_settings(file).defaults.within(file.absolute().parent)


def option_defaults(defaults: "DefaultSettings", command: str) -> dict[str, Any]:
    """What ``defaults`` say for the options of ``command``, by the name of the parameter.

    The company is no option here: it counts only for calls of which nothing else names one.
    """
    said = {name: value for name, value in defaults if value and name != "company"}
    renamed = {"site": said.pop("norms", None), "out": said.get(_OUT_OF.get(command, ""))}
    kept = {name: value for name, value in said.items() if command == _NIGHT or name not in _OUT_OF.values()}
    return kept | {name: value for name, value in renamed.items() if value}
