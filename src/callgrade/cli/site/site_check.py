"""All mistakes of a site's file at once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from callgrade.cli.options import USUAL_PROFILE
from callgrade.config.defaults import DefaultSettings
from callgrade.config.folder import configs_folder
from callgrade.config.load import overlay
from callgrade.config.mistakes import Location, mistakes
from callgrade.config.settings import Settings
from callgrade.config.yaml_source import YamlSource, read_yaml
from callgrade.errors import CallgradeError, ConfigError

_FOLDERS = ("recordings", "tables", "pages")
_MADE = ("tables", "pages")
"""Folders that are made when results are written."""


def problems_of(file: Path) -> list[str]:
    """Every mistake of ``file``, with its place: keys and values, then paths, then the files that it names."""
    try:
        source = read_yaml(file)
        if not isinstance(source.data, dict):
            return [str(source.error((), "the file holds no settings", "Write it with callgrade init."))]
        data = overlay(read_yaml(configs_folder() / "callgrade.yaml").data, source.data)
    except ConfigError as error:
        return [str(error)]
    defaults = _right_defaults(data["defaults"]).within(file.absolute().parent)
    return [*_wrong_values(source, data), *_misplaced(source, defaults), *_unfit(source, defaults)]


def _right_defaults(said: object) -> DefaultSettings:
    """The defaults in ``said`` whose values are right; the others count as not said."""
    shipped: dict[str, Any] = read_yaml(configs_folder() / "callgrade.yaml").data["defaults"]
    values = said if isinstance(said, dict) else {}
    try:
        return DefaultSettings.model_validate(values)
    except ValidationError as error:
        wrong = {one["loc"][0] for one in error.errors() if one["loc"]}
        return DefaultSettings.model_validate(
            shipped | {name: value for name, value in values.items() if name not in wrong}
        )


def _wrong_values(source: YamlSource, data: object) -> Iterator[str]:
    try:
        Settings.model_validate(data)
    except ValidationError as error:
        for one in mistakes(error, Settings):
            yield str(source.error(one.location, one.text, one.remedy))


def _misplaced(source: YamlSource, defaults: DefaultSettings) -> Iterator[str]:
    """Files and folders that must be there and are not, or are the other of the two."""
    for name in ("recordings", "agents", "norms", "tables", "pages"):
        yield from _misplaced_at(source, ("defaults", name), getattr(defaults, name))
    for number, path in enumerate(defaults.cdr):
        yield from _misplaced_at(source, ("defaults", "cdr", number), path)


def _misplaced_at(source: YamlSource, location: Location, path: Path | None) -> Iterator[str]:
    name = location[1]
    if path is None:
        return
    if not path.exists():
        if name not in _MADE:
            yield str(source.error(location, f"{name}: {path} is not there", "Correct the path."))
    elif path.is_dir() != (name in _FOLDERS):
        what, wanted = ("a folder", "a file") if path.is_dir() else ("a file", "a folder")
        yield str(source.error(location, f"{name}: {path} is {what}", f"Give {wanted}."))


def _unfit(source: YamlSource, defaults: DefaultSettings) -> Iterator[str]:
    """What is wrong with the store, and inside the files that are named and there."""
    from callgrade.intake.agents import read_agents
    from callgrade.norms.pack.load import load_pack
    from callgrade.store.connection.location import locate

    if defaults.store:
        yield from (f"{source.where(('defaults', 'store'))}: {one}" for one in _problem(locate, defaults.store))
    if defaults.agents and defaults.agents.is_file():
        yield from _problem(read_agents, defaults.agents)
    if not defaults.norms or defaults.norms.is_file():
        yield from _problem(load_pack, configs_folder(), None, defaults.profile or USUAL_PROFILE, defaults.norms)


def _problem(read: Callable[..., object], *arguments: object) -> Iterator[str]:
    try:
        read(*arguments)
    except CallgradeError as error:
        yield str(error)
