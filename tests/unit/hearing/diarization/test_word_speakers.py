"""Words of one channel find their voice, and a change of voice finds the end of the sentence."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from callgrade.config.load import load_settings
from callgrade.hearing.diarization.word_speakers import words_by_voice
from callgrade.model.conversation import Word
from callgrade.model.span import Span

WORD_S = 0.3
SETTINGS = load_settings().hearing.speakers


def said(text: str, start_s: float = 0.0) -> list[Word]:
    return [Word(word, start_s + i * WORD_S, start_s + (i + 1) * WORD_S, 0.9) for i, word in enumerate(text.split())]


def texts(shared: tuple[tuple[Word, ...], ...]) -> list[str]:
    return [" ".join(word.text for word in words) for words in shared]


def test_a_word_belongs_to_the_voice_that_speaks_at_its_middle() -> None:
    words = said("how can I help") + said("my car broke", 2.0)
    assert texts(words_by_voice(words, [(Span(0, 1.3),), (Span(1.9, 3),)], SETTINGS)) == [
        "how can I help",
        "my car broke",
    ]


def test_a_word_in_silence_goes_to_the_nearer_voice() -> None:
    words = said("well", 1.0)
    assert texts(words_by_voice(words, [(Span(0, 0.5),), (Span(1.4, 3),)], SETTINGS)) == ["", "well"]


def test_a_change_a_word_too_late_moves_back_to_the_end_of_the_sentence() -> None:
    words = said("how can I help? My car broke down yesterday.")
    voices = [(Span(0, 1.5),), (Span(1.5, 3),)]  # the change is heard after "My"
    assert texts(words_by_voice(words, voices, SETTINGS)) == ["how can I help?", "My car broke down yesterday."]


def test_a_change_a_word_too_early_moves_on_to_the_end_of_the_sentence() -> None:
    words = said("how can I help? My car broke down yesterday.")
    voices = [(Span(0, 0.9),), (Span(0.9, 3),)]
    assert texts(words_by_voice(words, voices, SETTINGS)) == ["how can I help?", "My car broke down yesterday."]


def test_the_rest_of_a_sentence_that_goes_on_without_a_pause_stays_with_its_beginning() -> None:
    words = said("I have an idea for issues at local stations.") + said("That sounds intriguing.", 4.0)
    voices = [(Span(0, 1.5),), (Span(1.5, 5),)]
    assert texts(words_by_voice(words, voices, SETTINGS)) == [
        "I have an idea for issues at local stations.",
        "That sounds intriguing.",
    ]


def test_who_breaks_in_after_a_pause_is_not_given_to_the_other() -> None:
    words = said("I wanted to ask about") + said("no, you can not do that.", 1.9)
    voices = [(Span(0, 1.5),), (Span(1.9, 5),)]
    assert texts(words_by_voice(words, voices, SETTINGS)) == ["I wanted to ask about", "no, you can not do that."]


def test_a_change_far_from_any_end_of_a_sentence_stays() -> None:
    words = said("I wanted to ask about the bill that")
    voices = [(Span(0, 1.2),), (Span(1.2, 3),)]
    assert texts(words_by_voice(words, voices, SETTINGS)) == ["I wanted to ask", "about the bill that"]


@given(
    st.lists(st.sampled_from(["yes", "no.", "why?", "well"]), max_size=30),
    st.lists(st.floats(0, 10, allow_nan=False), min_size=1, max_size=6),
)
def test_no_word_is_lost_or_said_twice(spoken: list[str], edges: list[float]) -> None:
    words = said(" ".join(spoken))
    cuts = sorted({0.0, *edges, 11.0})
    pieces = [Span(a, b) for a, b in pairwise(cuts)]
    shared = words_by_voice(words, [tuple(pieces[::2]), tuple(pieces[1::2])], SETTINGS)
    assert sorted((word for voice in shared for word in voice), key=lambda word: word.start_s) == words
