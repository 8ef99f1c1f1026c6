"""What goes into the store and comes out of it."""

import hashlib
import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from callgrade.errors import StoreError
from callgrade.model.heard import HeardCall
from callgrade.model.scorecard import Judgement, Scorecard
from callgrade.store.documents import read_heard, read_judgement


class CallState(StrEnum):
    """What became of a call.

    ``WAITING`` to be done, ``CLAIMED`` by a run that is at it. ``SCORED``, or ``REFUSED`` as no usable recording,
    ``CRASHED`` or ``HUNG`` in a worker, ``FAILED`` otherwise. ``ERASED`` on request, never to be done again.
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
"""Ends of a call other than a scorecard; what ``retry`` may begin anew."""


@dataclass(frozen=True)
class SeenFile:
    """A file as a scan sees it.

    ``facts_hash``: of all that is known of the call from elsewhere (sidecar, call detail record, name), so that a
    change of it makes the call run again. ``site``: whose rules of retention hold (``site_of``).
    """

    path: Path
    size_bytes: int
    mtime_ns: int
    facts_hash: str
    site: str | None = None

    @property
    def seal(self) -> str:
        """By which it is known again if its call is erased."""
        return seal(path_digest(self.path), self.size_bytes, self.mtime_ns)


@dataclass(frozen=True)
class KnownFile:
    """A file as the store has it from an earlier scan.

    ``sha256``, ``facts_hash``, ``call_id`` and ``state`` are ``None`` while it was seen but never enrolled; after a
    change of size or time that was only seen, ``sha256``, ``call_id`` and ``state`` are ``None`` again. ``attempts``:
    runs that died while they had the call. ``last_run``: the run that saw or enrolled it last, which began at
    ``seen_s`` (s since 1970).
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
        """Whether the file is enrolled with the size, time and facts of ``seen``: all else is its call's ``state``."""
        here = (self.size_bytes, self.mtime_ns, self.facts_hash)
        return self.sha256 is not None and here == (seen.size_bytes, seen.mtime_ns, seen.facts_hash)


@dataclass(frozen=True)
class Enrolled:
    """The call that a file's content is. ``is_new``: nobody enrolled this content before (else: a copy or a rename)."""

    call_id: int
    state: CallState
    is_new: bool


class TakenOver(NamedTuple):
    """Calls of runs that died: ``waiting`` again, or ``given_up`` as crashed after too many attempts."""

    waiting: int
    given_up: int


@dataclass(frozen=True)
class StoredCall:
    """One row of the ledger.

    ``path``: one place where the recording lay, as shown (bytes that are no UTF-8 as U+FFFD, card numbers redacted;
    never to be opened). ``started``: local time without offset. ``overall`` … ``scored_at`` are ``None`` until scored;
    times are UTC.
    """

    id: int
    sha256: str
    state: CallState
    reason_code: str | None
    reason_text: str | None
    attempts: int
    revision: int
    path: str | None
    name: str | None
    site: str | None
    enrolled_at: datetime
    started: datetime | None
    team: str | None
    agent: str | None
    extension: str | None
    direction: str | None
    language: str | None
    duration_s: float | None
    overall: float | None
    band: str | None
    coverage: float | None
    callgrade: str | None
    model: str | None
    norms: str | None
    config: str | None
    scored_at: datetime | None


@dataclass(frozen=True)
class StoredCard:
    """A scored call; its documents are read when asked for, each once. Reading raises ``StoreError`` if damaged."""

    call: StoredCall
    heard_document: bytes
    judgement_document: bytes

    @cached_property
    def heard(self) -> HeardCall:
        """The call as heard."""
        return read_heard(self.heard_document)

    @cached_property
    def judgement(self) -> Judgement:
        """What norms and weights made of it."""
        return read_judgement(self.judgement_document)

    @cached_property
    def card(self) -> Scorecard:
        """Both as a scorecard."""
        return Scorecard.of(self.heard, self.judgement)


@dataclass(frozen=True)
class CardFilter:
    """Which scorecards: those that fit all that is not ``None``.

    ``begin``, ``end``: local times without offset, from ``begin`` on and before ``end``; a call whose time is not known
    fits neither. ``agent``: name or extension. ``call_ids``: at most some ten thousand.
    """

    begin: datetime | None = None
    end: datetime | None = None
    team: str | None = None
    agent: str | None = None
    call_ids: Collection[int] | None = None


@dataclass(frozen=True)
class RememberedExport:
    """Tables that were written to ``folder`` with ``options``, so that an erasure can write them anew.

    ``document``: the options as they are kept; reading them raises ``StoreError`` if damaged.
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
    """What the store keeps of an erased file, so that it need not be read again: hex.

    Only who has the file itself, with its path, size and time, can tell that it is meant.
    """
    return hashlib.sha256(f"{path_digest} {size_bytes} {mtime_ns}".encode()).hexdigest()


def path_digest(path: Path) -> str:
    """What the store keeps of a path to know it again: SHA-256 of the absolute path's bytes, hex."""
    return hashlib.sha256(os.fsencode(path.absolute())).hexdigest()
