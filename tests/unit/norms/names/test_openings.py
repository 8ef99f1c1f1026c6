"""How calls open, in five languages: who speaks for which company, and what the customer is called."""

from pathlib import Path

import pytest
from tests.support.openings import openings, verdicts

TABLES = sorted((Path(__file__).parent / "openings").rglob("*.txt"))


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES, ids=lambda path: f"{path.stem}-{path.parent.name}")
def test_the_verdicts_on_names_are_those_of_a_reader(table: Path) -> None:
    for opening in openings(table):
        decided = verdicts(opening)
        wrong = {norm for norm, right in opening.right.items() if decided[norm] not in right}
        assert wrong == opening.missed, (opening.dialogue, decided)


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES, ids=lambda path: f"{path.stem}-{path.parent.name}")
def test_what_is_missed_hardly_ever_blames_the_agent_for_a_wrong_name(table: Path) -> None:
    blamed = [
        opening.dialogue
        for opening in openings(table)
        for norm in opening.missed & {"names.used", "names.right"}
        if verdicts(opening)[norm] == "fail"
    ]
    assert not blamed
