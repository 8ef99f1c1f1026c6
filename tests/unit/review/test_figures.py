"""The figures of agreement are those of the published examples, also by way of the store."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.scorecards import CARD
from tests.support.stored import judgement, score

from callgrade.model.finding import Finding, Verdict
from callgrade.review.figures import AMONG_PEOPLE, WITH_MACHINE, Agreement, agreements
from callgrade.store import NewMark, Store, open_store

NORM = "closing.good_wish"
FIVE = dict(zip("12345", Verdict, strict=True))
PUBLISHED = ("123321412...", "1233224125..", ".33323422513", "12332441251.")
"""Four raters, ``.``: none; Krippendorff (2011), part C: alpha 0.743. Gwet (2014), table 4.12: AC1 0.775."""


def machine(verdict: Verdict) -> tuple[Finding, ...]:
    return tuple(
        replace(one, verdict=verdict, value=1.0, reason=one.reason) if one.norm == NORM else one
        for one in CARD.findings
    )


def marked(path: Path, of_machine: Sequence[Verdict], readers: Sequence[str]) -> list[Agreement]:
    """The agreement in a store of calls with the machine's verdicts, and those of each reader (``.``: none)."""
    with open_store(path) as store:
        for number, verdict in enumerate(of_machine):
            card = replace(CARD, findings=machine(verdict))
            call_id = score(store, number, judgement(card=card))
            marks = [
                NewMark(call_id, NORM, f"reader {name}", FIVE[verdicts[number]])
                for name, verdicts in enumerate(readers)
                if verdicts[number] != "."
            ]
            store.reviews.mark(marks, "office")
        return agreements(store)


def test_people_among_themselves_agree_as_in_krippendorff_2011(tmp_path: Path) -> None:
    with_machine, among = marked(tmp_path / "callgrade.db", [Verdict.PASS] * 12, PUBLISHED)
    assert (with_machine.between, among.between) == (WITH_MACHINE, AMONG_PEOPLE)
    assert (with_machine.cases, among.cases) == (12, 11)
    assert among.alpha is not None
    assert among.ac1 is not None
    assert among.alpha.value == pytest.approx(0.743, abs=0.0006)
    assert among.ac1.value == pytest.approx(0.775, abs=0.0005)
    assert among.kappa is None  # of two raters only


def test_people_and_machine_agree_as_the_formula_of_cohen_says(tmp_path: Path) -> None:
    of_machine = [Verdict.PASS] * 15 + [Verdict.FAIL] * 10
    reader = "1" * 12 + "3" * 3 + "3" * 8 + "1" * 2  # 1: pass, 3: fail
    (found,) = marked(tmp_path / "callgrade.db", of_machine, [reader])
    observed = 20 / 25
    first, second = Counter(of_machine), Counter(FIVE[one] for one in reader)
    chance = sum(first[verdict] * second[verdict] for verdict in Verdict) / 25**2
    assert found.share is not None
    assert found.kappa is not None
    assert found.share.value == pytest.approx(observed)
    assert found.kappa.value == pytest.approx((observed - chance) / (1 - chance))


def test_an_answer_to_a_dispute_is_not_blind_and_no_case(tmp_path: Path) -> None:
    with open_store(tmp_path / "callgrade.db") as store:
        _answered(store)
        assert agreements(store) == []


def _answered(store: Store) -> None:
    call_id = score(store, 1)
    store.reviews.dispute(call_id, NORM, "I said it.", "Carol Jensen")
    store.reviews.answer(call_id, NORM, "You did.", Verdict.PASS, "Ann Reed")
