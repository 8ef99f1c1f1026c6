"""Load the configuration: the shipped file, with the user's own laid over it."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache, reduce
from pathlib import Path
from typing import Any

from callgrade.config.folder import configs_folder
from callgrade.config.settings import Settings
from callgrade.config.yaml_source import YamlSource, read_yaml, validated
from callgrade.model.frozen import FrozenDict

_NOT_OF_CARDS = ("defaults", "pipeline", "batch", "store", "export", "interface")
_RUNNING: dict[str, Any] = {**dict.fromkeys(_NOT_OF_CARDS, True), "intake": {"agents": True, "max_stdin_mib": True}}
"""How calls are processed and shown, where they are, and who works at which extension: these do not change cards."""


def load_settings(user_file: Path | None = None, said: Mapping[str, Any] = FrozenDict()) -> Settings:
    """The shipped configuration, with the keys of ``user_file`` in place of its own, and those of ``said`` over both.

    ``said``: what options of the command line say. Raises ``ConfigError``.
    """
    shipped = _shipped(configs_folder() / "callgrade.yaml")
    user = read_yaml(user_file) if user_file else shipped
    data = overlay(shipped.data, user.data)
    return validated(user, Settings, overlay(data, dict(said)) if said else data)


@cache
def _shipped(path: Path) -> YamlSource:
    """The shipped file, read once: it is part of the installation."""
    return read_yaml(path)


def overlay(below: Any, above: Any) -> Any:
    """``below`` with the keys of ``above`` laid over it, mapping by mapping; anything else is replaced whole."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return reduce(lambda merged, key: merged | {key: overlay(below.get(key), above[key])}, above, below)


def settings_hash(settings: Settings) -> str:
    """First 12 hex digits of the SHA-256 of all settings that a scorecard depends on."""
    text = json.dumps(settings.model_dump(mode="json", exclude=_RUNNING), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
