"""Words that nobody foresaw are judged by their place in the opening and closing: pass, or somebody listens."""

import pytest
from tests.support.dialogues import Short, judged
from tests.support.verdicts import verdict

from callgrade.model.finding import Verdict
from callgrade.model.record import Direction

ANSWERED = "agent: {}\ncustomer: My lamp flickers and hums.\nagent: Oh dear.\ncustomer: Thanks.\nagent: Goodbye."
CALLED = "customer: Hello?\nagent: Good morning, Ann of Fairlea Lamps. {}\ncustomer: {}\nagent: Your lamp is mended."
CLOSED = "customer: That was all.\nagent: {}\ncustomer: Goodbye."


@pytest.mark.parametrize(
    ("asked", "answer", "expected"),
    [
        ("Does a chinwag now upset the day?", "What is this about?", Verdict.PASS),
        ("Does a chinwag now upset the day?", "Yes, go on.", Verdict.PASS),
        ("Does a chinwag now upset the day?", "Yes.", Verdict.CANNOT_TELL),
        ("Does a chinwag upset the apple cart?", "I am driving.", Verdict.CANNOT_TELL),
        ("Does a chinwag now upset the day?", "It flickers.", Verdict.FAIL),
        ("Do you own a lamp?", "Yes, I do.", Verdict.FAIL),
    ],
)
def test_a_first_question_about_the_moment_may_ask_whether_it_suits(asked: str, answer: str, expected: Verdict) -> None:
    assert verdict("opening.convenient", CALLED.format(asked, answer), direction=Direction.OUTBOUND) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Thanks for calling. May the wind be with you, goodbye.", Verdict.CANNOT_TELL),
        ("Good. May the wind be with you, goodbye.", Verdict.CANNOT_TELL),
        ("May the wind be with you, goodbye.", Verdict.FAIL),
        ("Thanks for calling. Goodbye.", Verdict.FAIL),
        ("Fine. Goodbye.", Verdict.FAIL),
        ("Thanks for calling, and again I'm sorry. Goodbye.", Verdict.FAIL),
    ],
)
def test_what_stands_beside_thanks_and_goodbye_may_be_a_wish(said: str, expected: Verdict) -> None:
    assert verdict("closing.good_wish", CLOSED.format(said)) is expected


def test_a_bare_name_with_a_greeting_may_be_the_companys() -> None:
    assert verdict("greeting.company", ANSWERED.format("Hello, Brightbeam Lampworks.")) is Verdict.CANNOT_TELL
    assert verdict("greeting.company", ANSWERED.format("Hello, how can I help?")) is Verdict.FAIL


def test_a_second_name_in_the_first_turn_may_be_the_agents() -> None:
    both = "Brightbeam Lampworks, good day, you have Jens Behnke himself. How can I help?"
    assert verdict("greeting.agent_name", ANSWERED.format(both)) is Verdict.CANNOT_TELL
    one = "Brightbeam Lampworks, good day. How can I help?"
    assert verdict("greeting.agent_name", ANSWERED.format(one)) is Verdict.FAIL


def test_a_chinese_matter_may_have_characters_that_are_in_names_too() -> None:
    called = "customer: 喂？\nagent: 您好，我是小于，{}\ncustomer: 好的。\nagent: 再见。"
    assert verdict("opening.purpose", called.format("您配的那副花镜到了。"), "zh", Direction.OUTBOUND) is Verdict.PASS
    assert verdict("opening.purpose", called.format("您在呢。"), "zh", Direction.OUTBOUND) is Verdict.FAIL


def test_what_follows_my_surname_is_in_chinese_is_a_name() -> None:
    answered = "agent: 您好，{}。\ncustomer: 我的灯坏了，怎么办？\nagent: 好的。"
    assert verdict("greeting.agent_name", answered.format("我姓奚"), language="zh") is Verdict.PASS


