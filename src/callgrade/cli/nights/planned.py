"""A plan of a night from its steps: what they read and write, and what they need of the machine."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import time
from pathlib import Path

import click

from callgrade.cli.nights.absolute import absolute_path
from callgrade.cli.nights.night_plan import NightPlan
from callgrade.cli.nights.night_steps import NightStep
from callgrade.cli.options import settings_of
from callgrade.errors import CallgradeError, UsageError

_HOMES = ("/home", "/root", "/run/user")
_TEMPORARY = ("/tmp", "/var/tmp")
_FILES = ("cdr", "agents", "site", "config")
_READ = ("recordings", *_FILES)


def planned(steps: list[NightStep], at: time, on_failure: tuple[str, ...] = ()) -> NightPlan:
    """The plan of ``steps``; raises what a step would say of its options."""
    contexts = [step.checked() for step in steps]
    night = contexts[0].params
    _refuse_missing(night)
    store = _only([context.params["store"] for context in contexts])
    server = "://" in store
    writes = list(dict.fromkeys(str(folder) for folder in _written(contexts, None if server else Path(store))))
    needed = [Path(sys.prefix), Path(sys.executable).resolve(), *_read(night), *map(Path, writes)]
    return NightPlan(
        commands=tuple(step.words for step in steps),
        user=user(),
        at=at,
        reads=(absolute_path(night["recordings"]),),
        writes=tuple(writes),
        rewrites=tuple(folder for folder in _exports(store) if folder not in writes),
        ends=night["until"] is not None,
        server=server,
        network=server or night["cluster"] is not None,
        gpu="cuda" in (night["device"], settings_of(night["config"]).hearing.recognition.device),
        home=_are_below([*needed, Path.home()], _HOMES),
        temporary=_are_below(needed, _TEMPORARY),
        hub=_hub(),
        on_failure=on_failure,
    )


def _refuse_missing(night: Mapping[str, object]) -> None:
    """Refuse files that are not there: batch would refuse them every night."""
    if missing := [str(path) for path in _read(night, _FILES) if not path.is_file()]:
        raise UsageError(f"No such file: {', '.join(missing)}.", "Correct the path.")


def user() -> str:
    """The user who runs this, by the name that systemd uses."""
    if sys.platform == "win32":
        return os.environ.get("USERNAME", "callgrade")
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _only(stores: list[str]) -> str:
    if len(set(stores)) > 1:
        raise UsageError("The store after -- is another one than before it.", "Give --store before -- only.")
    return stores[0]


def _written(contexts: list[click.Context], store: Path | None) -> Iterator[Path]:
    """The folders that a night writes to; the store's journal, lock and log are beside it."""
    if store:
        yield Path(absolute_path(store)).parent
    for context in contexts:
        if context.params.get("out"):
            yield Path(absolute_path(context.params["out"]))
    for name in ("log", "summary"):
        file = contexts[0].params[name]
        if file and str(file) != "-":
            yield Path(absolute_path(file)).parent


def _read(night: Mapping[str, object], names: Iterable[str] = _READ) -> Iterator[Path]:
    for name in names:
        value = night[name]
        yield from (Path(absolute_path(str(one))) for one in (value if isinstance(value, tuple) else [value]) if one)


def _exports(store: str) -> list[str]:
    """Folders of earlier exports, which purge writes again; none of a store that cannot be read now."""
    from callgrade.store import open_store

    with suppress(CallgradeError), open_store(store, create=False) as opened:
        return [export.folder for export in opened.erasure.exports()]
    return []


def _hub() -> str | None:
    """The folder of models that --model fetched by name; the service looks for them there, too."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(os.environ.get("HF_HOME") or caches / "huggingface").expanduser().absolute()
    return str(folder) if folder.is_dir() else None


def _are_below(paths: Iterable[Path], folders: tuple[str, ...]) -> bool:
    return any(path.is_relative_to(folder) for path in paths for folder in folders)
