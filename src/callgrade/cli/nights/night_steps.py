"""The commands of a night, with absolute paths and checked as they would be when they start."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path

import click

from callgrade.cli.commands.batch import batch
from callgrade.cli.commands.export import export
from callgrade.cli.commands.purge import purge
from callgrade.cli.commands.report import report
from callgrade.cli.nights.absolute import absolute_options, absolute_path, absolute_store
from callgrade.database_address import holds_password
from callgrade.errors import UsageError

START = (sys.executable, "-P", "-m", "callgrade")


@dataclass(frozen=True)
class AskedNight:
    """What is asked for.

    ``said``: options of the command line or the environment by name (``recordings``, ``store``, ``tables``, ``pages``),
    ``None`` for those that the site's file gives. ``older_than``: the age at which calls are erased. ``retention``:
    whether the site's file says how long calls are kept. ``tables``, ``pages``: whether they are written at all.
    ``more``: options of batch.
    """

    said: Mapping[str, str | None]
    config: Path | None
    until: time | None
    older_than: timedelta | None
    retention: bool
    tables: bool
    pages: bool
    more: tuple[str, ...]


@dataclass(frozen=True)
class NightStep:
    """One command of a night with its arguments."""

    command: click.Command
    arguments: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The whole command line."""
        return *START, str(self.command.name), *self.arguments

    def checked(self) -> click.Context:
        """Its options as it would read them; raises what the command would say of them."""
        for word in self.words:
            _refuse_unprintable(word)
        context = self.command.make_context(str(self.command.name), list(self.arguments))
        _refuse_unfit_store(context.params["store"])
        for word in self.words:
            _refuse_password(word)
        return context


def steps_of(order: AskedNight) -> list[NightStep]:
    """Batch, and what the order has after it."""
    shared = tuple(_shared(order))
    steps = [NightStep(batch, (*_recordings(order), *shared, *_hours(order), *absolute_options(batch, order.more)))]
    if order.older_than or order.retention:
        age = ("--older-than", f"{order.older_than.days}d") if order.older_than else ()
        steps.append(NightStep(purge, (*shared, *age)))
    for command, name, wanted in ((export, "tables", order.tables), (report, "pages", order.pages)):
        if wanted:
            folder = order.said[name]
            steps.append(NightStep(command, (*shared, *(("--out", absolute_path(folder)) if folder else ()))))
    return steps


def _shared(order: AskedNight) -> Iterator[str]:
    if store := order.said["store"]:
        yield from ("--store", absolute_store(store))
    if order.config:
        yield from ("--config", absolute_path(order.config))


def _recordings(order: AskedNight) -> tuple[str, ...]:
    folder = order.said["recordings"]
    return (absolute_path(folder),) if folder else ()


def _hours(order: AskedNight) -> tuple[str, ...]:
    return ("--until", f"{order.until:%H:%M}") if order.until else ()


def _refuse_unfit_store(store: str) -> None:
    from callgrade.store.connection.location import locate

    locate(store)


def _refuse_password(word: str) -> None:
    if holds_password(word):
        raise UsageError(
            "The store's URL contains a password, which every user could read in the unit and the list of processes.",
            "Leave it out; comments in the output say where to put it.",
        )


def _refuse_unprintable(word: str) -> None:
    if not word.isprintable():
        raise UsageError(
            f"{word!r} contains a line break or another character that cannot be printed.",
            "Rename the folder, or reach it by a link with a plain name.",
        )
