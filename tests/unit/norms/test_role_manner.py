"""Where nobody says a usual phrase, the agent is the one who asks and speaks of "you" and "us"."""

from dataclasses import replace

import pytest
from tests.support.packs import shipped_pack

from callgrade.model.conversation import Attribution, Conversation, Layout
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call
from callgrade.norms.role_manner import answers_itself, goes_on_after_questions, manner
from callgrade.norms.roles import attribute

TALK = {
    "en": """
        customer: Hi, I'd like to buy a bicycle for my son, I saw one at my neighbour's.
        agent: Certainly, which colour? And how tall is he?
        customer: He's one metre forty. I like the blue one.
        agent: We have two of those. Do you want us to keep one for you?
        customer: Yes, I'll come on my way home.
    """,
    "de": """
        customer: Ich hätte gern ein Fahrrad für meinen Sohn.
        agent: Gern, welche Farbe? Und wie gross ist er?
        customer: Einen Meter vierzig, mir gefällt das blaue.
        agent: Wir haben zwei davon. Sollen wir Ihnen eines zurücklegen?
        customer: Ja, ich komme dann vorbei.
    """,
    "nl": """
        customer: Ik wil graag een fiets kopen voor mijn zoon.
        agent: Zeker, welke kleur? En hoe lang is hij?
        customer: Een meter veertig, ik vind de blauwe mooi.
        agent: We hebben er twee. Zullen we er een voor u apart zetten?
        customer: Ja, ik kom straks langs met mijn zoon.
    """,
    "nb": """
        customer: Jeg vil gjerne kjøpe en sykkel til sønnen min.
        agent: Ja visst, hvilken farge? Og hvor høy er han?
        customer: En meter og førti, jeg liker den blå.
        agent: Vi har to av dem. Skal vi holde av en til deg?
        customer: Ja, jeg kommer innom på vei hjem.
    """,
    "zh": """
        customer: 我想给我儿子买一辆自行车。
        agent: 好的，您要什么颜色？他多高？
        customer: 一米四，我喜欢蓝色的。
        agent: 我们有两辆，要不要我们给您留一辆？
        customer: 好，我下班过来。
    """,
}


def as_heard(language: str, layout: Layout = Layout.TWO_VOICES) -> Conversation:
    spoken = read_dialogue(Example(dialogue=TALK[language]), language, Direction.INBOUND).conversation
    return replace(spoken, has_audio=True, attribution=Attribution(layout))


@pytest.mark.parametrize("language", TALK)
def test_the_one_who_asks_is_the_agent(language: str) -> None:
    pack = shipped_pack(language)
    call = prepare_call(pack, as_heard(language), CallRecord(direction=Direction.INBOUND))
    assert manner(call, pack.settings.roles) >= 2
    assignment = attribute(pack, call)
    assert assignment.role(Role.AGENT) is Role.AGENT


@pytest.mark.parametrize("language", TALK)
def test_exchanged_voices_have_the_opposite_evidence(language: str) -> None:
    pack = shipped_pack(language)
    spoken = as_heard(language)
    other = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT}
    turns = tuple(replace(turn, role=other[turn.role]) for turn in spoken.turns)
    straight, crossed = (prepare_call(pack, one, CallRecord()) for one in (spoken, replace(spoken, turns=turns)))
    assert manner(crossed, pack.settings.roles) == pytest.approx(-manner(straight, pack.settings.roles))


def test_one_voice_that_goes_on_after_its_questions_may_be_two() -> None:
    pack = shipped_pack("en")

    def alone(dialogue: str) -> bool:
        spoken = read_dialogue(Example(dialogue=dialogue), "en", Direction.INBOUND).conversation
        turns = tuple(replace(turn, role=Role.UNKNOWN) for turn in spoken.turns)
        return goes_on_after_questions(prepare_call(pack, replace(spoken, turns=turns), CallRecord()), Role.UNKNOWN)

    assert alone("agent: Which colour would you like? Blue, please. And which size is it? The large one.")
    assert not alone("agent: Which colour would you like?\nagent: Right, and which size is it?\nagent: Thank you.")


@pytest.mark.parametrize(
    ("language", "question", "no", "ease"),
    [
        ("en", "Is there anything else I can help you with?", "No, that was it.", "No problem, glad to help."),
        ("de", "Kann ich sonst noch etwas für Sie tun?", "Nein, das war's.", "Gern geschehen."),
        ("nl", "Kan ik verder nog iets voor u doen?", "Nee, dat was het.", "Geen probleem, graag gedaan."),
    ],
)
def test_one_voice_that_wants_nothing_more_of_itself_is_two(language: str, question: str, no: str, ease: str) -> None:
    pack = shipped_pack(language)

    def alone(*said: str) -> bool:
        spoken = read_dialogue(Example(dialogue="\n".join(said)), language, Direction.INBOUND).conversation
        turns = tuple(replace(turn, role=Role.UNKNOWN) for turn in spoken.turns)
        return answers_itself(prepare_call(pack, replace(spoken, turns=turns), CallRecord()), Role.UNKNOWN)

    assert alone(f"agent: {question}", f"agent: {no}")
    assert not alone(f"agent: {question}", f"agent: {ease}")
