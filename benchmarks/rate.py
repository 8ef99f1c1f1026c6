"""How far recognition moves the speech rate: syllables and words of the recogniser against reference transcripts.

Both rates have one denominator (the net speech of voice activity), so their error is the error of the count.

    python benchmarks/rate.py FOLDER_OF_CALLS

The folder holds index.csv, with reference_text or a reference file (.ref.json, .srt) per recording.
"""

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.hearing import hear

from callgrade.config.load import load_settings
from callgrade.config.settings import Settings
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.recognition.weights import find_weights
from callgrade.intake.source import RecordedCall, open_call
from callgrade.measures.speech_rate.net_speech import NetSpeech
from callgrade.measures.speech_rate.syllables import counts_characters, spoken_words, syllables
from callgrade.model.record import CallRecord

# Whisper knows Norwegian by one code.
WHISPER_NAMES = {"nb": "no"}


@dataclass(frozen=True)
class Reference:
    """A recording and what is said in it."""

    path: Path
    language: str
    text: str


def references(folder: Path) -> Iterator[Reference]:
    with (folder / "index.csv").open(encoding="utf-8") as index:
        for row in csv.DictReader(index):
            text = row["reference_text"] or _reference_file(folder / row["file"])
            if text and not row["file"].startswith("scripted/"):
                yield Reference(folder / row["file"], row["language"], text)


def _reference_file(recording: Path) -> str:
    turns, subtitles = recording.with_suffix(".ref.json"), recording.with_suffix(".srt")
    if turns.exists():
        return " ".join(turn["text"] for turn in json.loads(turns.read_text(encoding="utf-8"))["turns"])
    if subtitles.exists():
        lines = subtitles.read_text(encoding="utf-8").splitlines()
        spoken = [line for line in lines if line and not line.isdigit() and "-->" not in line]
        return re.sub(r"\[\w+\]", "", " ".join(spoken))
    return ""


def recognised(reference: Reference, recogniser: Recogniser, settings: Settings) -> tuple[str, float]:
    """The recogniser's text and the seconds of net speech, all voices together."""
    call = open_call(
        reference.path, settings.intake, CallRecord(language=WHISPER_NAMES.get(reference.language, reference.language))
    )
    assert isinstance(call, RecordedCall)
    conversation = hear(call.recording, call.record, recogniser, settings.hearing)
    silence_s = settings.measures.rate.silence_s
    speech_s = sum(NetSpeech.of(party.speech, silence_s).total_s for party in conversation.parties)
    return " ".join(word.text for turn in conversation.turns for word in turn.words), speech_s


def main(folder: Path) -> None:
    settings = load_settings()
    recogniser = Recogniser(find_weights(settings.hearing.recognition.model), settings.hearing.recognition, threads=1)
    sums: dict[str, list[float]] = {}
    print(f"{'recording':34} {'ref syl':>7} {'heard':>7} {'error':>7} {'words':>7} {'syl/s':>6}")
    for reference in references(folder):
        text, speech_s = recognised(reference, recogniser, settings)
        wanted, heard = (syllables(said, reference.language) or 0 for said in (reference.text, text))
        characters = counts_characters(reference.language)
        words = [len(spoken_words(said, reference.language)) for said in (reference.text, text)]
        total = sums.setdefault(f"{reference.path.parent.name}/ {reference.language}", [0.0, 0.0])
        total[0] += wanted
        total[1] += heard
        error = heard / wanted - 1
        word_error = error if characters else words[1] / max(1, words[0]) - 1
        rate = heard / speech_s if speech_s else 0.0
        print(f"{reference.path.name:34} {wanted:7} {heard:7} {error:+7.1%} {word_error:+7.1%} {rate:6.2f}")
    for name, (expected, found) in sums.items():
        print(f"{name:34} {expected:7.0f} {found:7.0f} {found / expected - 1:+7.1%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
