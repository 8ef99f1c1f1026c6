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


SPEECH = {
    "en": ("how does it look", "and then my uncle came by with the old van and we went to the lake " * 4),
    "nl": ("hoe ziet het eruit", "en toen kwam mijn oom langs met de oude bus en we gingen naar het meer " * 4),
    "de": ("wie sieht es aus", "und dann kam mein onkel mit dem alten bus und wir sind an den see gefahren " * 4),
}


@pytest.mark.parametrize("language", list(SPEECH))
def test_a_question_in_the_midst_of_a_speech_leaves_no_room_to_answer(language: str) -> None:
    asked, speech = SPEECH[language]
    assert verdict(NORM, f"agent: hm {asked}\ncustomer: hm", language) is Verdict.PASS
    assert verdict(NORM, f"agent: hm {asked} {speech}\ncustomer: hm", language) is Verdict.FAIL


@pytest.mark.parametrize(
    ("language", "said", "asked"),
    [
        ("en", "And what happened to my parcel?", "What happened, what happened."),
        ("zh", "你们这是怎么回事？", "怎么回事，谁知道呢。"),
    ],
)
def test_a_question_that_throws_the_customers_own_back_is_not_open(language: str, said: str, asked: str) -> None:
    assert verdict(NORM, f"customer: {said}\nagent: {asked}\ncustomer: Hm.", language) is Verdict.FAIL
    assert verdict(NORM, f"customer: Hm.\nagent: {asked}\ncustomer: Hm.", language) is Verdict.PASS


@pytest.mark.parametrize(
    ("language", "asked", "counter"),
    [
        ("en", "and when will someone come", "so whom over yonder"),
        ("nl", "en wanneer komt er iemand", "ja wie daarginds"),
        ("de", "und wann kommt dann einer", "ja wen soll ich denn schicken"),
    ],
)
def test_words_in_place_of_an_answer_do_not_ask_for_the_need(language: str, asked: str, counter: str) -> None:
    told = {"de": "das müssen doch sie wissen ich sitz da bei zwölf grad", **TOLD}[language]
    said = "customer: {}\nagent: {}\ncustomer: {}"
    assert verdict(NORM, said.format(asked, counter, told), language) is Verdict.FAIL
