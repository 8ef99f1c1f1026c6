"""The search for a window's text: quick for all, wider where it looks bad; nothing is encoded twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import pytest
from tests.support.sample_calls import sample_call

from callgrade.config.hearing import HearingSettings
from callgrade.config.recognition import RecognitionSettings
from callgrade.hearing.prepare import prepare
from callgrade.hearing.recognition.job import WindowJob
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.recognition.search import Search
from callgrade.hearing.recognition.whisper import Whisper
from callgrade.hearing.recognition.windows import SpeechWindow
from callgrade.model.record import CallRecord
from callgrade.model.span import Span

WORDS = ["yes", "we", "can", "do", "that", "for", "you"]


@dataclass
class Result:
    """As CTranslate2 gives it: each token is a word."""

    sequences_ids: list[list[str]]
    scores: list[float]
    no_speech_prob: float = 0.0


@dataclass
class FaultyWhisper:
    """Finds ``first`` by the quick search, and ``wide`` by any other; remembers how it was asked."""

    first: Sequence[Result]
    wide: Sequence[str]
    asked: list[tuple[int, dict[str, int]]] = field(default_factory=list)

    def generate(self, rows: Any, *_: Any, **how: int) -> list[Result]:
        self.asked.append((len(rows), how))
        return list(self.first) if how == {"beam_size": 1} else [sure(self.wide)] * len(rows)

    def text(self, tokens: Sequence[str], _: str) -> str:
        return " ".join(tokens)


def sure(words: Sequence[str], log_probability: float = -0.1) -> Result:
    return Result([list(words)], [log_probability])


def results(
    settings: RecognitionSettings, *first: Result, wide: Sequence[str] = WORDS
) -> tuple[list[Result], list[tuple[int, dict[str, int]]]]:
    whisper = FaultyWhisper(first, wide)
    window = SpeechWindow(0, np.zeros(8 * 8000, np.float32), 8000, (Span(0, 8),), (Span(1, 7),), 0.1)
    batch = [WindowJob((0, place), window, "en", (1, 2)) for place in range(len(first))]
    rows = np.zeros((len(first), 2, 2), np.float32)
    return Search(cast("Whisper", whisper), settings).results(rows, batch), whisper.asked


@pytest.fixture(scope="module")
def settings(hearing: HearingSettings) -> RecognitionSettings:
    return hearing.recognition


def test_a_text_that_looks_good_is_searched_once(settings: RecognitionSettings) -> None:
    _, asked = results(settings, sure(WORDS), sure(WORDS[:3]))
    assert asked == [(2, {"beam_size": 1})]


def test_a_text_of_which_whisper_is_unsure_is_searched_more_widely(settings: RecognitionSettings) -> None:
    found, asked = results(settings, sure(["yes"]), sure(["maybe"], settings.doubt.log_probability * 3))
    assert [one.sequences_ids[0] for one in found] == [["yes"], WORDS]
    assert asked[1:] == [(1, {"beam_size": settings.doubt.beam_size})]


def test_a_text_without_punctuation_is_searched_more_widely(settings: RecognitionSettings) -> None:
    words = [chr(ord("a") + number) for number in range(20)]
    with_end = [*words, "and.", *words]
    found, _ = results(settings, sure([*words, "end.", *words]), sure([*words, "and", *words]), wide=with_end)
    assert found[1].sequences_ids[0] == with_end


def test_a_wider_search_that_leaves_words_out_is_not_believed(settings: RecognitionSettings) -> None:
    unsure = sure([*WORDS, "and", "more"], settings.doubt.log_probability * 3)
    found, asked = results(settings, unsure, wide=WORDS[:4])
    assert found == [unsure]
    assert len(asked) == 2


@pytest.mark.parametrize("loop", [["nine"] * 40, [f"{number}" for number in range(120)]], ids=["repeats", "too long"])
def test_a_text_that_loops_is_searched_without_repetition(settings: RecognitionSettings, loop: list[str]) -> None:
    found, asked = results(settings, sure(loop), sure(["yes"]))
    assert [one.sequences_ids[0] for one in found] == [WORDS, ["yes"]]
    assert asked[1][1]["no_repeat_ngram_size"] == settings.doubt.no_repeat_ngram


def test_the_language_is_detected_in_encodings_that_the_words_come_from(
    recogniser: Recogniser, hearing: HearingSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    speech = prepare(sample_call("02_telecom_bad.wav").recording, CallRecord(), hearing).speech
    encoded: list[int] = []
    encode = Whisper.encode

    def counted(whisper: Whisper, windows: Sequence[SpeechWindow]) -> Any:
        encoded.extend(map(id, windows))
        return encode(whisper, windows)

    monkeypatch.setattr(Whisper, "encode", counted)
    recogniser.recognise([speech])
    assert all(encoded.count(id(window)) == 1 for window in speech.windows)
