"""Chinese names and quotes: by characters, by sound, with the title behind the surname."""

import pytest
from tests.support.norms import SETTINGS, call, conversation, judge, phrases, quotes

from callgrade.model.record import Direction, Role
from callgrade.norms.kinds import KINDS
from callgrade.norms.names.forms import NameForm, NameWords, company_forms, person_forms, pinyin, similarity, untitled
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.language import NormWords
from callgrade.norms.pack.word_files import Example

TITLES = frozenset({"先生", "女士", "mr"})
WORDS = NameWords(titles=TITLES)


def forms(name: str) -> set[str]:
    return {form.letters for form in person_forms(tuple(name), WORDS)}


def test_a_character_is_a_word_of_an_example_with_its_own_time() -> None:
    turn = read_dialogue(Example(dialogue="agent: 您好，我是 Anna。"), "zh", Direction.INBOUND).conversation.turns[0]
    assert [word.text for word in turn.words] == ["您", "好，", "我", "是", "Anna。"]
    assert turn.words[0].end_s < turn.words[4].end_s - turn.words[4].start_s


def test_a_quote_has_no_blanks_between_characters() -> None:
    words = NormWords(phrases=phrases("您好"))
    given = {"speaker": Role.AGENT, "expect": "present", "window": "whole"}
    outcome = judge(KINDS["phrase"], call(conversation("agent: 您好，我是 Anna。")), words, **given)
    assert quotes(outcome) == ["您好，"]


def test_a_title_behind_a_name_is_cut_off() -> None:
    assert untitled(tuple("王先生"), TITLES) == ("王",)
    assert untitled(("mr", "wang"), TITLES) == ("wang",)
    assert untitled(tuple("先生"), TITLES) == ()
    assert untitled(tuple("林小姐"), TITLES | {"小姐", "姐"}) == ("林",)


@pytest.mark.parametrize("name", ["王先生", "王"])
def test_a_surname_is_known_only_with_a_title(name: str) -> None:
    assert forms(name) == {"王先生", "王女士", "王生", "王太"}


def test_a_full_name_is_known_by_its_given_name_too() -> None:
    assert forms("王小明") == {"王小明", "小明", "王先生", "王女士", "王生", "王太"}
    assert forms("欧阳小明") >= {"欧阳先生", "欧阳小明"}


@pytest.mark.parametrize(("said", "known", "same"), [
    ("刘阳", "刘洋", True), ("林静", "林晶", True), ("李明", "王明", False), ("洋", "阳", False),
])  # fmt: skip
def test_names_of_one_sound_are_alike(said: str, known: str, same: bool) -> None:
    assert (similarity(said, NameForm(known, len(known)), SETTINGS.names) > 0) is same


def test_sounds_that_many_speakers_merge_are_equal() -> None:
    assert pinyin("张") == pinyin("臧")
    assert pinyin("王") != pinyin("李")


def test_a_company_is_named_without_what_people_leave_out() -> None:
    words = NameWords(company_forms=frozenset({"有限", "公司"}))
    said = {form.letters for form in company_forms(tuple("浔安市供水有限公司"), words)}
    assert {"浔安市供水有限公司", "浔安供水"} <= said
