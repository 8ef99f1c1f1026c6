"""Every norm gives the same verdict each time, in time that grows in proportion to the call."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.growth import grows_in_proportion

from callgrade.config.folder import configs_folder
from callgrade.model.finding import Finding
from callgrade.model.record import Direction
from callgrade.norms.evaluate import evaluate
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.load import load_pack
from callgrade.norms.pack.norm import Pack
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call

FRAGMENTS = (
    "what is it?", "right?", "do you", "why do you ask", "my order number is 12", "what is your order number",
    "no thank you", "but think about it", "only today or", "this is terrible", "my manager", "sorry", "Mr Alder", "SLA",
    "you idiot", "bye", "good morning", "?", "...", "我是", "'s", "§", "one moment please", "12", "I", "love",
)  # fmt: skip

LINES = st.lists(
    st.tuples(st.sampled_from(["agent", "customer"]), st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=8)),
    max_size=12,
)


@cache
def pack() -> Pack:
    return load_pack(configs_folder(), "en", "reception")


def findings(dialogue: str) -> tuple[Finding, ...]:
    heard = read_dialogue(Example(dialogue=dialogue), "en", Direction.INBOUND)
    return evaluate(pack(), prepare_call(pack(), heard.conversation, heard.record, heard.measurements))


@given(LINES)
@settings(max_examples=60, deadline=None)
def test_every_norm_gives_the_same_verdict_each_time(lines: list[tuple[str, list[str]]]) -> None:
    dialogue = "\n".join(f"{role}: {' '.join(said)}" for role, said in lines)
    first = findings(dialogue)
    assert [finding.norm for finding in first] == [norm.id for norm in pack().norms]
    assert findings(dialogue) == first


TALK = {
    "turns": (
        "customer: What is it? No thank you, my number is 12.\n"
        "agent: What is it? Right? Why do you ask? What is your order number? But think about it.\n"
    ),
    "questions": "agent: what is do you could you have you right?\n" * 4,
    "beginnings": "agent: it is the is it that is there is\n" * 4,
    "names": "customer: this is terrible no thanks my name is Jo\nagent: sorry Jo, sorry Jo, sorry Jo,\n" * 2,
}


@pytest.mark.parametrize("talk", TALK)
def test_the_time_of_judging_grows_in_proportion_to_the_call(talk: str) -> None:
    assert grows_in_proportion(lambda times: findings(TALK[talk] * times), 50)
