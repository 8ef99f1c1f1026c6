"""Loose text: only what is surely a card's number."""

from datetime import datetime

import pytest

from callgrade.model.heard import CallFile
from callgrade.model.record import CallRecord
from callgrade.redaction import redact_file, redact_record, redact_text

CARD = "[card-number]"


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111", "5500000000000004", "378282246310005", "30569309025904", "6011111111111117",
        "3530111333300000", "6200000000000005", "4111-1111-1111-1111", "4111 1111 1111 1111", "3782 822463 10005",
        "4111_1111_1111_1111", "４１１１１１１１１１１１１１１１",
    ],
)  # fmt: skip
def test_a_number_with_issuer_and_check_digit_is_redacted(number: str) -> None:
    assert redact_text(f"call-{number}.wav") == f"call-{CARD}.wav"


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112.wav",  # check digit
        "9999999999999995.wav",  # no issuer
        "20260302153000-02079460018.wav", "rec-20260302-153000-1700000000000.wav", "1772463600123.456.wav",
        "out-0031612345678-4021-20260302-153000-1772463600.12345.wav", "411111111111111144444.wav",
        "ORDER 1234567890123456", "d41d8cd98f00b204e9800998ecf8427e", "",
    ],
)  # fmt: skip
def test_time_stamps_and_identifiers_stay(text: str) -> None:
    assert redact_text(text) == text


def test_a_time_stamp_with_a_lucky_check_digit_stays() -> None:
    stamps = [f"{day:%Y%m%d%H%M%S}" for day in (datetime(2026, 3, 2, 15, minute, 7) for minute in range(60))]
    assert [redact_text(stamp) for stamp in stamps] == stamps


def test_names_of_record_and_file_are_searched() -> None:
    record = CallRecord(agent="Anna", customer="4111111111111111", sources={"customer": "file name"})
    assert redact_record(record) == CallRecord(agent="Anna", customer=CARD, sources={"customer": "file name"})
    file = redact_file(CallFile("4111111111111111.wav", "ab" * 32, 1.0, 1, 8000, ("4111111111111111.wav: truncated",)))
    assert (file.name, file.warnings) == (f"{CARD}.wav", (f"{CARD}.wav: truncated",))
