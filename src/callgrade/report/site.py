"""Writes a report: the pages of calls, agents and teams, the index, and the first page last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from callgrade.config.export import ExportSettings
from callgrade.config.intake import IntakeSettings
from callgrade.export.pages import page_name
from callgrade.model.scorecard import Scorecard
from callgrade.report.call_page import Sound, call_page
from callgrade.report.frame import SCRIPT, STYLE, asset, page
from callgrade.report.morning import Index, Night, morning_page
from callgrade.report.options import ReportOptions
from callgrade.report.over_time import Group, Groups
from callgrade.report.rows import CallRow, agent_of, row_of
from callgrade.report.site_folder import INDEX, SiteFolder
from callgrade.report.sound import copied, linked
from callgrade.text import plain
from callgrade.translation.current import in_language, norm_text


@dataclass(frozen=True)
class Reported:
    """What was written: number of calls, of files that ``changed`` and that were ``removed``.

    ``damaged``: digests of calls that could not be read, so they have no page.
    """

    calls: int
    changed: int
    removed: int
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportedCall:
    """A call for the report, and where its recording was."""

    card: Scorecard
    recording: Path | None


def write_site(
    calls: Iterable[ReportedCall], night: Night, top: Path, options: ReportOptions, intake: IntakeSettings | None
) -> Reported:
    """Write the report of ``calls``, in the order of their time, into the folder ``top``.

    ``intake``: how recordings are decoded for copies; ``None``: no new copies are made. Raises ``OutputError``.
    """
    with in_language(options.language):
        return _written(calls, night, top, options, intake)


def _written(
    calls: Iterable[ReportedCall], night: Night, top: Path, options: ReportOptions, intake: IntakeSettings | None
) -> Reported:
    folder, groups = SiteFolder(top), Groups()
    rows: list[CallRow] = []
    titles: dict[str, str] = {}
    for call in calls:
        row = row_of(call.card)
        sound = _sound(call, row, folder, options, intake)
        row = replace(row, has_sound=bool(sound.address))
        rows.append(row)
        groups.add(call.card, row)
        titles |= {finding.norm: finding.title for finding in call.card.findings}
        folder.put(row.page, call_page(call.card, sound, _links(call.card)))
    addresses = _write_groups(groups, folder, options.settings)
    index = Index(rows, {norm: norm_text(title) for norm, title in titles.items()})
    parts = dict(index.parts())
    for name, text in (*parts.items(), (STYLE, asset(STYLE)), (SCRIPT, asset(SCRIPT))):
        folder.put(name, text)
    folder.put(INDEX, morning_page(rows, index, list(parts), night, addresses))
    folder.settle()
    return Reported(len(rows), folder.changed, folder.removed)


def _sound(
    call: ReportedCall, row: CallRow, folder: SiteFolder, options: ReportOptions, intake: IntakeSettings | None
) -> Sound:
    if not options.with_audio:
        return linked(call.recording, folder.top / "calls")
    sound = copied(call.recording, row.id, folder.top, intake)
    if sound.address:
        folder.keep(sound.address.removeprefix("../"))
    return sound


def _links(card: Scorecard) -> Mapping[str, str]:
    agent, team = agent_of(card), plain(card.record.team or "")
    if card.record.started is None:
        return {}
    pages = {agent: agent_page(team, agent)} if agent else {}
    return pages | ({team: team_page(team)} if team else {})


def agent_page(team: str, agent: str) -> str:
    """The page of an agent; its name shows nobody's."""
    return f"agents/{page_name(f'{team}//{agent}')}.html"


def team_page(team: str) -> str:
    """The page of a team."""
    return f"teams/{page_name(team)}.html"


def _write_groups(groups: Groups, folder: SiteFolder, settings: ExportSettings) -> Mapping[str, Mapping[str, str]]:
    """Write the pages; returns them by kind and name."""
    teams = {team: team_page(team) for team in sorted(groups.teams)}
    agents = {f"{agent} ({team})" if team else agent: agent_page(team, agent) for team, agent in sorted(groups.agents)}
    for team, group in groups.teams.items():
        folder.put(team_page(team), _group_page(group, settings, ""))
    for (team, agent), group in groups.agents.items():
        folder.put(agent_page(team, agent), _group_page(group, settings, teams.get(team, "")))
    return {"teams": teams, "agents": agents}


def _group_page(group: Group, settings: ExportSettings, team_address: str) -> str:
    return page("group.html", "../", group=group, settings=settings, team_address=team_address)
