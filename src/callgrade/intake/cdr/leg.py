"""One row of call detail records: who rang whom, how long it rang, who answered.

A call may have several rows (legs): a queue tries several telephones, a call is put through. What its legs agree on is
what is known of the call.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from callgrade.config.batch import CdrField, CdrSettings
from callgrade.intake.cdr.call_ends import is_internal, unknown_direction
from callgrade.intake.cdr.index import IndexedRow
from callgrade.intake.cdr.ring_time import lasts_s, rang_s, was_answered
from callgrade.intake.cdr.row_facts import facts_of, numbers_of
from callgrade.intake.cdr.times import time_of


@dataclass(frozen=True)
class Leg:
    """``call``: identifies the call. ``clock_s``: its start by the clock on the wall; ``lasts_s``: 0 where unknown.

    ``answered``: ``None`` where unknown. ``ring_s``: from ``started`` to the answer. ``numbers``: of the parties.
    ``facts``: of this leg alone, named as in ``CallRecord``. ``unknown_direction``: the word for the direction if it is
    not understood, else empty. ``system_id``: of the call, by the telephone system. ``internal``: whether colleagues
    talk to each other.
    """

    where: str
    call: str
    started: datetime
    clock_s: float
    lasts_s: float
    answered: bool | None
    ring_s: float | None
    numbers: frozenset[str]
    facts: dict[str, Any]
    unknown_direction: str = ""
    system_id: str | None = None
    internal: bool = False


def leg_of(row: IndexedRow, settings: CdrSettings) -> Leg:
    """The leg in a row; raises ``ValueError`` for a row without a start, which is never indexed."""
    values = row.values
    started = time_of(values.get(CdrField.STARTED, ""), settings)
    if started is None:
        raise ValueError(f"{row.where} has no start")
    answered = was_answered(values, settings)
    system_id = values.get(CdrField.LINKED_ID) or values.get(CdrField.UNIQUE_ID)
    return Leg(
        where=row.where,
        call=system_id or row.where,
        started=started,
        clock_s=row.clock_s,
        lasts_s=lasts_s(values),
        answered=answered,
        ring_s=rang_s(values, started, settings) if answered else None,
        numbers=numbers_of(values),
        facts=facts_of(values, settings),
        unknown_direction=unknown_direction(values),
        system_id=system_id,
        internal=is_internal(values, settings),
    )
