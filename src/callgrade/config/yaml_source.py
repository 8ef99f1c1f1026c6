"""The only reader and writer of YAML: safe tags, no aliases, no duplicate keys, and errors that name file:line:column.

Aliases are refused because a few hundred bytes of them expand to gigabytes; nothing in callgrade needs them.
Of YAML 1.1's booleans only ``true`` and ``false`` are read: ``no`` and ``on`` are words in norm packs.
"""

import math
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from callgrade.config.mistakes import Location, mistakes
from callgrade.errors import ConfigError

__all__ = ["Location", "YamlSource", "parse_yaml", "read_yaml", "validated", "yaml_text"]

MAX_BYTES = 2_000_000
MAX_DEPTH = 50
_BOOL = "tag:yaml.org,2002:bool"

M = TypeVar("M", bound=BaseModel)


_Safe: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader  # packs are long; C reads them at once


class _Loader(_Safe):  # type: ignore[misc]
    """The safe loader with strict truth values."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(frozen=True)
class YamlSource:
    """A parsed YAML file: ``data`` (plain values) and the place of each of them."""

    path: Path
    data: Any
    node: yaml.Node | None

    def where(self, location: Location, offset: int = 0) -> str:
        """``file:line:column`` of the value at ``location`` (its nearest parent if it is missing).

        ``offset``: characters into the text there.
        """
        node = self.node
        for key in location:
            node = _child(node, key) or node
        quote = 1 if offset and isinstance(node, yaml.ScalarNode) and node.style in ("'", '"') else 0
        return _place(self.path, node.start_mark if node else None, offset + quote)

    def error(self, location: Location, what: str, remedy: str, offset: int = 0) -> ConfigError:
        """A ``ConfigError`` that points at ``location``, ``offset`` characters into the text there."""
        return ConfigError(f"{self.where(location, offset)}: {what}.", remedy)

    def validate(self, model: type[M]) -> M:
        """``data`` as ``model``; the first mistake raises ``ConfigError`` with its place."""
        return validated(self, model, self.data)


def validated(source: YamlSource, model: type[M], data: Any, at: Location = ()) -> M:
    """``data``, at ``at`` in ``source``, as ``model``; raises ``ConfigError`` with the place."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = next(mistakes(error, model, at))
        raise source.error(first.location, first.text, first.remedy) from None


def read_yaml(path: Path) -> YamlSource:
    """Parse ``path``; raises ``ConfigError`` for a file that is missing, too large or not plain YAML."""
    return parse_yaml(_text(path), path)


def parse_yaml(text: str, path: Path) -> YamlSource:
    """Parse ``text`` that came from ``path``; raises ``ConfigError``."""
    try:
        _refuse_bombs(text, path)
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is not None:
            _refuse_traps(node, path)
        data = loader.construct_document(node) if node is not None else {}
    except (yaml.YAMLError, ValueError) as error:
        raise _syntax_error(error, path) from None
    return YamlSource(path, data, node)


def yaml_text(data: Any) -> str:
    """``data`` (plain values) as YAML, in its order."""
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    return text


def _text(path: Path) -> str:
    try:
        with open(path, encoding="utf-8", opener=_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ConfigError(f"{path}: not a regular file.", "A pipe or a device is not read; give a file.")
            if status.st_size > MAX_BYTES:
                raise ConfigError(f"{path}:1:1: larger than {MAX_BYTES:,} bytes.", "Settings and norms are small text.")
            return file.read()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}.", "Check the path and its permissions.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}:1:1: not UTF-8 text.", "Save the file as UTF-8.") from None


def _without_waiting(path: str, flags: int) -> int:
    """Open a pipe, too, at once, so that it can be refused."""
    return os.open(path, flags | os.O_NONBLOCK)


def _syntax_error(error: Exception, path: Path) -> ConfigError:
    place = _place(path, getattr(error, "problem_mark", None))
    problem = getattr(error, "problem", None) or str(error)
    return ConfigError(f"{place}: {problem}.", "Correct the YAML.")


def _refuse_bombs(text: str, path: Path) -> None:
    """Raise ``ConfigError`` for aliases and deep nesting before anything is built from them."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > MAX_DEPTH:
            trap = "an alias" if isinstance(event, yaml.AliasEvent) else f"nested deeper than {MAX_DEPTH} levels"
            raise ConfigError(f"{_place(path, event.start_mark)}: {trap}.", "Write the value out, plainly.")


def _place(path: Path, mark: Any, offset: int = 0) -> str:
    """``file:line:column`` of a mark; the file's beginning where the parser gave none."""
    return f"{path}:{mark.line + 1}:{mark.column + 1 + offset}" if mark else f"{path}:1:1"


def _refuse_traps(node: yaml.Node, path: Path) -> None:
    """Raise ``ConfigError`` for duplicate keys and numbers that are not finite."""
    if isinstance(node, yaml.MappingNode):
        names = [str(key.value) for key, _ in node.value]
        if len(set(names)) < len(names):
            key = next(key for key, _ in node.value if names.count(str(key.value)) > 1)
            raise YamlSource(path, None, key).error((), f"the key {key.value!r} appears twice", "Keep one of them.")
        for _, value in node.value:
            _refuse_traps(value, path)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_traps(item, path)
    elif node.tag == "tag:yaml.org,2002:float" and not math.isfinite(_float(node.value)):
        raise YamlSource(path, None, node).error((), f"{node.value} is not a finite number", "Write a number.")


def _float(text: str) -> float:
    return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))


def _child(node: yaml.Node | None, key: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        child: yaml.Node = node.value[key]
        return child
    return None
