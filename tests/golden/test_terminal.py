"""The card as a team lead sees it, line by line.

After a wanted change, rewrite the expectations with ``python -m tests.golden.test_terminal`` and read them.
"""

from pathlib import Path

import pytest
from tests import scorecards

from callgrade.export.terminal import to_text
from callgrade.model.scorecard import Scorecard

HERE = Path(__file__).parent / "terminal"
CARDS = {
    "card_80": (scorecards.CARD, 80),
    "card_120": (scorecards.CARD, 120),
    "unseparated_80": (scorecards.unseparated(), 80),
    "written_80": (scorecards.written(), 80),
    "silent_80": (scorecards.silent(), 80),
}


@pytest.mark.parametrize("name", CARDS)
def test_the_card_is_the_expected_one_line_by_line(name: str) -> None:
    card, columns = CARDS[name]
    assert to_text(card, columns) == expected(name).read_text(encoding="utf-8")


def expected(name: str) -> Path:
    return HERE / f"{name}.txt"


def write(name: str, card: Scorecard, columns: int) -> None:
    expected(name).write_text(to_text(card, columns), encoding="utf-8")


if __name__ == "__main__":
    for each, (shown, width) in CARDS.items():
        write(each, shown, width)
