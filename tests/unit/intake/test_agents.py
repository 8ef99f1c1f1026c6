"""The list of agents: who sits at which extension, and what that adds to a call."""

from pathlib import Path

import pytest
from tests.support.recordings import pcm16, wav_bytes, write_json

from callgrade.config.intake import Agent, IntakeSettings
from callgrade.errors import InputError
from callgrade.intake.agents import agent_record, read_agents
from callgrade.intake.source import open_call
from callgrade.model.record import CallRecord

ANN = Agent(name="Ann Lee", team="Service")
MAREK = Agent(name="Marek Novak", team=None)
LIST = {"101": ANN, "0102": MAREK}


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "agents.csv"
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize(
    "text",
    [
        "extension,name,team\n101,Ann Lee,Service\n0102,Marek Novak,\n",
        "Team;Name;Extension\nService;Lee, Ann;101\n\n;Novak, Marek;0102\n",
        'name,note,extension,team\n"Ann Lee",x,101,Service\n"Marek Novak",y,0102\n',
    ],
)
def test_the_columns_may_be_in_any_order(text: str, tmp_path: Path) -> None:
    assert read_agents(written(tmp_path, text)) == LIST


def test_a_list_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    assert (
        read_agents(written(tmp_path, "extension;name\r\n17;Ayşe Öztürk\r\n", "utf-8-sig"))["17"].name == "Ayşe Öztürk"
    )
    assert read_agents(written(tmp_path, "extension;name\r\n17;Jörg Weiß\r\n", "cp1252"))["17"].name == "Jörg Weiß"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("phone,name\n101,Ann\n", "expected are extension, name, team"),
        ("extension,name\n101,Ann\n101,Bob\n", "agents.csv:3: the extension 101 appears twice"),
        ("extension,name\n,Ann\n", "agents.csv:2: an agent needs an extension and a name"),
        ("extension,name\n101,\n", "agents.csv:2"),
        ("extension,name\n101,555\n", "agents.csv:2"),
        ("extension,name\nextension 101,Ann\n", "agents.csv:2: 'extension 101' is no extension"),
    ],
)
def test_an_invalid_list_of_agents_is_refused(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=why) as caught:
        read_agents(written(tmp_path, text))
    assert caught.value.code == "bad_table"


def test_the_extension_gives_name_and_team() -> None:
    record = agent_record(CallRecord(), "101", LIST)
    assert (record.agent, record.team) == ("Ann Lee", "Service")
    assert record.sources == {"agent": "list of agents", "team": "list of agents"}
    assert agent_record(CallRecord(extension="0102"), "101", LIST).agent == "Marek Novak"
    assert agent_record(CallRecord(), "102", LIST) == CallRecord()
    assert agent_record(CallRecord(), None, LIST) == CallRecord()


def test_an_agent_named_elsewhere_keeps_the_name_and_gets_the_team_of_the_list() -> None:
    assert agent_record(CallRecord(agent="Ann LEE"), "0102", LIST).team == "Service"
    assert agent_record(CallRecord(agent="Zoe Hill"), "101", LIST) == CallRecord()
    namesakes = {"1": ANN, "2": Agent(name="Ann Lee", team="Sales")}
    assert agent_record(CallRecord(agent="Ann Lee"), "1", namesakes).team is None


def test_an_extension_in_the_recordings_name_is_enough(tmp_path: Path, intake: IntakeSettings) -> None:
    path = tmp_path / "out-5551234-101-20260302-153011-1772465411.123.wav"
    path.write_bytes(wav_bytes(pcm16(1.0), channels=1))
    settings = intake.model_copy(update={"agents": LIST})
    record = open_call(path, settings, CallRecord()).record
    assert (record.extension, record.agent, record.team) == ("101", "Ann Lee", "Service")
    assert record.sources["extension"] == "file name"


def test_the_list_has_priority_over_the_telephone_system_but_not_over_people(
    tmp_path: Path, intake: IntakeSettings
) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(wav_bytes(pcm16(1.0), channels=1))
    settings = intake.model_copy(update={"agents": LIST})
    cdr = CallRecord(
        extension="101", agent="Desk 101", customer="Bob Ray", ring_to_answer_s=4.0,
        sources=dict.fromkeys(("extension", "agent", "customer", "ring_to_answer_s"), "cdr"),
    )  # fmt: skip
    record = open_call(path, settings, CallRecord(), cdr=cdr).record
    assert (record.agent, record.team, record.customer) == ("Ann Lee", "Service", "Bob Ray")
    assert record.sources["customer"] == record.sources["ring_to_answer_s"] == "cdr"
    write_json(tmp_path / "call.json", {"agent": "Zoe Hill", "customer": "Robert Ray", "team": "Night"})
    record = open_call(path, settings, CallRecord(customer="R. Ray"), cdr=cdr).record
    assert (record.agent, record.team, record.customer) == ("Zoe Hill", "Night", "R. Ray")
    assert record.sources["customer"] == "option"


def test_a_sidecar_gives_extension_and_team(tmp_path: Path, intake: IntakeSettings) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(wav_bytes(pcm16(1.0), channels=1))
    write_json(tmp_path / "call.json", {"agent_extension": 101, "agent_team": "Night"})
    opened = open_call(path, intake.model_copy(update={"agents": LIST}), CallRecord())
    assert (opened.record.extension, opened.record.agent, opened.record.team) == ("101", "Ann Lee", "Night")
