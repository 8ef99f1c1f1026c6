"""Untrusted text is shown on one line, without characters that act."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgrade.export.plain import clock, plain, well_formed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("\u202egpj.exe", "\ufffdgpj.exe"),
        ("bell\x07", "bell\ufffd"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
        ("你好，世界", "你好，世界"),
    ],
)
def test_plain(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_nothing_that_acts_is_left(text: str) -> None:
    assert all(not unicodedata.category(char).startswith("C") for char in plain(text) if char != " ")


def test_bytes_that_are_not_utf8_become_visible() -> None:
    assert well_formed("caf\udce9 \U0001f600") == "caf\ufffd \U0001f600"


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (9.99, "0:09"), (61, "1:01"), (3723.4, "1:02:03")])
def test_clock(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
