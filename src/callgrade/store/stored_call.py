"""Calls and scorecards as read from the store."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from callgrade.model.heard import HeardCall
from callgrade.model.scorecard import Judgement, Scorecard
from callgrade.reviewing import Reviews, reviewed
from callgrade.store.documents.stored_documents import read_heard, read_judgement
from callgrade.store.entries import CallState


@dataclass(frozen=True)
class StoredCall:
    """One row of the ledger.

    ``path``: a path of the recording, to show only (invalid UTF-8 became U+FFFD, card numbers are redacted).
    ``started``: local time without offset; other times are UTC. ``overall`` … ``scored_at``: ``None`` until scored.
    ``withheld``: code of the reason why a scored call has no overall score. ``system_id``: of the call, by the
    telephone system.
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
    withheld: str | None
    system_id: str | None


@dataclass(frozen=True)
class StoredCard:
    """A scored call. Its documents are read on first access, which raises ``StoreError`` if they are damaged.

    ``reviews``: what people say of its verdicts.
    """

    call: StoredCall
    heard_document: bytes
    judgement_document: bytes
    reviews: Reviews = field(default_factory=dict)

    @cached_property
    def heard(self) -> HeardCall:
        """The call as heard."""
        return read_heard(self.heard_document)

    @cached_property
    def judgement(self) -> Judgement:
        """How norms and weights judge it, without the reviews."""
        return read_judgement(self.judgement_document)

    @cached_property
    def card(self) -> Scorecard:
        """All of it as a scorecard."""
        return Scorecard.of(self.heard, reviewed(self.judgement, self.reviews))


@dataclass(frozen=True)
class CardFilter:
    """Which scorecards: those that match everything that is not ``None``.

    ``begin``, ``end``: local times without offset; a call matches from ``begin`` on and before ``end``, and never if
    its time is unknown. ``agent``: name or extension. ``call_ids``: at most about ten thousand.
    """

    begin: datetime | None = None
    end: datetime | None = None
    team: str | None = None
    agent: str | None = None
    call_ids: Collection[int] | None = None
