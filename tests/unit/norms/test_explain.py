"""The explanation of a norm's verdict."""

from dataclasses import replace
from functools import cache

import pytest
from tests.support.packs import shipped_pack

from callgrade.model.record import Direction, Role
from callgrade.norms.evaluate import evaluate
from callgrade.norms.explain import Explanation, explain
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.norm import Pack
from callgrade.norms.pack.pack_file import NearestSettings
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call

LATE = "agent: " + "and so it goes on and on " * 20


@cache
def pack() -> Pack:
    return shipped_pack("en")


def explained(norm_id: str, dialogue: str, used: Pack | None = None) -> Explanation:
    used = used or pack()
    heard = read_dialogue(Example(dialogue=dialogue), "en", Direction.INBOUND)
    call = prepare_call(used, heard.conversation, heard.record, heard.measurements)
    norm = used.norm(norm_id)
    assert norm
    return explain(norm, used, call)


def test_words_that_count_are_shown_with_their_phrase_and_turn() -> None:
    (one,) = explained("closing.farewell", "customer: Thanks.\nagent: Goodbye!").heard
    assert (one.evidence.quote, one.turn, one.counts, one.evidence.role) == ("Goodbye!", 2, True, Role.AGENT)
    assert one.line.source.path.name == "closing.yaml"


def test_words_outside_the_window_say_so() -> None:
    dialogue = f"agent: Goodbye.\ncustomer: No, wait, I have a question.\n{LATE}\ncustomer: I see.\n{LATE}"
    explanation = explained("closing.farewell", dialogue)
    assert [(one.evidence.quote, one.why_not) for one in explanation.heard] == [("Goodbye.", "outside the window")]


def test_words_excluded_by_an_exception_say_so() -> None:
    explanation = explained("wording.thanks", "agent: Thanks to our new system it is here.")
    assert [(one.counts, one.why_not) for one in explanation.heard] == [(False, "not_in")]


def test_if_nothing_was_found_the_nearest_words_are_shown() -> None:
    explanation = explained("closing.further_questions", "customer: Okay.\nagent: Is there a car park? Yes.")
    (near,) = explanation.nearest
    assert near.evidence.quote.lower().startswith("is there")
    assert 0.5 <= near.share < 1


def test_the_pack_says_how_many_words_of_a_phrase_are_close_to_it() -> None:
    strict = replace(pack(), settings=pack().settings.model_copy(update={"nearest": NearestSettings(share=1)}))
    dialogue = "customer: Okay.\nagent: Is there a car park? Yes."
    assert explained("closing.further_questions", dialogue, strict).nearest == ()


def test_the_window_is_named_with_what_was_said_in_it() -> None:
    looked = explained("greeting.salutation", "agent: Hello there.\ncustomer: Hi.").looked
    assert looked
    assert (looked.window, looked.role, looked.evidence.quote) == ("opening", Role.AGENT, "Hello there.")


def test_triggers_are_looked_for_in_what_the_other_says() -> None:
    explanation = explained("wording.apology", "customer: It is broken.\nagent: I am sorry to hear that.")
    assert {(one.group, one.evidence.role) for one in explanation.heard} == {
        ("phrases", Role.AGENT),
        ("triggers", Role.CUSTOMER),
    }


@pytest.mark.parametrize("dialogue", ["", "agent: Hello.", "customer: Hello.", "agent: ??? ... !!!"])
def test_every_norm_can_be_explained_on_any_call_and_says_what_it_judged(dialogue: str) -> None:
    heard = read_dialogue(Example(dialogue=dialogue), "en", Direction.INBOUND)
    findings = evaluate(pack(), prepare_call(pack(), heard.conversation, heard.record, heard.measurements))
    assert tuple(explained(norm.id, dialogue).finding for norm in pack().norms) == findings


def test_a_language_without_words_is_explained_by_its_reason() -> None:
    wordless = replace(pack(), language=None)
    explanation = explained("closing.farewell", "agent: Goodbye.", wordless)
    assert (explanation.heard, explanation.searched) == ((), {})
    assert explanation.finding.reason
