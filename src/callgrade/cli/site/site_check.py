"""All mistakes of a site's file at once."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from callgrade.cli.options import USUAL_PROFILE
from callgrade.config.defaults import DefaultSettings
from callgrade.config.folder import configs_folder
from callgrade.config.load import overlay
from callgrade.config.mistakes import Location, mistakes
from callgrade.config.settings import Settings
from callgrade.config.yaml_source import YamlSource, read_yaml
from callgrade.errors import CallgradeError, ConfigError


def problems_of(file: Path) -> list[str]:
    """Every mistake of ``file``, with its place: keys and values, then paths, then the files that it names."""
    try:
        source = read_yaml(file)
        if not isinstance(source.data, dict):
            return [str(source.error((), "the file holds no settings", "Write it with callgrade init."))]
        data = overlay(read_yaml(configs_folder() / "callgrade.yaml").data, source.data)
    except ConfigError as error:
        return [str(error)]
    problems = list(_wrong_values(source, data))
    with suppress(ValidationError):
        defaults = DefaultSettings.model_validate(data["defaults"]).within(file.absolute().parent)
        problems += [*_missing(source, defaults), *_unfit(defaults)]
    return problems


def _wrong_values(source: YamlSource, data: object) -> Iterator[str]:
    try:
        Settings.model_validate(data)
    except ValidationError as error:
        for one in mistakes(error, Settings):
            yield str(source.error(one.location, one.text, one.remedy))


def _missing(source: YamlSource, defaults: DefaultSettings) -> Iterator[str]:
    """Files and folders that must be there and are not."""
    named = {"recordings": defaults.recordings, "agents": defaults.agents, "norms": defaults.norms}
    places: list[tuple[Location, Path]] = [(("defaults", name), path) for name, path in named.items() if path]
    places += [(("defaults", "cdr", number), path) for number, path in enumerate(defaults.cdr)]
    for location, path in places:
        if not path.exists():
            yield str(source.error(location, f"{location[1]}: {path} is not there", "Correct the path."))


def _unfit(defaults: DefaultSettings) -> Iterator[str]:
    """What is wrong with the store's name, and inside the files that are named and there."""
    from callgrade.intake.agents import read_agents
    from callgrade.norms.pack.load import load_pack
    from callgrade.store.connection.location import locate

    if defaults.store:
        yield from _problem(locate, defaults.store)
    if defaults.agents and defaults.agents.exists():
        yield from _problem(read_agents, defaults.agents)
    if not defaults.norms or defaults.norms.exists():
        yield from _problem(load_pack, configs_folder(), None, defaults.profile or USUAL_PROFILE, defaults.norms)


def _problem(read: Callable[..., object], *arguments: object) -> Iterator[str]:
    try:
        read(*arguments)
    except CallgradeError as error:
        yield str(error)
