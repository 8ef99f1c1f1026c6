"""Conditions on the table ``calls``: whose calls, when, and which call a text names."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, and_, false, or_, select

from callgrade.store.columns import shown, started_key
from callgrade.store.entries import path_digest
from callgrade.store.tables import CALLS, FILES
from callgrade.text import storable

_SHORTEST_DIGEST = 6
_SHORTEST_PART = 4


def of_person(agent: str | None, team: str | None) -> Iterator[ColumnElement[bool]]:
    """The conditions that choose the calls of an agent (name or extension) and a team."""
    if team is not None:
        yield CALLS.c.team == team
    if agent is not None:
        yield or_(CALLS.c.agent == agent, CALLS.c.extension == agent)


def within(begin: datetime | None, end: datetime | None) -> Iterator[ColumnElement[bool]]:
    """The conditions that choose the calls from ``begin`` on and before ``end``, never those of unknown time."""
    if begin is not None:
        yield CALLS.c.started >= started_key(begin)
    if end is not None:
        yield and_(CALLS.c.started != "", CALLS.c.started < started_key(end))


def lies_at(path: Path) -> ColumnElement[bool]:
    """The call whose recording is at ``path``."""
    return CALLS.c.sha256.in_(select(FILES.c.sha256).where(FILES.c.path_digest == path_digest(path)))


def named(text: str) -> ColumnElement[bool]:
    """The calls with this file name, path or identifier, or a digest that begins with ``text``."""
    exact = or_(CALLS.c.name == shown(text), CALLS.c.path == shown(text), CALLS.c.system_id == storable(text))
    digits = text.lower()
    if len(digits) < _SHORTEST_DIGEST or not set(digits) <= set("0123456789abcdef"):
        return exact
    return or_(exact, and_(CALLS.c.sha256 >= digits, CALLS.c.sha256 < digits + "g"))  # "g": after every hex digit


def named_in_part(text: str) -> ColumnElement[bool]:
    """The calls whose file name contains ``text``, which must be long enough to mean one of them."""
    if len(text) < _SHORTEST_PART:
        return false()
    return CALLS.c.name.contains(shown(text), autoescape=True)