@pytest.mark.parametrize(
    ("language", "said", "answer", "expected"),
    [
        ("en", "hiya brightbeam leisure centre wilmot this end what are you needing", "hiya my lamp", Verdict.PASS),
        ("nb", "morn hos lyse bil er det sigbritt som tar telefonen hva gjelder det", "hei lampa mi", Verdict.PASS),
        ("nl", "Goedemorgen, dit is Bloemen Margriet, Fientje helpt, wat mag het zijn?", "Dag Fientje.", Verdict.PASS),
        ("nl", "goeiemiddag woonstede ge praat mee ward wat kan ik doen", "mijn lamp", Verdict.PASS),
        ("en", "Brightbeam Ltd, good day, what are we mending?", "Hello.", Verdict.FAIL),
        ("en", "Delgado and Sons, good day, what are we mending?", "Hello.", Verdict.FAIL),
    ],
)
def test_a_word_that_is_framed_or_given_back_as_a_name_is_the_agents(
    language: str, said: str, answer: str, expected: Verdict
) -> None:
    dialogue = f"agent: {said}\ncustomer: {answer}"
    assert verdict("greeting.agent_name", dialogue, language=language) is expected


def test_an_offer_that_the_customer_declines_at_once_came_too_early() -> None:
    pitched = "customer: Hello?\nagent: {}\ncustomer: I don't want it.\nagent: Think of your roof.\ncustomer: No."
    norm = "opening.no_instant_pitch"
    assert (
        verdict(norm, pitched.format("Panels for you, sir, at a song."), direction=Direction.OUTBOUND) is Verdict.FAIL
    )
    assert (
        verdict(norm, CALLED.format("Your lamp is here.", "Lovely."), direction=Direction.OUTBOUND)
        is Verdict.NOT_APPLICABLE
    )


def test_what_is_said_after_an_early_offer_does_not_excuse_it() -> None:
    call = "customer: Hello?\nagent: We have a great deal on panels.\ncustomer: Who?\nagent: Your bill halves."
    assert verdict("opening.no_instant_pitch", call, direction=Direction.OUTBOUND) is Verdict.FAIL


MORE = "agent: {}\ncustomer: {}\nagent: {}"


@pytest.mark.parametrize(
    ("language", "asked", "answer", "last", "expected"),
    [
        ("nb", "e det nokka du går og gruble på", "nei æ trur ikke det", "da sier æ ha det bra", Verdict.PASS),
        ("en", "Is anything gnawing at you?", "No, the invoice covers it.", "Then goodbye.", Verdict.PASS),
        ("en", "Is anything gnawing at you?", "The price is.", "Then goodbye.", Verdict.FAIL),
        ("en", "Would you like the blue one?", "No, thanks.", "Then goodbye.", Verdict.FAIL),
        ("en", "the blue one suits you", "no the green one", "all right goodbye", Verdict.FAIL),
    ],
)
def test_a_declined_question_for_no_particular_thing_before_the_goodbye_asks_for_more(
    language: str, asked: str, answer: str, last: str, expected: Verdict
) -> None:
    opening = ANSWERED.rsplit("\nagent:", 1)[0].format("Hello.") if language == "en" else "agent: hei\ncustomer: hei"
    dialogue = f"{opening}\n{MORE.format(asked, answer, last)}"
    assert verdict("closing.further_questions", dialogue, language=language) is expected


def test_a_goodbye_in_rare_words_after_a_name_counts_if_it_is_answered() -> None:
    record = "customer: that was all\nagent: thanks for calling and have a lovely day mister tamura wibbly"
    assert verdict("closing.farewell", f"{record}\ncustomer: bye") is Verdict.PASS
    assert verdict("closing.farewell", f"{record}\ncustomer: hm") is not Verdict.PASS


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("You too, goodbye.", Verdict.PASS), ("Likewise.", Verdict.PASS), ("Goodbye.", Verdict.FAIL)],
)
def test_a_wish_that_the_customer_gives_back_is_one(answer: str, expected: Verdict) -> None:
    dialogue = f"customer: That was all.\nagent: May the wind be with you, goodbye.\ncustomer: {answer}"
    assert verdict("closing.good_wish", dialogue) is expected


