"""Recognition of real calls: the right words, inside speech, and none in tones and music."""

from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from callgrade.config.load import load_settings
from callgrade.config.settings import Settings
from callgrade.hearing.conclude import conclude
from callgrade.hearing.prepare import prepare
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.recognition.weights import find_weights
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.conversation import Conversation
from callgrade.model.record import CallRecord, Role
from callgrade.model.span import Span

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_settings()


@pytest.fixture(scope="module")
def recogniser(settings: Settings) -> Recogniser:
    return Recogniser(find_weights("base"), settings.hearing.recognition, threads=2)


def heard(paths: list[Path], recogniser: Recogniser, settings: Settings) -> list[Conversation]:
    prepared = []
    for path in paths:
        call = open_call(path, settings.intake, CallRecord())
        assert isinstance(call, RecordedCall)
        prepared.append(prepare(call.recording, call.record, settings.hearing))
    words = recogniser.recognise([call.speech for call in prepared])
    return [conclude(call, one) for call, one in zip(prepared, words, strict=True)]


def text_of(conversation: Conversation) -> str:
    return " ".join(turn.text for turn in conversation.turns)


@pytest.fixture(scope="module")
def garage(shared_calls: Path, recogniser: Recogniser, settings: Settings) -> Conversation:
    return heard([shared_calls / "human" / "garage_40_stereo.wav"], recogniser, settings)[0]


def test_the_words_that_the_agent_says_are_recognised(garage: Conversation) -> None:
    said = " ".join(turn.text for turn in garage.turns_of(Role.AGENT)).lower()
    for phrase in ("thank you for calling platinum motors", "i'm michelle", "how can i help you", "sorry", "see"):
        assert phrase in said
    assert "anything else i can help you with" in said


def test_words_are_inside_the_speech_of_their_own_channel(garage: Conversation) -> None:
    for party in garage.parties:
        near = [Span(max(0.0, span.start_s - 0.2), span.end_s + 0.2) for span in party.speech]
        middles = [word.span.middle_s for turn in garage.turns_of(party.role) for word in turn.words]
        inside = sum(any(span.contains(middle_s) for span in near) for middle_s in middles)
        assert inside >= 0.99 * len(middles)


def test_tones_and_hold_music_have_no_words(shared_calls: Path, recogniser: Recogniser, settings: Settings) -> None:
    names = ("ringback.wav", "busy.wav", "callwaiting.wav", "hold_music_coffee.gsm", "hold_music_robot.gsm")
    for conversation in heard([shared_calls / "tones" / name for name in names], recogniser, settings):
        assert conversation.turns == ()


def test_eight_codecs_give_nearly_the_same_words(
    shared_calls: Path, recogniser: Recogniser, settings: Settings
) -> None:
    texts = [text_of(one).lower() for one in heard(sorted((shared_calls / "codecs").iterdir()), recogniser, settings)]
    usual = max(texts, key=texts.count).split()
    assert len(texts) == 8
    for text in texts:
        assert Levenshtein.normalized_similarity(text.split(), usual) >= 0.85
