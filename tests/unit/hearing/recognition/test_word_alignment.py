"""Words placed in speech: inside it, in order, and on the right side of a pause."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from callgrade.hearing.recognition.windows import SpeechWindow
from callgrade.hearing.recognition.word_alignment import align_words, glue_parts
from callgrade.model.conversation import Word
from callgrade.model.span import Span, Spans

TWO = (Span(10.0, 12.0), Span(50.0, 52.0))


def window(speech: Spans) -> SpeechWindow:
    """A window whose pieces are ``speech`` padded by 0.4 s, joined by 0.1 s of silence."""
    pieces = tuple(Span(span.start_s - 0.4, span.end_s + 0.4) for span in speech)
    return SpeechWindow(0, np.zeros(0, np.float32), 8000, pieces, speech, 0.1)


def word(text: str, start_s: float, end_s: float) -> Word:
    return Word(text, start_s, end_s, 0.9)


def placed(words: list[Word], speech: Spans = TWO) -> dict[str, Span]:
    return {found.text.strip(): found.span for found in align_words(words, window(speech))}


def test_a_word_inside_speech_keeps_its_time() -> None:
    found = placed([word(" hello", 1.0, 1.4)])
    assert abs(found["hello"].start_s - 10.6) < 1e-9
    assert abs(found["hello"].end_s - 11.0) < 1e-9


def test_the_first_word_after_a_pause_belongs_to_what_follows() -> None:
    """Window time: speech 0.4–2.4 and 3.3–5.3. Whisper lets "Of" begin right after "today?"."""
    found = placed([word(" today?", 2.0, 2.4), word(" Of", 2.4, 2.9), word(" course", 3.2, 3.6)])
    assert found["today?"].end_s <= 12.0
    assert found["Of"].start_s >= 50.0


def test_the_last_word_of_a_sentence_stays_with_it() -> None:
    found = placed([word(" are you", 2.0, 2.4), word(" there?", 2.5, 2.8), word(" Yes", 3.4, 3.8)])
    assert found["there?"].end_s <= 12.0


def test_a_single_word_between_two_sentences_goes_forward() -> None:
    found = placed([word(" call.", 2.0, 2.4), word(" Sure.", 2.4, 2.9), word(" My", 3.4, 3.6)])
    assert found["Sure."].start_s >= 50.0


def test_a_short_answer_that_comes_late_goes_back_into_speech_without_words() -> None:
    """Window time: speech 0.4–2.4, 3.3–4.0 and 4.9–6.9. Whisper counts the answer to what is said after it."""
    late = [word(" name?", 2.0, 2.4), word(" Peter", 4.3, 4.5), word(" Hughes.", 4.5, 5.0), word(" Thanks", 5.0, 5.4)]
    found = placed(late, (Span(10.0, 12.0), Span(50.0, 50.7), Span(90.0, 92.0)))
    assert found["name?"].end_s <= 12.0
    assert found["Peter"].start_s >= 50.0
    assert found["Hughes."].end_s <= 50.7
    assert found["Thanks"].start_s >= 90.0


def test_words_that_come_too_early_are_spread_not_piled() -> None:
    early = [word(f" w{i}", 2.6 + i * 0.2, 2.8 + i * 0.2) for i in range(8)]
    spans = list(placed([word(" end.", 2.0, 2.4), *early]).values())[1:]
    assert min(span.duration_s for span in spans) > 0.08
    assert spans[0].start_s >= 50.0


def test_a_word_without_length_inside_speech_stays_and_what_follows_stays_with_it() -> None:
    """Whisper gives "I" no time after a comma; the sentence goes on in the same speech."""
    said = [word(" Well,", 0.5, 0.8), word(" I", 0.9, 0.9), word(" just", 0.9, 1.1), word(" need", 1.1, 1.5)]
    spans = placed([*said, word(" time.", 1.5, 2.0)])
    assert max(span.end_s for span in spans.values()) <= 22.0
    assert all(span.duration_s >= 0.05 - 1e-9 for span in spans.values())


def test_words_that_nobody_can_say_so_fast_are_not_squeezed_into_a_short_answer() -> None:
    """Window time: speech 0.4–3.4 and 4.3–4.6; Whisper moved a sentence to the end of its speech and beyond."""
    said = [word(f" everything{i}", 2.9 + i * 0.2, 3.1 + i * 0.2) for i in range(9)]
    spans = placed(said, (Span(10.0, 13.0), Span(50.0, 50.3)))
    assert sum(span.start_s >= 50.0 for span in spans.values()) <= 2


def test_speech_that_got_no_words_does_not_draw_the_words_of_others() -> None:
    """Window time: speech 0.4–2.4, 3.3–6.3 and 7.2–9.2. Nothing was recognised in the second."""
    said = [word(" Good", 0.6, 0.9), word(" morning.", 0.9, 1.4), word(" Thank", 7.3, 7.6), word(" you.", 7.6, 8.0)]
    spans = placed(said, (Span(10.0, 12.0), Span(20.0, 23.0), Span(50.0, 52.0)))
    assert not [span for span in spans.values() if 20.0 <= span.start_s <= 23.0]


def test_short_words_take_time_from_their_neighbours_by_their_letters() -> None:
    said = [word(" And", 0.5, 0.5), word(" then", 0.5, 0.52), word(" everybody", 0.52, 1.9)]
    spans = placed(said)
    assert min(span.duration_s for span in spans.values()) >= 0.1
    assert spans["everybody"].duration_s > spans["then"].duration_s


def test_without_speech_there_are_no_words() -> None:
    silent = SpeechWindow(0, np.zeros(0, np.float32), 8000, (Span(1.0, 3.0),), (), 0.1)
    assert align_words([word(" hello", 0.5, 0.9)], silent) == ()


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 2), st.sampled_from([" a", " b.", " C,", "-d"])), max_size=30))
def test_words_come_out_in_order_inside_speech_and_with_length(steps: list[tuple[float, float, str]]) -> None:
    words, cursor_s = [], 0.0
    for gap_s, length_s, text in steps:
        words.append(word(text, cursor_s + gap_s, cursor_s + gap_s + length_s))
        cursor_s += gap_s + length_s
    speech = (Span(3.0, 4.0), Span(4.5, 4.7), Span(20.0, 26.0))
    found = align_words(words, window(speech))
    assert [one.text for one in found] == [one.text for one in words]
    assert all(one.end_s > one.start_s for one in found)
    assert all(a.end_s <= b.start_s + 1e-9 for a, b in itertools.pairwise(found))
    for one in found:
        assert any(s.start_s - 1e-9 <= one.start_s and one.end_s <= s.end_s + 1e-9 for s in speech)


def test_parts_of_a_hyphenated_word_are_one_word() -> None:
    parts = [word(" high", 1.0, 1.2), word("-end", 1.2, 1.5), word(" autos.", 1.5, 2.0)]
    assert [one.text for one in glue_parts(parts, 0.3)] == ["high-end", "autos."]


def test_letters_of_a_spelled_name_stay_apart() -> None:
    letters = [word(" S", 1.0, 1.1), word("-A", 2.0, 2.1), word("-T", 3.0, 3.1)]
    assert [one.text for one in glue_parts(letters, 0.3)] == ["S", "A", "T"]
