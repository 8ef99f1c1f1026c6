"""The list of agents: who sits at which extension."""

from collections.abc import Mapping
from pathlib import Path

from callgrade.config.intake import Agent
from callgrade.intake.csv_table import open_table
from callgrade.intake.facts import extension_of, person
from callgrade.intake.refusal import Refusal, refuse
from callgrade.model.provenance import Provenance
from callgrade.model.record import CallRecord
from callgrade.text import cleaned

_COLUMNS = ("extension", "name", "team")


def agent_record(stated: CallRecord, extension: str | None, agents: Mapping[str, Agent]) -> CallRecord:
    """Name and team of the agent at the extension of ``stated``, else at ``extension``.

    If ``stated`` names the agent, the list adds only that agent's team. If agents of that name are in different teams,
    it adds nothing.
    """
    if stated.agent:
        same = [agent for agent in agents.values() if agent.name.casefold() == stated.agent.casefold()]
        teams = {agent.team for agent in same}
        return _record(None, teams.pop() if len(teams) == 1 else None)
    agent = agents.get(stated.extension or extension or "")
    return _record(agent.name, agent.team) if agent else CallRecord()


def read_agents(path: Path) -> dict[str, Agent]:
    """The agents of the CSV file at ``path``, columns ``extension,name,team`` in any order, by extension.

    Raises ``InputError`` (``bad_table``): a column, an extension or a name is missing, or an extension appears twice.
    """
    agents: dict[str, Agent] = {}
    with open_table(path) as table:
        _, header = next(table.rows, (1, []))
        places = {cleaned(name).casefold(): place for place, name in enumerate(header)}
        if not {"extension", "name"} <= places.keys():
            raise refuse(Refusal.BAD_TABLE, f"{table.name} is no list of agents: expected are {', '.join(_COLUMNS)}.")
        for line, cells in table.rows:
            row = {name: cells[places[name]] for name in _COLUMNS if places.get(name, len(cells)) < len(cells)}
            extension, agent = _agent(row, f"{table.name}:{line}")
            if extension in agents:
                raise refuse(Refusal.BAD_TABLE, f"{table.name}:{line}: the extension {extension} appears twice.")
            agents[extension] = agent
        if table.bad.count:
            raise refuse(Refusal.BAD_TABLE, f"{table.name}: {table.bad.summary()}.")
    return agents


def _agent(row: Mapping[str, str], where: str) -> tuple[str, Agent]:
    try:
        extension, name = extension_of(row.get("extension")), person(row.get("name"))
    except ValueError as error:
        raise refuse(Refusal.BAD_TABLE, f"{where}: {error}.") from None
    if extension is None or name is None:
        raise refuse(Refusal.BAD_TABLE, f"{where}: an agent needs an extension and a name.")
    return extension, Agent(name=name, team=cleaned(row.get("team")) or None)


def _record(name: str | None, team: str | None) -> CallRecord:
    known = {key for key, value in (("agent", name), ("team", team)) if value}
    return CallRecord(agent=name, team=team, sources=dict.fromkeys(known, Provenance.AGENT_LIST))
