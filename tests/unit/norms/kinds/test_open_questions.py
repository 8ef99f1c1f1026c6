"""What is told in answer to a question word, with the words of the real packs."""

import pytest
from tests.support.verdicts import verdict

from callgrade.model.finding import Verdict

NORM = "listening.open_question"
TOLD = {
    "en": "the little wheel keeps jamming and then the belt slips off again",
    "nl": "het kleine wieltje loopt steeds vast en dan schiet de riem eraf",
    "zh": "那个小轮子老是卡住然后皮带就掉下来转不动",
}


@pytest.mark.parametrize(
    ("language", "asked", "expected"),
    [
        ("en", "What about yonder contraption?", Verdict.PASS),
        ("en", "Who is to blame, you are an idiot?", Verdict.FAIL),
        ("nl", "Hoe zo dat gevaarte?", Verdict.PASS),
        ("nl", "Wanneer dat gevaarte?", Verdict.FAIL),
        ("zh", "那机子怎么了", Verdict.PASS),
        ("zh", "怪谁呢早干嘛去了", Verdict.FAIL),
    ],
)
def test_neither_a_reproach_nor_a_question_for_a_time_is_open(language: str, asked: str, expected: Verdict) -> None:
    said = f"agent: hm\ncustomer: hm\nagent: {asked}\ncustomer: {TOLD[language]}"
    assert verdict(NORM, said, language) is expected
