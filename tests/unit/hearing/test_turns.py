"""Turns as a reader hears them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgrade.config.load import load_settings
from callgrade.hearing.turns import SpeakerWords, build_turns
from callgrade.model.conversation import Turn, Word
from callgrade.model.record import Role
from callgrade.model.span import Span

SETTINGS = load_settings().hearing.conversation


def voice(role: Role, *phrases: tuple[float, str]) -> SpeakerWords:
    """Phrases with the second they begin at; a word takes 0.3 s."""
    words = [
        Word(text, start_s + i * 0.3, start_s + (i + 1) * 0.3, 0.9)
        for start_s, phrase in phrases
        for i, text in enumerate(phrase.split())
    ]
    return SpeakerWords(role, tuple(words))


def turns(*voices: SpeakerWords) -> list[str]:
    return [f"{turn.role}: {turn.text}" for turn in build_turns(voices, "en", SETTINGS)]


def test_question_and_answer_are_turns() -> None:
    agent = voice(Role.AGENT, (0.0, "How can I help?"), (3.0, "Of course."))
    customer = voice(Role.CUSTOMER, (1.5, "My card is lost."))
    assert turns(agent, customer) == ["agent: How can I help?", "customer: My card is lost.", "agent: Of course."]


def test_a_pause_for_breath_does_not_end_a_turn() -> None:
    assert turns(voice(Role.AGENT, (0.0, "Let me see."), (2.5, "Yes."))) == ["agent: Let me see. Yes."]


def test_a_long_pause_ends_a_turn() -> None:
    assert turns(voice(Role.AGENT, (0.0, "One moment."), (9.0, "Thank you."))) == [
        "agent: One moment.",
        "agent: Thank you.",
    ]


def test_a_backchannel_does_not_split_the_turn_around_it() -> None:
    agent = voice(Role.AGENT, (0.0, "first I need your name and then your number"), (3.2, "and then we go on"))
    customer = voice(Role.CUSTOMER, (1.0, "mm-hm"))
    assert turns(agent, customer) == [
        "agent: first I need your name and then your number and then we go on",
        "customer: mm-hm",
    ]


def test_a_short_answer_in_a_silence_takes_the_floor() -> None:
    agent = voice(Role.AGENT, (0.0, "Is that right?"), (2.5, "Good."))
    customer = voice(Role.CUSTOMER, (1.4, "Yes."))
    assert turns(agent, customer) == ["agent: Is that right?", "customer: Yes.", "agent: Good."]


def test_a_long_insert_takes_the_floor() -> None:
    agent = voice(Role.AGENT, (0.0, "so what we do is that we send it to you again"), (5.0, "Go on."))
    customer = voice(Role.CUSTOMER, (1.0, "no no no that is not what I asked"))
    assert [turn.split(":")[0] for turn in turns(agent, customer)] == ["agent", "customer", "agent"]


def test_turns_of_voices_on_one_channel_end_at_a_short_pause() -> None:
    assert len(turns(voice(Role.UNKNOWN, (0.0, "Is that right?"), (1.9, "Yes.")))) == 2


def test_languages_without_blanks_are_written_without() -> None:
    (turn,) = build_turns([voice(Role.AGENT, (0.0, "你 好"))], "zh", SETTINGS)
    assert turn.text == "你好"


def test_without_words_there_are_no_turns() -> None:
    assert build_turns([voice(Role.AGENT), voice(Role.CUSTOMER)], "en", SETTINGS) == ()


@st.composite
def voices(draw: st.DrawFn) -> tuple[SpeakerWords, SpeakerWords]:
    def one(role: Role) -> SpeakerWords:
        words, cursor_s = [], 0.0
        for number, (gap_s, length_s) in enumerate(draw(st.lists(st.tuples(st.floats(0, 4), st.floats(0.05, 1))))):
            words.append(Word(f"{role}{number}", cursor_s + gap_s, cursor_s + gap_s + length_s, None))
            cursor_s += gap_s + length_s
        return SpeakerWords(role, tuple(words))

    return one(Role.AGENT), one(Role.CUSTOMER)


@pytest.mark.slow
@given(voices())
def test_every_word_is_in_one_turn_of_its_speaker_in_order(both: tuple[SpeakerWords, SpeakerWords]) -> None:
    found: tuple[Turn, ...] = build_turns(both, "en", SETTINGS)
    for spoken in both:
        of_role = [word for turn in found if turn.role is spoken.role for word in turn.words]
        assert sorted(of_role, key=lambda word: word.start_s) == list(spoken.words)
    assert [turn.start_s for turn in found] == sorted(turn.start_s for turn in found)


def test_words_of_another_language_are_a_turn_of_their_own() -> None:
    agent = SpeakerWords(
        Role.AGENT, voice(Role.AGENT, (0.0, "Good morning."), (1.5, "Guten Tag.")).words, ((Span(1.4, 5.0), "de"),)
    )
    found = build_turns([agent], "en", SETTINGS)
    assert [(turn.text, turn.language) for turn in found] == [("Good morning.", None), ("Guten Tag.", "de")]
