"""One number has one verdict, also where it was corrected in a digit; runs of ordinary numbers are no card."""

import pytest
from tests.support.redacting import words

from callgrade.model.record import Role
from callgrade.model.redaction import RedactionKind
from callgrade.redaction.digit_runs import DigitRun, runs_of
from callgrade.redaction.items import SpokenItems
from callgrade.redaction.learned.ordinary_cards import ordinary_cards
from callgrade.redaction.learned.shared_scores import shared_scores
from callgrade.redaction.talk import read_talk

BELOW = -3.0


def runs(*turns: str) -> list[DigitRun]:
    return runs_of(read_talk([SpokenItems(Role.CUSTOMER, [turn]) for turn in turns], words().lexicon("en")))


def shared(turns: tuple[str, ...], scores: tuple[float, ...]) -> list[float]:
    return [score for _, score in shared_scores(list(zip(runs(*turns), scores, strict=True)))]


@pytest.mark.parametrize(
    "turns", [("4419", "so 4419"), ("830 I think", "is that 880"), ("3381", "no, 3318"), ("0830", "830")]
)
def test_a_number_that_is_said_again_or_corrected_has_one_score(turns: tuple[str, str]) -> None:
    assert shared(turns, (3.0, -1.0)) == [1.0, 1.0]


@pytest.mark.parametrize("turns", [("4419", "7702"), ("83", "88"), ("830", "x", "x", "x", "880")])
def test_other_numbers_keep_their_scores(turns: tuple[str, ...]) -> None:
    assert shared(turns, (3.0, -1.0)) == [3.0, -1.0]


def cards_given_back(turns: tuple[str, ...], scores: tuple[float, ...]) -> bool:
    said = runs(*turns)
    found = {item: RedactionKind.CARD_NUMBER for run in said for item in run.items}
    return bool(ordinary_cards(found, list(zip(said, scores, strict=True)), BELOW))


def test_a_telephone_number_with_hours_behind_it_is_no_card() -> None:
    assert cards_given_back(("01632 960 114", "half 7 6 30"), (-5.0, -3.0))


@pytest.mark.parametrize(
    ("turns", "scores"),
    [
        pytest.param(("01632 960 114", "half 7 6 30"), (-3.0, -2.0), id="not surely ordinary"),
        pytest.param(("4929 1837 2201 5540",), (-9.0,), id="said in one go"),
        pytest.param(("4111 1111", "yes, and then 1111 1111"), (-9.0, -9.0), id="in two turns, with its check digit"),
    ],
)
def test_what_may_be_a_card_is_not_given_back(turns: tuple[str, ...], scores: tuple[float, ...]) -> None:
    assert not cards_given_back(turns, scores)
