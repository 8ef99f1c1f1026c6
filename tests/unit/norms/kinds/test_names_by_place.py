"""Names and greetings by their place in the dialogue, in words that no phrase holds."""

import pytest
from tests.support.verdicts import verdict

from callgrade.model.finding import Verdict
from callgrade.model.record import Direction

PASS, FAIL, ASKS, NONE = Verdict.PASS, Verdict.FAIL, Verdict.CANNOT_TELL, Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("de", "tach ejal is de knut von elektro brausing wejen dem termin", PASS),
        ("nb", "halla du snakke me ingvald på fjordvik båtservice ka det gjeld", PASS),
        ("de", "tach ich ruf an wegen der störung und dem angebot von elektro brausing", FAIL),
    ],
)
def test_rare_words_before_the_company_are_the_agents_name(language: str, said: str, expected: Verdict) -> None:
    answer = {"de": "ja worum jeht et denn", "nb": "ja hva gjelder det da"}[language]
    dialogue = f"agent: {said}\ncustomer: {answer}\nagent: so\ncustomer: ja\nagent: gut"
    company = {"de": "Elektro Brausing", "nb": "Fjordvik Båtservice"}[language]
    assert verdict("greeting.agent_name", dialogue, language, Direction.OUTBOUND, company=company) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("你好晨星物流我小马你要查货吗", PASS),
        ("你好，晨星琴行，鄙人姓沈，有什么事？", PASS),
        ("你好，晨星琴行，我是前台的陈露，有什么事？", PASS),
        ("你好晨星救援我是值班的于洋你那边怎么了", ASKS),
        ("你好，晨星琴行，我小心听着，有什么事？", FAIL),
        ("你好，晨星琴行，你姓沈吗？", FAIL),
    ],
)
def test_a_chinese_surname_that_ends_what_agents_say_of_themselves_is_theirs(said: str, expected: Verdict) -> None:
    dialogue = f"agent: {said}\ncustomer: 我的货还没有到，想问一下。\nagent: 我看看。\ncustomer: 好。\nagent: 到了。"
    assert verdict("greeting.agent_name", dialogue, "zh") is expected


@pytest.mark.parametrize(
    ("language", "greeting", "expected"),
    [
        ("nl", "bakkerij de korenmaat goemorgen", PASS),
        ("nb", "kveldinga fjordvik båtservice", FAIL),
        ("en", "Now then, morning, Kiln Lane Joinery.", PASS),
        ("de", "Guten Tag, Tischlerei Brausing.", NONE),
        ("zh", "你早，市民热线。", PASS),
        ("nl", "hallo met sietske over morgenochtend", NONE),
    ],
)
def test_a_time_of_day_is_a_greeting_however_it_is_spelt(language: str, greeting: str, expected: Verdict) -> None:
    started = "2026-03-02T09:30"
    assert verdict("greeting.time_of_day", f"agent: {greeting}", language, started=started) is expected


@pytest.mark.parametrize(
    ("before", "answer", "expected"),
    [
        ("mevrouw meinders ik zie een storing in de wijk", "meijer is het en wanneer is dat opgelost", FAIL),
        ("mevrouw meijers ik zie een storing in de wijk", "meijer ja en wanneer is dat opgelost", ASKS),
        ("mevrouw meijer ik zie een storing in de wijk", "wanneer is dat opgelost", PASS),
    ],
)
def test_a_customer_who_at_once_says_their_own_name_puts_another_right(
    before: str, answer: str, expected: Verdict
) -> None:
    dialogue = f"agent: hallo\ncustomer: hallo met meijer de lamp is kapot\nagent: {before}\ncustomer: {answer}"
    assert verdict("names.right", dialogue, "nl") in (expected, PASS if expected is ASKS else expected)


def test_a_word_after_a_title_and_a_full_stop_is_no_name() -> None:
    dialogue = (
        "agent: Good afternoon, sir.\ncustomer: Subramaniam speaking. My lamp is broken.\n"
        "agent: Surely, sir. Kindly send the lamp again, sir.\ncustomer: Yes.\nagent: Thank you, sir. Goodbye."
    )
    assert verdict("names.used", dialogue, "en") is FAIL


