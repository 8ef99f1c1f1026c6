"""The first page: which calls to open and why, what could not be judged, and a list of all calls to filter."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from callgrade.report.frame import page
from callgrade.report.rows import CallRow

MOST, FEWEST = 10, 5  # calls worth opening
PART_CALLS = 1_000
_BINS = 10

_Places = Mapping[str, int]


class NotScored(NamedTuple):
    """A call without a card: its file, the code of the reason and the stored sentence."""

    name: str
    code: str
    why: str


@dataclass(frozen=True)
class Night:
    """What the store knows beside scorecards.

    ``run``: counts of the last run and ``ended`` its end; ``states``: number of calls by state; ``refused``: calls
    without a card.
    """

    ended: datetime | None
    run: Mapping[str, int]
    states: Mapping[str, int]
    refused: Sequence[NotScored]


def worth_opening(rows: Iterable[CallRow]) -> list[CallRow]:
    """The calls of the newest day that are worth opening, those of days before if these are fewer than five.

    Critical fails first, then the costliest call of each agent, then the second of each, and so on.
    """
    scored = [row for row in rows if row.overall is not None and row.started and row.why]
    chosen: list[CallRow] = []
    for day in sorted({row.started.date() for row in scored if row.started}, reverse=True):
        if len(chosen) >= FEWEST:
            break
        chosen += _in_order([row for row in scored if row.started and row.started.date() == day])
    return chosen[:MOST]


def _in_order(rows: list[CallRow]) -> list[CallRow]:
    """One agent does not fill the list: each has a first call before any has a second."""
    by_cost = sorted(rows, key=lambda row: (not row.critical, row.overall, row.id))
    before: Counter[str] = Counter()
    ranked: list[tuple[bool, int, int, CallRow]] = []
    for place, row in enumerate(by_cost):
        ranked.append((not row.critical, before[row.agent], place, row))
        before[row.agent] += 1
    return [row for *_, row in sorted(ranked, key=lambda one: one[:3])]


class Index:
    """The list of all calls, in parts that a browser loads quickly. Names are numbers there, as options of filters."""

    def __init__(self, rows: Sequence[CallRow], titles: Mapping[str, str]) -> None:
        """``titles``: of norms, by id."""
        self._rows = rows
        self.teams = _names(row.team for row in rows)
        self.agents = _names(row.agent for row in rows)
        self.bands = _names(row.band for row in rows)
        self.languages = sorted({row.language for row in rows} - {""})
        self.norms = _names(norm for row in rows for norm in row.missed)
        self.titles = [titles[norm] for norm in self.norms]

    def parts(self) -> Iterator[tuple[str, str]]:
        """Name and text of each part: a script, because a page in a folder may load nothing else."""
        places = [{name: i for i, name in enumerate(names)} for names in self._lists]
        for start in range(0, len(self._rows), PART_CALLS):
            part = self._rows[start : start + PART_CALLS]
            values = json.dumps([_values(row, *places) for row in part], separators=(",", ":"))
            yield f"data/calls-{start // PART_CALLS + 1:03}.js", f"(window.callgradeCalls ||= []).push(...{values});\n"

    @property
    def _lists(self) -> tuple[list[str], ...]:
        return self.teams, self.agents, self.bands, self.norms


def _names(names: Iterable[str]) -> list[str]:
    """Each name once, in the order of the calls, so that a new call does not change earlier parts."""
    return [name for name in dict.fromkeys(names) if name]


def _values(row: CallRow, teams: _Places, agents: _Places, bands: _Places, norms: _Places) -> list[Any]:
    started = row.started.isoformat(timespec="minutes") if row.started else ""
    named = [teams.get(row.team, -1), agents.get(row.agent, -1), bands.get(row.band, -1)]
    overall = None if row.overall is None else round(row.overall)
    return [row.id, row.name, started, *named, row.direction, row.language, overall, [norms[n] for n in row.missed]]


def distribution(rows: Iterable[CallRow]) -> list[tuple[str, int]]:
    """How many calls have how many points: 0–9, 10–19, … 90–100."""
    counts = Counter(min(int(row.overall) // _BINS, _BINS - 1) for row in rows if row.overall is not None)
    ends = [*range(_BINS - 1, 90, _BINS), 100]
    return [(f"{start * _BINS}–{end}", counts[start]) for start, end in enumerate(ends)]


def morning_page(
    rows: Sequence[CallRow], index: Index, parts: Sequence[str], night: Night, groups: Mapping[str, Mapping[str, str]]
) -> str:
    """The page. ``parts``: names of the parts of the index; ``groups``: pages of teams and agents by name."""
    chosen = worth_opening(rows)
    newest = max((row.started.date() for row in rows if row.started), default=None)
    since = min((row.started.date() for row in chosen if row.started), default=newest)
    unjudged = [row for row in rows if row.withheld and _is_since(row, since)]
    return page(
        "morning.html", "", chosen=chosen, unjudged=unjudged, newest=newest, since=since, index=index, parts=parts,
        night=night, groups=groups, bins=distribution(rows), calls=len(rows),
        scored=sum(row.overall is not None for row in rows),
    )  # fmt: skip


def _is_since(row: CallRow, first: date | None) -> bool:
    return row.started is None or first is None or row.started.date() >= first
