"""Facts of a call are checked, brought to one form, and carry their source."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from callgrade.config.intake import IntakeSettings
from callgrade.errors import InputError
from callgrade.intake.documents.speaker_labels import roles_of
from callgrade.intake.facts import in_local_time, record_of
from callgrade.model.provenance import Provenance
from callgrade.model.record import CallRecord, Direction, Role

AGENT, CUSTOMER, UNKNOWN = Role.AGENT, Role.CUSTOMER, Role.UNKNOWN


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("direction", "Inbound", Direction.INBOUND),
        ("direction", "outgoing", Direction.OUTBOUND),
        ("direction", "", None),
        ("started", "2026-03-02T15:30:11", datetime(2026, 3, 2, 15, 30, 11)),
        ("started", "2026-03-02 15:30+01:00", datetime(2026, 3, 2, 15, 30, tzinfo=timezone(timedelta(hours=1)))),
        ("started", "2026-03-02T15:30Z", datetime(2026, 3, 2, 15, 30, tzinfo=UTC)),
        ("started", 1772465411, datetime(2026, 3, 2, 15, 30, 11, tzinfo=UTC)),
        ("language", "en-US", "en"),
        ("language", "ZH_cn", "zh"),
        ("language", "ga-IE", "ga"),
        ("language", "haw", "haw"),
        ("agent", "  Smith,  John ", "John Smith"),
        ("agent", "Smith, John, Jr", "Smith, John, Jr"),
        ("agent", "+1 555 1234", None),
        ("customer", "Zoë\x1b[2J \u202e李", "Zoë[2J 李"),
        ("company", "Harper, Valley Bank", "Harper, Valley Bank"),
        ("company", "3M", "3M"),
        ("channels", {"agent": 1, "customer": 0}, {AGENT: 1, CUSTOMER: 0}),
        ("ring_to_answer_s", 7, 7.0),
        ("agent", None, None),
    ],
)
def test_a_fact_is_read_in_any_usual_form(key: str, value: Any, expected: Any) -> None:
    record = record_of({key: value}, Provenance.SIDECAR, "call.json")
    assert getattr(record, key) == expected
    assert record.sources == ({key: "sidecar"} if expected is not None else {})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("direction", "sideways"),
        ("started", "yesterday"),
        ("started", "2026-03-02"),
        ("started", 1e300),
        ("started", True),
        ("language", "English please"),
        ("language", "xx"),
        ("channels", {"agent": 0, "customer": 0}),
        ("channels", {"agent": -1}),
        ("channels", {"boss": 1}),
        ("channels", 2),
        ("ring_to_answer_s", -1),
        ("ring_to_answer_s", "soon"),
    ],
)
def test_an_impossible_fact_is_named(key: str, value: Any) -> None:
    with pytest.raises(InputError, match=f"call.json: {key}") as caught:
        record_of({key: value}, Provenance.SIDECAR, "call.json")
    assert caught.value.code == "bad_record"


def test_utc_becomes_the_local_time_of_the_calls_place() -> None:
    utc = CallRecord(started=datetime(2026, 7, 1, 6, 30, tzinfo=UTC))
    local = in_local_time(utc, "Europe/Oslo").started
    assert local is not None
    assert (local.hour, local.utcoffset()) == (8, timedelta(hours=2))
    assert in_local_time(utc, None) == utc
    naive = CallRecord(started=datetime(2026, 7, 1, 6, 30))
    assert in_local_time(naive, "Europe/Oslo") == naive


@pytest.mark.parametrize(
    ("labels", "record", "roles"),
    [
        (["Agent", "Customer"], CallRecord(), [AGENT, CUSTOMER]),
        (["[CSR]", "caller"], CallRecord(), [AGENT, CUSTOMER]),
        (["客服", "客户"], CallRecord(), [AGENT, CUSTOMER]),
        (["Caller", "Callee"], CallRecord(direction=Direction.INBOUND), [CUSTOMER, AGENT]),
        (["Caller", "Callee"], CallRecord(direction=Direction.OUTBOUND), [AGENT, CUSTOMER]),
        (["Caller", "Callee"], CallRecord(), [UNKNOWN, UNKNOWN]),
        (["Louis", "Olivia Flores"], CallRecord(agent="Louis Anderson", customer="Olivia Flores"), [AGENT, CUSTOMER]),
        (["agent", "Speaker 2"], CallRecord(), [AGENT, CUSTOMER]),
        (["Speaker 1", "customer"], CallRecord(), [AGENT, CUSTOMER]),
        (["Speaker 1", "Speaker 2"], CallRecord(), [UNKNOWN, UNKNOWN]),
        (["agent", "unknown"], CallRecord(), [AGENT, UNKNOWN]),
        (["agent", "Speaker 2", "Speaker 3"], CallRecord(), [AGENT, UNKNOWN, UNKNOWN]),
    ],
)
def test_a_label_gives_the_role(
    labels: list[str], record: CallRecord, roles: list[Role], intake: IntakeSettings
) -> None:
    found = roles_of(labels, intake.speaker_labels, record)
    assert [found[label] for label in labels] == roles


@pytest.mark.parametrize(
    ("moment", "zone"),
    [(datetime.max.replace(tzinfo=UTC), "Europe/Oslo"), (datetime.min.replace(tzinfo=UTC), "America/New_York")],
)
def test_an_hour_at_the_end_of_the_calendar_has_no_local_time_and_stays_in_utc(moment: datetime, zone: str) -> None:
    assert in_local_time(CallRecord(started=moment), zone).started == moment
