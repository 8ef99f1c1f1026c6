"""File-name patterns: named fields, no free expressions, and time in proportion to the name's length."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.support.growth import grows_in_proportion

from callgrade.config.intake import FileNamePattern, IntakeSettings
from callgrade.config.name_template import compile_template
from callgrade.intake.file_name import record_of_name
from callgrade.model.record import CallRecord, Direction

INBOUND, OUTBOUND = Direction.INBOUND, Direction.OUTBOUND
MARCH_2 = datetime(2026, 3, 2, 15, 30, 11)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("in-5551234-5559876-20260302-153011-1772465411.123.wav", CallRecord(INBOUND, MARCH_2)),
        ("out-5551234-101-20260302-153011-1772465411.123.wav", CallRecord(OUTBOUND, MARCH_2, extension="101")),
        ("out-5551234-trunk-20260302-153011-1772465411.123.wav", CallRecord(OUTBOUND, MARCH_2)),
        ("q-600-+15559876-20260302-153011-1772465411.123.gsm", CallRecord(INBOUND, MARCH_2)),
        ("external-101-anonymous-20260302-153011-1772465411.1.wav", CallRecord(INBOUND, MARCH_2, extension="101")),
        ("external-5559876-101-20260302-153011-1772465411.1.wav", CallRecord(INBOUND, MARCH_2)),
        ("internal-101-102-20260302-153011-1772465411.1.wav", CallRecord(None, MARCH_2)),
        (
            "[Smith, John]_101-5551234_20260302153011(123).wav",
            CallRecord(OUTBOUND, MARCH_2, agent="John Smith", extension="101"),
        ),
        ("[]_100-0836826436_20260302153011(2).wav", CallRecord(OUTBOUND, MARCH_2, extension="100")),
        (
            "[Ana Lopez]_27836826436-100_20260302153011(3).wav",
            CallRecord(INBOUND, MARCH_2, customer="Ana Lopez", extension="100"),
        ),
        ("[27836826436]_27836826436-100_20260302153011(3).wav", CallRecord(INBOUND, MARCH_2, extension="100")),
        ("[Ana Lopez]_102-101_20260302153011(3).wav", CallRecord(None, MARCH_2)),
        ("0b1c-4a_20260302T15:30_UTC.wav", CallRecord(None, datetime(2026, 3, 2, 15, 30, tzinfo=UTC))),
        ("0b1c-4a_20260302T15_30_UTC.wav", CallRecord(None, datetime(2026, 3, 2, 15, 30, tzinfo=UTC))),
        ("in-1-2-20261302-153011-1.2.wav", CallRecord()),
        ("meeting notes.wav", CallRecord()),
    ],
)
def test_names_of_known_recorders_are_read(name: str, known: CallRecord, intake: IntakeSettings) -> None:
    record = record_of_name(name, intake.file_names)
    assert replace(record, sources={}) == replace(known, sources={})
    assert set(record.sources.values()) <= {"file name"}


def test_a_pattern_of_the_user_is_read() -> None:
    own = FileNamePattern(pattern="{agent}_{direction}_{started:%Y%m%d-%H%M%S}", direction=None, utc=False)
    record = record_of_name("Mary Jane_outgoing_20260302-153011.mp3", (own,))
    assert record.agent == "Mary Jane"
    assert record.direction is Direction.OUTBOUND
    assert record.started == MARCH_2
    assert record.sources == {"agent": "file name", "direction": "file name", "started": "file name"}


def test_a_name_that_only_resembles_a_pattern_gives_no_facts() -> None:
    own = FileNamePattern(pattern="{agent}_{direction}", direction=None, utc=False)
    assert record_of_name("mary_sideways.wav", (own,)) == CallRecord()


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("call", "at least one"),
        ("{colour}", "not a field"),
        ("{agent}{customer}", "some text is needed between"),
        ("{agent}_{agent}", "appears twice"),
        ("{agent:%Y}", "takes a format"),
        ("{started}", "hour and minute"),
        ("{started:%Y%m%d}", "hour and minute"),
        ("{started:%Y%m%d%H%M%Z}", "does not know %Z"),
        ("{agent}_{started", "cannot read"),
        ("{agent}_(\\w+\\s?)+}", "cannot read"),
    ],
)
def test_a_pattern_that_cannot_work_is_refused_with_the_reason(pattern: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        FileNamePattern(pattern=pattern, direction=None, utc=False)


@given(st.text(max_size=300))
def test_any_name_at_all_is_read_without_an_error(name: str) -> None:
    template = compile_template("{agent}-{any}-{customer}-{started:%Y%m%d%H%M}-{any}")
    assert template.match(name) is None or "started" in (template.match(name) or {})


def test_reading_a_name_of_separators_takes_time_in_proportion_to_its_length(intake: IntakeSettings) -> None:
    def read(length: int) -> None:
        for separator in "-_[](){}.":
            record_of_name(separator * length, intake.file_names)

    assert grows_in_proportion(read, 25_000)
