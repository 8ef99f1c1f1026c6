"""Reads a table of ring-back tones: country, freq_hz, modulated, on_off_cadence_s, alternates_seen."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.tones import NationalTone

LOWEST_HZ = 300
ALTERNATE = re.compile(r"([\d.+]+) @ ([\d.-]+)")


def read_tones(table: Path) -> tuple[NationalTone, ...]:
    """The main tone of every country."""
    with table.open(encoding="utf-8", newline="") as file:
        return tuple(_main(row) for row in csv.DictReader(file))


def read_alternates(table: Path) -> tuple[NationalTone, ...]:
    """The other tones seen in each country, those outside the voice band left out."""
    with table.open(encoding="utf-8", newline="") as file:
        return tuple(tone for row in csv.DictReader(file) for tone in _alternates(row))


def _main(row: dict[str, str]) -> NationalTone:
    modulation = re.fullmatch(r"AM (\d+) Hz", row["modulated"])
    lines_hz = tuple(float(line) for line in row["freq_hz"].split())
    am_hz = float(modulation[1]) if modulation else None
    return NationalTone(row["country"], lines_hz, _cadence(row["on_off_cadence_s"]), am_hz)


def _alternates(row: dict[str, str]) -> Iterator[NationalTone]:
    for lines, cadence in ALTERNATE.findall(row["alternates_seen"]):
        lines_hz = tuple(float(line) for line in lines.split("+"))
        if min(lines_hz) >= LOWEST_HZ:
            yield NationalTone(row["country"], lines_hz, _cadence(cadence))


def _cadence(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split("-"))
