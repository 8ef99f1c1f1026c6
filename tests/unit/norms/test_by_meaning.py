"""Meaning may pass what phrases missed, and may ask for a look; it never fails anybody."""

from base64 import b64encode
from dataclasses import replace

import numpy as np
import pytest
from tests.support.packs import shipped_pack

from callgrade.meaning.classifier import Classifier
from callgrade.meaning.utterances import utterances
from callgrade.meaning.vectors import WIDTH
from callgrade.model.finding import Finding, Verdict
from callgrade.model.heard import Meanings
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.norms.call import Call
from callgrade.norms.evaluate import evaluate
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.norm import Pack
from callgrade.norms.pack.word_files import Example
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.preparation import prepare_call
from callgrade.norms.signs.place import comes_back
from callgrade.norms.signs.taken_well import relieves

SIGN = 7
"""The number of a vector that says, in these tests, that its utterance does what the norm is about."""

CALL = """
agent: Good morning, Harbour Bikes, this is Ann.
customer: My bicycle is broken, and nobody told me anything.
agent: {said}
customer: Fine.
agent: Good, goodbye.
"""
GREETED = CALL.replace("My bicycle is broken, and nobody told me anything.", "Hello.")
DOES = "Your wheels shall roll by the weekend."
MAY = "Your wheels may roll."
DOES_ASK = "Shall your wheels roll elsewhere?"
MAY_ASK = "May your wheels roll on?"
PRESSES = "You will regret that."
STRENGTH = {DOES: 100, DOES.rstrip("."): 100, DOES_ASK: 100, PRESSES: 100, MAY: 30, MAY_ASK: 30}
"""How strong the sign of a sentence is; from 51 on it is sure, from 21 on doubtful."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The shipped pack. Each norm with a meaning has a classifier that reads the sign."""
    shipped = shipped_pack("en")
    weights = np.zeros(WIDTH, np.int64)
    weights[SIGN] = 1
    classifier = Classifier(weights, {}, 50, band=30)
    return replace(shipped, classifiers={norm.id: classifier for norm in shipped.norms})


def call_of(pack: Pack, said: str, dialogue: str = CALL) -> Call:
    """A call in which the agent says ``said``; what contains ``DOES`` has the sign."""
    heard = read_dialogue(Example(dialogue=dialogue.format(said=said)), "en", Direction.INBOUND)
    turns = [
        (number, [word.text for word in turn.words])
        for number, turn in enumerate(heard.conversation.turns)
        if turn.role is Role.AGENT
    ]
    found = list(utterances(turns))
    vectors = np.zeros((len(found), WIDTH), np.int8)
    words = dict(turns)
    vectors[:, SIGN] = [STRENGTH.get(" ".join(words[one.turn][one.start : one.end]), 0) for one in found]
    meanings = Meanings(
        "test", tuple((one.turn, one.start, one.end) for one in found), b64encode(vectors.tobytes()).decode()
    )
    return prepare_call(pack, heard.conversation, heard.record).meaning(meanings)


def finding(pack: Pack, call: Call, norm: str) -> Finding:
    return next(one for one in evaluate(pack, call) if one.norm == norm)


def test_words_that_must_be_said_pass_by_meaning_with_the_utterance_as_evidence(pack: Pack) -> None:
    found = finding(pack, call_of(pack, f"I see. {DOES}"), "help.further_offer")
    assert (found.verdict, found.by_meaning, found.evidence[0].quote) == (Verdict.PASS, True, DOES)


def test_without_vectors_the_phrases_decide_alone(pack: Pack) -> None:
    call = call_of(pack, DOES).meaning(None)
    found = finding(pack, call, "help.further_offer")
    assert (found.verdict, found.by_meaning) == (Verdict.FAIL, False)


def test_words_that_may_be_those_of_a_major_norm_only_ask_for_a_look(pack: Pack) -> None:
    call = call_of(pack, f"Fine. {MAY}", CALL.replace("customer: Fine.", "customer: Hm."))
    assert finding(pack, call.meaning(None), "closing.next_step").verdict is Verdict.FAIL
    found = finding(pack, call, "closing.next_step")
    assert (found.verdict, found.reason, found.by_meaning) == (Verdict.CANNOT_TELL, Reason.LISTEN, True)
    assert found.evidence[0].quote == MAY