def test_a_word_that_the_agent_said_before_they_asked_is_no_name_of_the_customer() -> None:
    dialogue = (
        "agent: hei\ncustomer: hei lampa er knust\nagent: måndag klokka ti\ncustomer: å\n"
        "agent: hva heter du\ncustomer: måndag da\nagent: måndag ja"
    )
    assert verdict("names.right", dialogue, "nb") is not PASS


def test_a_word_that_joins_two_greetings_is_no_part_of_the_companys_name() -> None:
    dialogue = (
        "agent: grüezi und guten abend bergnetz support selin ammann am draht wo klemmts\n"
        "customer: seit heute mittag geht bei mir gar nichts mehr\nagent: oh je"
    )
    assert verdict("greeting.company", dialogue, "de") is PASS
    assert verdict("greeting.offer_of_help", dialogue, "de") is PASS


@pytest.mark.parametrize(
    ("insists", "expected"),
    [("I told you no, I do not want it.", FAIL), ("All right then, put me down for two.", NONE)],
)
def test_what_a_customer_who_insists_on_a_no_was_told_first_is_an_offer(insists: str, expected: Verdict) -> None:
    dialogue = (
        "customer: Hello?\nagent: Dan from Sunfall. I have you down for a ten kilowatt system on the roof that pays "
        "for itself in a few years.\ncustomer: No.\nagent: The rebate shuts tonight.\n"
        f"customer: {insists.replace('I told you no, ', 'No, I am not interested. ')}\nagent: Right.\ncustomer: Bye."
    )
    assert verdict("opening.no_instant_pitch", dialogue, "en", Direction.OUTBOUND) is expected


@pytest.mark.parametrize(
    ("opening", "said", "answer"),
    [
        (
            "God dag, kan jeg hjelpe deg?",
            "Ja, god dag, det er gamle Gunnvor. Har dere medisinen min?",
            "Nei men Gunnvor, så koselig! Den er her.",
        ),
        (
            "god dag kan jeg hjelpe deg",
            "ja hei torbjørn espeland eg har fått to regninger",
            "nei så kjedelig at det har gått i surr torbjørn",
        ),
    ],
)
def test_a_name_without_a_title_is_the_customers_if_both_say_it(opening: str, said: str, answer: str) -> None:
    dialogue = f"agent: {opening}\ncustomer: {said}\nagent: {answer}\ncustomer: takk"
    assert verdict("names.used", dialogue, "nb") is PASS
    other = dialogue.replace("Gunnvor, så", "nei, så").replace(" torbjørn\n", "\n")
    assert verdict("names.used", other, "nb") is not PASS


@pytest.mark.parametrize(
    ("language", "given", "used"),
    [
        ("en", "hi it's eh siobhan twomey here the dog ate a load of grapes", "oh the poor divil siobhan how is he"),
        ("de", "ja hallo äh tomke äh harms hier mein hund hat trauben gefressen", "ach je frau harms wie geht es ihm"),
    ],
)
def test_a_name_is_heard_across_hesitations(language: str, given: str, used: str) -> None:
    dialogue = f"agent: hello\ncustomer: {given}\nagent: {used}"
    assert verdict("names.used", dialogue, language) is PASS


@pytest.mark.parametrize(
    ("language", "sought", "answer", "name"),
    [
        ("nl", "spreek ik met meneer el amrani", "ja daar spreekt u mee", "meneer el amrani"),
        ("en", "am i speaking to mister okonedo", "yes that would be meself", "mister okonedo"),
    ],
)
def test_after_a_yes_to_a_name_no_other_name_is_expected(language: str, sought: str, answer: str, name: str) -> None:
    dialogue = f"customer: hallo\nagent: {sought}\ncustomer: {answer}\nagent: ok {name}"
    assert verdict("names.right", dialogue, language, Direction.OUTBOUND) is PASS


