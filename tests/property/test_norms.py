"""Whatever is said, every norm comes to a verdict, the same one each time, and soon."""

import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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

MOST_S = 3.0
"""For an hour of the worst talk; a ten-minute call is measured in tests/unit/norms/test_speed.py."""


@cache
def pack() -> Pack:
    return load_pack(configs_folder(), "en", "reception")


def findings(dialogue: str) -> tuple[Finding, ...]:
    heard = read_dialogue(Example(dialogue=dialogue), "en", Direction.INBOUND)
    return evaluate(pack(), prepare_call(pack(), heard.conversation, heard.record, heard.measurements))


@given(LINES)
@settings(max_examples=60, deadline=None)
def test_every_norm_comes_to_the_same_verdict_each_time(lines: list[tuple[str, list[str]]]) -> None:
    dialogue = "\n".join(f"{role}: {' '.join(said)}" for role, said in lines)
    first = findings(dialogue)
    assert [finding.norm for finding in first] == [norm.id for norm in pack().norms]
    assert findings(dialogue) == first


@pytest.mark.parametrize(
    "dialogue",
    [
        "\n".join(
            [
                "customer: What is it? No thank you, my number is 12.",
                "agent: What is it? Right? Why do you ask? What is your order number? But think about it.",
            ]
            * 400
        ),
        "agent: " + "what is do you could you have you right? " * 800,
        "agent: " + "it is the is it that is there is " * 1000,
        "customer: " + "this is terrible no thanks my name is Jo " * 800 + "\nagent: " + "sorry Jo, " * 3000,
    ],
    ids=["turns", "questions", "beginnings", "names"],
)
def test_no_talk_makes_judging_slow(dialogue: str) -> None:
    pack()
    started = time.process_time()
    findings(dialogue)
    assert time.process_time() - started < MOST_S