def test_a_fail_for_information_is_worth_no_look(pack: Pack) -> None:
    assert finding(pack, call_of(pack, MAY), "help.further_offer").verdict is Verdict.FAIL


def test_words_that_must_not_be_said_only_ask_for_a_look(pack: Pack) -> None:
    found = finding(pack, call_of(pack, DOES), "wording.no_own_troubles")
    assert (found.verdict, found.reason, found.by_meaning) == (Verdict.CANNOT_TELL, Reason.LISTEN, True)
    assert found.evidence[0].quote == DOES


def test_words_outside_the_window_do_not_count(pack: Pack) -> None:
    assert finding(pack, call_of(pack, DOES, GREETED), "greeting.offer_of_help").verdict is Verdict.PASS
    late = f"I see.\ncustomer: Yes.\nagent: One moment.\ncustomer: Yes.\nagent: {DOES}"
    assert finding(pack, call_of(pack, late, GREETED), "greeting.offer_of_help").verdict is Verdict.FAIL


def test_what_comes_after_the_customer_told_their_matter_offers_no_help(pack: Pack) -> None:
    assert finding(pack, call_of(pack, DOES), "greeting.offer_of_help").verdict is Verdict.FAIL


def test_a_question_is_not_found_by_the_meaning_of_a_statement(pack: Pack) -> None:
    assert finding(pack, call_of(pack, f"I see. {DOES}"), "closing.further_questions").verdict is Verdict.FAIL
    asked = finding(pack, call_of(pack, f"I see. {DOES_ASK}"), "closing.further_questions")
    unmarked = finding(pack, call_of(pack, DOES.rstrip(".")), "closing.further_questions")
    assert (asked.verdict, unmarked.verdict) == (Verdict.PASS, Verdict.PASS)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("No.", Verdict.PASS), ("Yes, they may.", Verdict.CANNOT_TELL), ("Can they?", Verdict.CANNOT_TELL)],
)
def test_what_a_question_may_mean_counts_with_the_answer_before_the_close(
    pack: Pack, answer: str, verdict: Verdict
) -> None:
    call = call_of(pack, f"I see. {MAY_ASK}\ncustomer: {answer}\nagent: Thank you for calling.")
    found = finding(pack, call, "closing.further_questions")
    assert (found.verdict, found.by_meaning, found.evidence[0].quote) == (verdict, True, MAY_ASK)
    assert finding(pack, call.meaning(None), "closing.further_questions").verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("Lovely, thanks.", Verdict.PASS),
        ("My wheels, good.", Verdict.PASS),
        ("My wheels?", Verdict.CANNOT_TELL),
        ("Hm.", Verdict.CANNOT_TELL),
    ],
)
def test_what_may_come_next_does_if_the_customer_agrees(pack: Pack, answer: str, verdict: Verdict) -> None:
    call = call_of(pack, f"I see. {MAY}\ncustomer: {answer}\nagent: Goodbye.")
    assert finding(pack, call, "closing.next_step").verdict is verdict


@pytest.mark.parametrize(
    ("said", "polite"),
    [("Here it is.", False), ("There I am.", False), ("Here you are.", True), ("I apologise, here it is.", True)],
)
def test_a_polite_return_says_more_than_what_was_found(pack: Pack, said: str, polite: bool) -> None:
    call = call_of(pack, said)
    text = call.text(Role.AGENT)
    turn = [place for place, of in enumerate(text.turns) if of == 2 and text.tokens[place]]
    assert comes_back(call, Hit(turn[0], turn[-1] + 1, turn[-1] + 1)) is polite


def test_a_question_that_nobody_answers_as_one_for_more_is_none(pack: Pack) -> None:
    call = call_of(pack, f"I see. {DOES_ASK}\ncustomer: They roll better already.\nagent: Thank you for calling.")
    assert finding(pack, call, "closing.further_questions").verdict is Verdict.FAIL


