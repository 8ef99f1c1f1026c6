"""Options with absolute paths, because systemd and cron start commands in another folder."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from callgrade.database_address import is_database_address, is_like_database_address


def absolute_store(store: str) -> str:
    """The store with an absolute path; a URL is returned unchanged."""
    return store if "://" in store or is_like_database_address(store) else absolute_path(store)


def absolute_path(path: str | Path) -> str:
    """``path`` from the working directory, without ``..``, which systemd does not take."""
    whole = Path(path).expanduser()
    return str(whole.resolve() if ".." in whole.parts else whole.absolute())


def absolute_options(command: click.Command, arguments: Sequence[str]) -> tuple[str, ...]:
    """The options of ``command`` in ``arguments`` with absolute paths; raises ``click.UsageError``."""
    parent = click.get_current_context(silent=True)
    with click.Context(command, info_name=command.name, parent=parent, **command.context_settings) as context:
        values, rest, _ = command.make_parser(context).parse_args(list(arguments))
    given = [(option, values[option.name]) for option in command.params if option.name in values]
    options = [word for option, value in given if isinstance(option, click.Option) for word in _words(option, value)]
    positional = [value for option, value in given if isinstance(option, click.Argument) and isinstance(value, str)]
    return *options, *positional, *rest


def _words(option: click.Option, value: Any) -> Iterator[str]:
    if option.is_flag:
        yield option.opts[-1]
        return
    for one in value if option.multiple else [value]:
        yield from (option.opts[-1], _absolute(option, str(one)))


def _absolute(option: click.Option, value: str) -> str:
    is_folder = option.name == "model" and "/" in value and Path(value).is_dir()
    is_path = isinstance(option.type, click.Path) and value != "-" and not is_database_address(value)
    return absolute_path(value) if is_folder or is_path else value