@pytest.mark.parametrize(
    ("language", "opening", "greeted"),
    [
        ("de", "moin hier ist flottmobil zapp ich bin jonas was kann ich für dich tun", "hi jonas lena hier"),
        ("nb", "hei dette er flottmobil zapp jeg er jonas hva kan jeg hjelpe deg med", "hei jonas lena her"),
    ],
)
def test_who_greets_the_agent_by_name_does_not_bear_it(language: str, opening: str, greeted: str) -> None:
    dialogue = f"agent: {opening}\ncustomer: {greeted}\nagent: ok lena\ncustomer: ja\nagent: ok lena"
    for norm in ("greeting.company", "greeting.agent_name", "names.used"):
        assert verdict(norm, dialogue, language) is PASS


def test_a_chinese_name_ends_at_a_mark_and_stands_before_its_title_at_once() -> None:
    dialogue = (
        "agent: 你好，请问您怎么称呼？\ncustomer: 我姓栾。窗户开了，两扇都开了。\n"
        "agent: 栾女士，我已经派车了，师傅就到。\ncustomer: 好。\nagent: 二楼有老先生讲戏，栾女士，再见。"
    )
    assert verdict("names.used", dialogue, "zh") is PASS
    assert verdict("names.right", dialogue, "zh") is PASS


@pytest.mark.parametrize(
    ("language", "asked", "answer", "place", "used"),
    [
        ("nl", "met wie spreek ik", "godelieve van acker", "rusthuis sint jozef hier in lier", "mevrouw van acker"),
        ("en", "who am i speaking to please", "orla quinlan", "willow lodge here in town", "missus quinlan"),
    ],
)
def test_after_the_answer_with_the_name_a_place_is_no_name(
    language: str, asked: str, answer: str, place: str, used: str
) -> None:
    said = " ".join(place.split()[-5:-1])
    dialogue = (
        f"customer: hello\nagent: {asked}\ncustomer: {answer}\nagent: ok {used}\ncustomer: {place}\n"
        f"agent: ok {said} {used}\ncustomer: ok\nagent: ok {said}\ncustomer: ok\nagent: ok {said}"
    )
    assert verdict("names.used", dialogue, language) is PASS


@pytest.mark.parametrize(
    ("language", "told", "answer"),
    [
        ("nl", "Met Annelies Kops. Ik heb kaartjes voor Meneer Pluim.", "Meneer Pluim, dat kan, mevrouw Kops."),
        ("en", "Annelies Kops here. I have tickets for Mister Plume.", "Mister Plume, that can be done, Mrs Kops."),
    ],
)
def test_a_name_that_the_customer_told_of_somebody_else_is_no_wrong_one(language: str, told: str, answer: str) -> None:
    assert verdict("names.right", f"agent: Hallo.\ncustomer: {told}\nagent: {answer}", language) is PASS
    wrong = answer.replace("Pluim", "Sander").replace("Plume", "Sander")
    assert verdict("names.right", f"agent: Hallo.\ncustomer: {told}\nagent: {wrong}", language) is FAIL


def test_a_word_that_the_customer_says_again_of_a_thing_is_not_their_name() -> None:
    dialogue = (
        "agent: hello\ncustomer: hello it's abiola fashola flat nine the boiler packed up\nagent: the address\n"
        "customer: i told you flat nine\nagent: oh yeah flat nine okay\ncustomer: yes\nagent: okay"
    )
    assert verdict("names.used", dialogue, customer="Abiola Fashola") is FAIL


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Hello, this is example.com. My name is Bob. How can I help you?", PASS),
        ("Hello, my name is Bob. How can I help you?", FAIL),
        ("Hello, this is Bob. Are you still at bob@example.com?", FAIL),
    ],
)
def test_a_company_may_be_named_as_its_web_address_is(said: str, expected: Verdict) -> None:
    dialogue = f"agent: {said}\ncustomer: Hi, I'd like to pay a bill.\nagent: Sure.\ncustomer: Thank you."
    assert verdict("greeting.company", dialogue, "en") is expected