@pytest.mark.parametrize(
    ("before", "said", "after", "expected"),
    [
        ("That was all.", "Thanks for the laugh, and goodbye.", "Hm.", Verdict.PASS),
        ("That was all.", "Thank you for the laugh.", "Goodbye.", Verdict.PASS),
        ("That was all.", "Thank you for the laugh.", "It was a good one.", Verdict.FAIL),
        ("That was all. Have a nice day.", "Thanks, you too, goodbye.", "Hm.", Verdict.FAIL),
        ("It is four seven two.", "Thank you. It is on its way. Goodbye.", "Hm.", Verdict.FAIL),
    ],
)
def test_thanks_for_anything_beside_a_goodbye_close_the_call(
    before: str, said: str, after: str, expected: Verdict
) -> None:
    dialogue = f"customer: My lamp flickers.\nagent: Oh dear.\ncustomer: {before}\nagent: {said}\ncustomer: {after}"
    assert verdict("closing.thanks", dialogue) is expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("ha god helg da arnstein hei på deg", Verdict.PASS),
        ("da sier vi det", Verdict.FAIL),
    ],
)
def test_a_greeting_at_the_end_is_a_goodbye(last: str, expected: Verdict) -> None:
    dialogue = f"agent: hei\ncustomer: det var alt\nagent: {last}\ncustomer: ja ha det"
    assert verdict("closing.farewell", dialogue, language="nb") is expected


def test_a_goodbye_is_not_wished_back() -> None:
    dialogue = "customer: That was all.\nagent: Fine. Goodbye.\ncustomer: You too, goodbye."
    assert verdict("closing.good_wish", dialogue) is Verdict.FAIL


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Sure.", "pass"),
        ("Kettle is boiling anyway.", "cannot_tell"),
        ("What do you mean?", "fail"),
        ("No.", "fail"),
        ("Four seven two.", "fail"),
    ],
)
def test_an_answer_before_a_wait_shows_whether_it_was_announced(answer: str, expected: str) -> None:
    said = f"agent: Rummaging through yonder drawers.\ncustomer: {answer}\nsilence: 30\nagent: Thanks for holding."
    dialogue = f"agent: Fairlea Lamps, hello.\ncustomer: When is it?\n{said}\ncustomer: Thanks.\nagent: Goodbye."
    assert judged(Short("en", "hold.announced", expected, dialogue)).verdict == expected


@pytest.mark.parametrize("last", ["Suit yourself.", "You do that."])
def test_words_that_end_a_call_without_leave_are_no_goodbye(last: str) -> None:
    dialogue = f"agent: Hello, Fairlea Lamps.\ncustomer: It hums.\nagent: So what?\ncustomer: Goodbye.\nagent: {last}"
    assert verdict("closing.farewell", dialogue) is Verdict.FAIL


def test_an_invitation_that_names_no_thing_and_is_declined_asks_for_more() -> None:
    dialogue = (
        "agent: Spit out anything that nags, we sort it at once.\ncustomer: No, that's all.\nagent: Thanks for calling."
    )
    assert verdict("closing.further_questions", f"customer: Fine.\n{dialogue}") is Verdict.PASS


@pytest.mark.parametrize(
    ("language", "pile", "alone"),
    [
        ("en", "where do you live and what do you drink right now", "is there a wee gap right now"),
        ("zh", "住几楼呀现在喝的什么水呀", "现在是不是正好有空档"),
    ],
)
def test_a_question_about_the_moment_is_answered_with_yes_or_no(language: str, pile: str, alone: str) -> None:
    answer = {"en": "no you are lucky what is it about", "zh": "不忙你说什么事"}[language]
    opening = {"en": "hello this is ann", "zh": "你好我是小于"}[language]
    said = f"customer: hm\nagent: {opening} {{}}\ncustomer: {answer}\nagent: hm"
    assert verdict("opening.convenient", said.format(pile), language, Direction.OUTBOUND) is Verdict.FAIL
    assert verdict("opening.convenient", said.format(alone), language, Direction.OUTBOUND) is not Verdict.FAIL


@pytest.mark.parametrize(
    ("language", "said", "parts", "thanks"),
    [
        ("en", "no tarry a whiff", "goodbye", "thanks goodbye"),
        ("nb", "nei ikke legg på", "ha det", "takk ha det"),
        ("nl", "nee niet weglopen", "tot ziens", "bedankt tot ziens"),
    ],
)
def test_words_that_deny_hold_the_customer_back_unless_they_reply_to_thanks(
    language: str, said: str, parts: str, thanks: str
) -> None:
    call = f"agent: hm\ncustomer: {{}}\nagent: {said}"
    assert verdict("closing.farewell", call.format(parts), language) is Verdict.FAIL
    assert verdict("closing.farewell", call.format(thanks), language) is Verdict.CANNOT_TELL
