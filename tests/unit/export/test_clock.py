"""Times are shown as people read them."""

import pytest

from callgrade.export.clock import clock


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (9.99, "0:09"), (61, "1:01"), (3723.4, "1:02:03")])
def test_seconds_are_shown_as_minutes_and_hours(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
