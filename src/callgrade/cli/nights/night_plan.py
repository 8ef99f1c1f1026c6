"""What runs at night, by which user, when, and what it needs."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class NightPlan:
    """A night.

    ``commands``: in their order; each runs unless one before it failed. ``reads`` and ``writes``: absolute folders that
    must be mounted first; ``rewrites``: folders of earlier exports, which may be gone. ``ends``: whether there is a
    time after which it starts no new calls. ``server``: whether the store is a server, which may ask for a password.
    ``network``: whether it needs one. ``gpu``: whether it needs a device. ``home``: whether it needs something in a
    home folder; ``temporary``: the same of the folders of temporary files. ``hub``: where fetched models are, if
    there are any. ``on_failure``: the site's own command.
    """

    commands: tuple[tuple[str, ...], ...]
    user: str
    at: time
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    rewrites: tuple[str, ...] = ()
    ends: bool = False
    server: bool = False
    network: bool = False
    gpu: bool = False
    home: bool = False
    temporary: bool = False
    hub: str | None = None
    on_failure: tuple[str, ...] = ()
