"""The values that go into the store and come out of it."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from callgrade.errors import StoreError


class CallState(StrEnum):
    """The state of a call.

    ``WAITING`` to be done; ``CLAIMED`` by a run; ``SCORED``; ``REFUSED``: no usable recording; ``CRASHED`` or ``HUNG``
    in a worker; ``FAILED`` otherwise; ``ERASED`` on request, and never done again.
    """

    WAITING = "waiting"
    CLAIMED = "claimed"
    SCORED = "scored"
    REFUSED = "refused"
    CRASHED = "crashed"
    HUNG = "hung"
    FAILED = "failed"
    ERASED = "erased"


NOT_SCORED = frozenset({CallState.REFUSED, CallState.CRASHED, CallState.HUNG, CallState.FAILED})
"""Final states without a scorecard; ``retry`` may set them back to waiting."""


@dataclass(frozen=True)
class SeenFile:
    """A file as a scan sees it.

    ``facts_hash``: of the facts from other sources (sidecar, call detail record, name); if it changes, the call is done
    again. ``site``: whose retention rules apply (``site_of``). ``system_id``: of the call, by the telephone system.
    """

    path: Path
    size_bytes: int
    mtime_ns: int
    facts_hash: str
    site: str | None = None
    system_id: str | None = None

    @property
    def seal(self) -> str:
        """The seal by which the file is recognised after its call was erased."""
        return seal(path_digest(self.path), self.size_bytes, self.mtime_ns)


@dataclass(frozen=True)
class KnownFile:
    """A file as the store has it from an earlier scan.

    ``sha256``, ``facts_hash``, ``call_id`` and ``state`` are ``None`` if the file was seen but never enrolled. If its
    size or time changed and it was not enrolled since, ``sha256``, ``call_id`` and ``state`` are ``None``.
    ``attempts``: runs that died while they had the call. ``last_run``: the run that saw or enrolled the file last; it
    began at ``seen_s`` (s since 1970).
    """

    size_bytes: int
    mtime_ns: int
    sha256: str | None
    facts_hash: str | None
    call_id: int | None
    state: CallState | None
    attempts: int
    last_run: int
    seen_s: float

    def is_same(self, seen: SeenFile) -> bool:
        """Whether the file is enrolled with the size, time and facts of ``seen``."""
        here = (self.size_bytes, self.mtime_ns, self.facts_hash)
        return self.sha256 is not None and here == (seen.size_bytes, seen.mtime_ns, seen.facts_hash)


@dataclass(frozen=True)
class Enrolled:
    """The call of a file's content. ``is_new``: the content was not enrolled before (else: a copy or a rename)."""

    call_id: int
    state: CallState
    is_new: bool


class TakenOver(NamedTuple):
    """Calls of runs that died: ``waiting`` again, or ``given_up`` as crashed after too many attempts."""

    waiting: int
    given_up: int


class StoredRun(NamedTuple):
    """A run, and ``counts`` of what it did, by name. ``ended_at``: ``None`` while it runs, or if it died.

    ``options``: what it judged by (profile, norms, config); empty if not known.
    """

    id: int
    started_at: datetime
    ended_at: datetime | None
    counts: Mapping[str, int]
    options: Mapping[str, str]


@dataclass(frozen=True)
class RememberedExport:
    """Tables that were written to ``folder`` with ``options``, so that an erasure can write them again.

    ``document``: the options as stored; reading them raises ``StoreError`` if they are damaged.
    """

    folder: str
    document: str
    written_at: datetime

    @cached_property
    def options(self) -> Mapping[str, Any]:
        """By format."""
        try:
            read = json.loads(self.document)
        except ValueError:
            read = None
        if not isinstance(read, dict):
            raise StoreError(
                f"How {self.folder} was exported cannot be read.", "Delete its tables, then run callgrade purge again."
            )
        return read


def seal(path_digest: str, size_bytes: int, mtime_ns: int) -> str:
    """What the store keeps of an erased file, so that later runs do not read it: hex.

    A seal can only be matched with the file itself, by its path, size and time.
    """
    return hashlib.sha256(f"{path_digest} {size_bytes} {mtime_ns}".encode()).hexdigest()


def path_digest(path: Path) -> str:
    """By what the store recognises a path: the SHA-256 of the absolute path's bytes, hex."""
    return hashlib.sha256(os.fsencode(path.absolute())).hexdigest()
