"""Values in words, for people: on the terminal and on pages."""

from callgrade.export.clock import clock
from callgrade.model.span import Span
from callgrade.text import plain
from callgrade.translation.current import ctr, ntr, number, tr


def name_of(identifier: str) -> str:
    """An identifier as a heading: ``silence_and_hold`` → Silence and hold."""
    return identifier.replace("_", " ").capitalize()


def stretch(span: Span) -> str:
    """The span as m:ss–m:ss, or as m:ss if both are the same."""
    start, end = clock(span.start_s), clock(span.end_s)
    return start if start == end else f"{start}–{end}"


def percent(share: float) -> str:
    """A share of 0…1 as 66 %."""
    number_of_100 = f"{100 * share:.0f}"
    return tr("{number} %", number=number_of_100)


def points(value: float) -> str:
    """Points of a score: 71 or 71.5."""
    return number(f"{value:g}")


def points_lost(value: float) -> str:
    """What a norm cost: 1 point lost, 1.5 points lost."""
    form = 1 if value == 1 else 2
    return ntr("{points} point lost", "{points} points lost", form, points=points(value))


def amount(value: float, unit: str | None) -> str:
    """A value with its unit, rounded for reading: 151 wpm, 2.3 st, 66 %."""
    if unit == "share":
        return percent(value)
    shown = round(value, 0 if abs(value) >= 100 else 1)
    text = f"{shown:.0f}" if shown == int(shown) else number(f"{shown:.1f}")
    text = text.removeprefix("-") if shown == 0 else text.replace("-", "−")
    return text if unit in (None, "", "count") else f"{text} {plain(ctr('unit', unit or ''))}"
