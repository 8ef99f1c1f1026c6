"""Heard calls and judgements to be stored, and a run that stores them."""

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from tests.scorecards import CARD

from callgrade.config.load import load_settings
from callgrade.model.conversation import Assignment
from callgrade.model.heard import HeardCall
from callgrade.model.record import Role
from callgrade.model.redaction import Redaction, RedactionKind
from callgrade.model.scorecard import Judgement, Scorecard
from callgrade.store import CallState, SeenFile, Store, StoredCall
from callgrade.store.columns import stored_call
from callgrade.store.tables import CALLS

SCORING = load_settings().scoring.model_dump_json()
FOLDER = Path("/calls")
LEASE_S = 600.0


def digest(number: int) -> str:
    """The digest of recording ``number``."""
    return hashlib.sha256(f"recording {number}".encode()).hexdigest()


def seen(number: int = 1, *, name: str | None = None, facts: str = "facts", size: int = 1000) -> SeenFile:
    """A file with the content of recording ``number``."""
    return SeenFile(FOLDER / (name or f"{number}.wav"), size, 1_700_000_000_000_000_000 + number, facts)


def heard(number: int = 1, card: Scorecard = CARD) -> HeardCall:
    """Recording ``number`` as heard, of ``card``."""
    file = replace(card.file, name=f"{number}.wav", sha256=digest(number))
    redactions = (Redaction(RedactionKind.CARD_NUMBER, Role.CUSTOMER, 31.0, 35.25),)
    return HeardCall(file, card.record, card.conversation, card.measurements.items, redactions, card.versions.model)


def judgement(
    *,
    started: datetime | None = CARD.record.started,
    team: str | None = "north",
    agent: str | None = "Carol Jensen",
    extension: str | None = "204",
    norms: str = "0f1e2d3c4b5a",
    card: Scorecard = CARD,
) -> Judgement:
    """A judgement of ``card``, with these facts."""
    record = replace(card.record, started=started, team=team, agent=agent, extension=extension)
    assignment = Assignment({Role.AGENT: Role.AGENT}, card.conversation.attribution)
    versions = replace(card.versions, norms=norms)
    return Judgement(record, assignment, card.measurements, card.findings, card.score, versions, scoring=SCORING)


def score(store: Store, number: int, made: Judgement | None = None, *, run: int | None = None) -> int:
    """Enrol recording ``number``, claim it and store its scorecard; the call's id."""
    run = store.ledger.start_run() if run is None else run
    call_id = store.ledger.enrol(run, seen(number), digest(number)).call_id
    assert store.ledger.claim(call_id, run, LEASE_S)
    assert store.ledger.finish_scored(call_id, run, heard(number), made or judgement())
    return call_id


def stored_calls(store: Store, states: Collection[CallState]) -> list[StoredCall]:
    """The calls of a store in one of ``states``, by id."""
    query = select(CALLS).where(CALLS.c.state.in_(states)).order_by(CALLS.c.id)
    with store._database.reading() as connection:
        return [stored_call(row) for row in connection.execute(query)]