@pytest.mark.parametrize(
    "dialogue",
    [
        "agent: {said}\ncustomer: No, I need a lamp.\nagent: Goodbye.",
        "agent: Hello.\ncustomer: What do we do now?\nagent: {said}\ncustomer: Do I know?\nagent: Goodbye.",
        "agent: Hello.\ncustomer: Hm.\nagent: {said}\ncustomer: No, I am hanging up now.\nagent: Wait.",
    ],
)
def test_nobody_asks_for_more_at_the_start_nor_in_place_of_an_answer_nor_of_who_hangs_up(
    pack: Pack, dialogue: str
) -> None:
    assert finding(pack, call_of(pack, DOES_ASK, dialogue), "closing.further_questions").verdict is Verdict.FAIL
    plain = "agent: Hello.\ncustomer: Hm.\nagent: {said}\ncustomer: No.\nagent: Goodbye."
    assert finding(pack, call_of(pack, DOES_ASK, plain), "closing.further_questions").verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("more", "verdict"), [("", Verdict.PASS), (" Do you own a cart? What does it weigh?", Verdict.FAIL)]
)
def test_who_asks_on_does_not_wait_to_hear_whether_the_moment_suits(pack: Pack, more: str, verdict: Verdict) -> None:
    dialogue = "customer: Hello?\nagent: Hello. {said}" + more + "\ncustomer: Hm."
    call = call_of(pack, DOES_ASK, dialogue)
    outbound = replace(call, record=replace(call.record, direction=Direction.OUTBOUND))
    assert finding(pack, outbound, "opening.convenient").verdict is verdict


def test_words_that_press_for_a_yes_are_no_promise(pack: Pack) -> None:
    assert finding(pack, call_of(pack, PRESSES), "closing.next_step").verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("That was all.", "", Verdict.PASS),
        ("Send me the bill.", "customer: Goodbye.", Verdict.PASS),
        ("Send me the bill.", "", Verdict.FAIL),
        ("You are very rude.", "customer: Goodbye.", Verdict.FAIL),
    ],
)
def test_where_nobody_parts_or_the_customer_takes_offence_no_words_are_a_wish(
    pack: Pack, before: str, after: str, verdict: Verdict
) -> None:
    dialogue = "agent: Hello.\ncustomer: " + before + "\nagent: {said}\n" + after
    found = finding(pack, call_of(pack, DOES, dialogue), "closing.good_wish")
    assert found.verdict is verdict


def test_a_norm_that_declares_no_meaning_has_none(pack: Pack) -> None:
    call = call_of(pack, DOES)
    for norm in ("wording.no_rudeness", "wording.no_familiarity", "names.used", "greeting.agent_name"):
        assert finding(pack, call, norm) == finding(pack, call.meaning(None), norm)


def test_no_norm_fails_by_meaning(pack: Pack) -> None:
    call = call_of(pack, DOES)
    before = {one.norm: one.verdict for one in evaluate(pack, call.meaning(None))}
    worse = [one.norm for one in evaluate(pack, call) if one.verdict is Verdict.FAIL is not before[one.norm]]
    assert worse == []


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("Yes.", Verdict.PASS),
        ("Thanks, good to know.", Verdict.PASS),
        ("No, thanks.", Verdict.CANNOT_TELL),
        ("Sorry, my mistake.", Verdict.CANNOT_TELL),
        ("I did not do that.", Verdict.CANNOT_TELL),
    ],
)
def test_nobody_listens_to_what_may_blame_if_the_customer_takes_it_well(
    pack: Pack, answer: str, verdict: Verdict
) -> None:
    call = call_of(pack, f"{DOES}\ncustomer: {answer}\nagent: One moment.")
    found = finding(pack, call, "wording.no_criticism")
    assert (found.verdict, found.by_meaning, found.evidence[0].quote) == (verdict, True, DOES)


@pytest.mark.parametrize(
    ("language", "relief", "blame"),
    [
        ("en", "You couldn't have known.", "You should have known."),
        ("de", "Bis dahin brauchen Sie nichts zu zahlen.", "Bis dahin brauchen Sie Geduld."),
        ("nl", "Dat hoeft u ook niet.", "Dat hoort u te doen."),
        ("nb", "Det kunne du umulig vite.", "Det kunne du ha gjort."),
        ("zh", "您怎么会知道呢。", "您知道的。"),
    ],
)
def test_words_that_relieve_the_customer_are_no_blame_whatever_they_mean(
    language: str, relief: str, blame: str
) -> None:
    def relieved(said: str) -> bool:
        heard = read_dialogue(Example(dialogue=f"customer: Hm.\nagent: {said}"), language, Direction.INBOUND)
        call = prepare_call(shipped_pack(language), heard.conversation, heard.record)
        return relieves(call, Hit(0, len(call.text(Role.AGENT).tokens), 1))

    assert relieved(relief)
    assert not relieved(blame)
