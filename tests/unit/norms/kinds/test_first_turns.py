"""The first turns of a call: what stands there is a greeting, a name or an offer by its place and by the answer."""

import pytest
from tests.support.verdicts import verdict

from callgrade.model.finding import Verdict
from callgrade.model.record import Direction

MATTER = "customer: My lamp flickers and hums."
REST = "agent: Oh dear.\ncustomer: Yes.\nagent: I see.\ncustomer: Right.\nagent: Well.\ncustomer: Bye.\nagent: Goodbye."


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Hello, Fairlea Bank, Ann speaking, but do spill the beans.", Verdict.PASS),
        ("Hello, Fairlea Bank, Ann speaking, from the customer service.", Verdict.FAIL),
        ("hello fairlea bank ann speaking what is it you are wanting", Verdict.PASS),
        ("hello fairlea bank ann speaking what is your postcode", Verdict.FAIL),
    ],
)
def test_talk_after_the_names_offers_help_if_the_customer_then_tells_the_matter(said: str, expected: Verdict) -> None:
    assert verdict("greeting.offer_of_help", f"agent: {said}\n{MATTER}\n{REST}") is expected


@pytest.mark.parametrize(
    ("said", "company", "agent"),
    [
        ("hei knallflytt her mona i telefonen fyr løs", Verdict.PASS, Verdict.PASS),
        ("Hei, dette er Knallflytt, Mona.", Verdict.PASS, Verdict.PASS),
        ("Hei, dette er Mona.", Verdict.FAIL, Verdict.PASS),
    ],
)
def test_of_two_names_in_an_introduction_one_is_the_companys(said: str, company: Verdict, agent: Verdict) -> None:
    dialogue = f"agent: {said}\ncustomer: ja lampa er helt ødelagt nå\nagent: å"
    assert verdict("greeting.company", dialogue, language="nb") is company
    assert verdict("greeting.agent_name", dialogue, language="nb") is agent


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("stadtwerke elmsbach guten tag huber", Verdict.PASS),
        ("stadtwerke elmsbach guten tag", Verdict.FAIL),
        ("Magistrat Elmsbach, Bauamt.", Verdict.FAIL),
    ],
)
def test_a_word_after_the_greeting_is_the_agents_name_unless_it_is_a_department(said: str, expected: Verdict) -> None:
    dialogue = f"agent: {said}\ncustomer: ja die lampe flackert und brummt\nagent: oje"
    assert verdict("greeting.agent_name", dialogue, language="de") is expected


def test_what_follows_i_am_in_chinese_is_a_name_unless_it_is_work() -> None:
    dialogue = "agent: 您好，白云灯具行，我是{}。\ncustomer: 我的灯坏了，怎么办？\nagent: 好的。"
    assert verdict("greeting.agent_name", dialogue.format("美玲"), language="zh") is Verdict.PASS
    assert verdict("greeting.agent_name", dialogue.format("前台"), language="zh") is not Verdict.PASS


def test_a_question_is_no_name() -> None:
    opening = "Hei, dette er fra Knallflytt. Høver det ille?"
    called = f"customer: Ja?\nagent: {opening}\ncustomer: Nei da.\nagent: Flyttebilen står klar."
    assert verdict("greeting.agent_name", called, "nb", Direction.OUTBOUND) is Verdict.FAIL


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("my supervisor mister dawson will call", Verdict.FAIL),
        ("right mister dawson will call", Verdict.CANNOT_TELL),
    ],
)
def test_the_title_of_a_colleague_addresses_nobody(said: str, expected: Verdict) -> None:
    dialogue = f"agent: hello\ncustomer: hello my name is ann bond my lamp hums\nagent: {said}\n{REST.lower()}"
    assert verdict("names.used", dialogue) is expected


def test_surnames_are_compared_without_their_small_words() -> None:
    dialogue = (
        "agent: goeiemorgen\ncustomer: ja met mevrouw van den bossche mijn lamp is stuk\n"
        "agent: ja mevrouw van den {} kom maar langs\ncustomer: {}\nagent: goed tot ziens"
    )
    wrong = dialogue.format("broecke", "van den bossche is het")
    assert verdict("names.right", wrong, language="nl") is Verdict.FAIL
    assert verdict("names.right", dialogue.format("bossche", "ja dat is goed"), language="nl") is Verdict.PASS


def test_a_thing_before_here_is_no_name() -> None:
    dialogue = f"agent: hello\ncustomer: hi um i got a letter here says i owe a fine\n{REST.lower()}"
    assert verdict("names.asked", dialogue) is Verdict.FAIL
