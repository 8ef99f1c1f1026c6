"""The syllables of recognised words are those of reference transcripts within 5 %, so the rate is too."""

import csv
import json
from pathlib import Path

import pytest
from tests.support.hearing import hear

from callgrade.config.load import load_settings
from callgrade.config.settings import Settings
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.recognition.weights import find_weights
from callgrade.intake.source import RecordedCall, open_call
from callgrade.measures.speech_rate.syllables import spoken_words, syllables
from callgrade.model.record import CallRecord

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def shipped() -> Settings:
    return load_settings()


@pytest.fixture(scope="module")
def recogniser(shipped: Settings) -> Recogniser:
    return Recogniser(find_weights("base"), shipped.hearing.recognition, threads=2)


def heard(path: Path, recogniser: Recogniser, settings: Settings) -> str:
    call = open_call(path, settings.intake, CallRecord(language="en"))
    assert isinstance(call, RecordedCall)
    conversation = hear(call.recording, call.record, recogniser, settings.hearing)
    return " ".join(turn.text for turn in conversation.turns)


def test_a_read_speech_has_the_words_and_syllables_that_a_person_counted(
    shared_calls: Path, recogniser: Recogniser, shipped: Settings
) -> None:
    with (shared_calls / "index.csv").open(encoding="utf-8") as index:
        told = next(row["what"] for row in csv.DictReader(index) if row["file"] == "read/jfk.flac")
    assert told.startswith("22 words, 28 syllables")
    text = heard(shared_calls / "read" / "jfk.flac", recogniser, shipped)
    assert len(spoken_words(text, "en")) == 22
    assert syllables(text, "en") == 28


@pytest.mark.parametrize("name", ["bank_0002_stereo", "bank_22c5_mono"])
def test_a_telephone_call_has_the_syllables_of_its_transcript(
    name: str, shared_calls: Path, recogniser: Recogniser, shipped: Settings
) -> None:
    folder = shared_calls / "human"
    turns = json.loads((folder / f"{name}.ref.json").read_text(encoding="utf-8"))["turns"]
    expected = syllables(" ".join(turn["text"] for turn in turns), "en")
    assert expected
    assert syllables(heard(folder / f"{name}.wav", recogniser, shipped), "en") == pytest.approx(expected, rel=0.05)
