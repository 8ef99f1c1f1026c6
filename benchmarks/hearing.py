"""What is heard right: speech found and lost, words lost and misplaced, speakers, and word errors of the whole program.

    python -m benchmarks.hearing ../shared/calls [--only garage] [--other whisper-ctranslate2] [--threads 1]
        [--words FOLDER]

For every call with a reference (``*.ref.json``, ``*.srt``, ``*.vcon.json``) and every call with two channels. On two
channels speech is compared with the sound that is nearly as loud as the channel's speech while the other channel is
quieter, cut as the timing pass cuts speech (gaps of 0.2 s stay, runs under 0.1 s are clicks); tones, noise, laughter
and breath count there too, so some of what is ``lost`` is none. ``voiced``: what is lost of the moments that have a
pitch, as vowels have and breath has not. ``misplaced``: words that match the reference and are more than 1 s outside
the turn that says them. ``hasty``: shorter than 50 ms. ``speaker``: words that match and are given to the wrong
person. ``errors``: word errors over the reference's words, after the same normalisation for both. ``other``: those of
another program that takes the options of whisper-ctranslate2, with its defaults and the same weights, in the same run;
it is not a part of callgrade. Words of an earlier run are taken from the folder ``--words``; ``cpu`` is then without
recognition.
"""

import argparse
import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import jiwer
import numpy as np
import soxr
from benchmarks.remembered import Remembering
from benchmarks.speaker_truth import CUE, script_of

from callgrade.config.hearing import SpeechPassSettings
from callgrade.config.load import load_settings
from callgrade.config.settings import Settings
from callgrade.hearing.activity.silero import FRAME_S
from callgrade.hearing.activity.voice_activity import FRAME_SAMPLES, RATE_HZ
from callgrade.hearing.conclude import conclude
from callgrade.hearing.prepare import Prepared, Side, prepare
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.recognition.weights import find_weights
from callgrade.hearing.speech_level import active_speech_level
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.conversation import Conversation
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.recording import Recording
from callgrade.model.span import Span, Spans, intersect, merge, subtract, total_s

LOUD_DB = 15.0
REACH_S = 1.0
TINY_S = 1e-6
VOICED = 0.5
HASTY_S = 0.05
FILLERS = {"uh", "um", "mm", "hmm", "mhm", "ah", "er", "huh"}
LONG_FORMS = {
    "okay": "ok", "cannot": "can not", "can't": "can not", "won't": "will not", "let's": "let us", "n't": " not",
    "'m": " am", "'re": " are", "'ve": " have", "'ll": " will", "'d": " would", "'s": " is",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One word of the reference, normalised; ``when``: its turn, ``None`` without times."""

    token: str
    role: Role
    when: Span | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("calls", type=Path)
    parser.add_argument("--only", default="", help="pattern of the paths of the calls")
    parser.add_argument("--other", help="program to compare with")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--words", type=Path, help="folder in which recognised words are kept")
    options = parser.parse_args()
    settings, weights = load_settings(), find_weights("base")
    how = settings.hearing.recognition
    remembering = Remembering(options.words, how, options.threads) if options.words else None
    recogniser = remembering or Recogniser(weights, how, options.threads)
    errors, others, count = 0, 0, 0
    for path in sorted(options.calls.rglob("*")):
        if not re.search(options.only, str(path)) or path.suffix not in (".wav", ".mp3"):
            continue
        reference = reference_of(path, settings)
        call = open_call(path, settings.intake, CallRecord())
        if not isinstance(call, RecordedCall) or (not reference and len(call.recording.channels) < 2):
            continue
        start_s = time.process_time()
        # Without the names of a script: nobody gives them to the recogniser in advance.
        record = CallRecord(direction=call.record.direction or Direction.INBOUND)
        prepared = prepare(call.recording, record, settings.hearing)
        heard = conclude(prepared, recogniser.recognise([prepared.speech])[0])
        facts = [*speech_facts(prepared), *time_facts(heard), f"cpu {time.process_time() - start_s:.0f} s"]
        if reference:
            wrong, words = word_facts(heard, reference)
            errors, count = errors + wrong, count + len(reference)
            facts += words
            if options.other and path.parent.name == "human":
                text = " ".join(transcribed(options.other, path, weights, options.threads))
                others += errors_of([one.token for one in reference], tokens(text))
        print(f"{path.stem[:24]:24} " + " | ".join(facts), flush=True)
    if count:
        other = f", other {others / count:.1%}" if options.other else ""
        print(f"word errors: {errors / count:.1%} of {count}{other}")


def reference_of(path: Path, settings: Settings) -> list[Said]:
    """The words of the reference beside ``path``, in order; empty without one."""
    stem = path.with_suffix("")
    subtitles, script, vcon = (Path(f"{stem}{ending}") for ending in (".srt", ".ref.json", ".vcon.json"))
    if subtitles.exists():
        return list(_of_subtitles(subtitles))
    if script.exists():
        turns = json.loads(script.read_text(encoding="utf-8"))["turns"]
        ends_s = [*(turn["time_s"] for turn in turns[1:]), float("inf")]
        spans = [Span(turn["time_s"], max(turn["time_s"], end_s)) for turn, end_s in zip(turns, ends_s, strict=True)]
        said = script_of(script, settings.intake)
        return [
            Said(token, role, when) for (role, text), when in zip(said, spans, strict=True) for token in tokens(text)
        ]
    if vcon.exists():
        return [Said(token, role, None) for role, text in script_of(vcon, settings.intake) for token in tokens(text)]
    return []


def _of_subtitles(path: Path) -> Iterator[Said]:
    for cue in path.read_text(encoding="utf-8").split("\n\n"):
        found = CUE.search(cue)
        if found:
            *times, speaker = found.groups()
            h, m, s, ms, end_h, end_m, end_s, end_ms = map(int, times)
            when = Span(h * 3600 + m * 60 + s + ms / 1000, end_h * 3600 + end_m * 60 + end_s + end_ms / 1000)
            role = Role.AGENT if speaker == "CSR" else Role.CUSTOMER
            yield from (Said(token, role, when) for token in tokens(cue[found.end() :]))


def tokens(text: str) -> list[str]:
    """Words without case, punctuation, short forms and fillers."""
    plain = re.sub(r"\[[^\]]*\]|<[^>]*>", " ", text.lower().replace("’", "'"))
    for short, long in LONG_FORMS.items():
        plain = re.sub(rf"{short}\b", long, plain)
    return [word for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")) if word not in FILLERS]


def speech_facts(prepared: Prepared) -> Iterator[str]:
    """Speech found on each channel, and how much of the reference is lost."""
    for side in prepared.sides:
        truth = speech_truth(prepared.recording, side.index, prepared.settings.activity.timing)
        found = f"channel {side.index}: {total_s(side.activity.timing):.1f} s"
        yield found + (lost_facts(prepared.recording, side, truth) if truth else "")


def lost_facts(recording: Recording, side: Side, truth: Spans) -> str:
    """Shares of the speech and of the voiced speech of ``truth`` that were not found."""
    voiced = intersect(truth, voiced_sound(recording, side.index))
    lost, mute = (total_s(subtract(one, side.activity.timing)) / (total_s(one) or 1) for one in (truth, voiced))
    return f", lost {lost:.1%}, voiced {mute:.1%}"


def voiced_sound(recording: Recording, channel: int) -> Spans:
    """Where a channel has a pitch: two frames' autocorrelation has a clear peak between 75 and 400 Hz."""
    sound = soxr.resample(recording.channels[channel], recording.sample_rate_hz, RATE_HZ)
    frames = np.lib.stride_tricks.sliding_window_view(sound, 2 * FRAME_SAMPLES)[::FRAME_SAMPLES]
    power = np.abs(np.fft.rfft(frames - frames.mean(axis=1, keepdims=True), 4 * FRAME_SAMPLES)) ** 2
    alike = np.fft.irfft(power)[:, : 2 * FRAME_SAMPLES]
    peaks = alike[:, RATE_HZ // 400 : RATE_HZ // 75].max(axis=1) / (alike[:, 0] + 1e-12)
    return merge(Span(at * FRAME_S, (at + 1) * FRAME_S) for at in np.flatnonzero(peaks >= VOICED).tolist())


def speech_truth(recording: Recording, channel: int, how: SpeechPassSettings) -> Spans:
    """When somebody speaks on a channel by its energy, where another channel shows who it is; empty if unknown."""
    if len(recording.channels) != 2:
        return ()
    own, other = (levels(recording, index) for index in (channel, 1 - channel))
    level_dbov = active_speech_level([recording.channels[channel][:]], recording.sample_rate_hz)
    if level_dbov is None:
        return ()
    loud = np.flatnonzero((own >= level_dbov - LOUD_DB) & (own >= other))
    runs = merge((Span(frame * FRAME_S, (frame + 1) * FRAME_S) for frame in loud.tolist()), how.min_silence_s - TINY_S)
    return tuple(run for run in runs if run.duration_s > how.min_speech_s)


def levels(recording: Recording, channel: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Level of each frame of a channel, dBov."""
    sound = soxr.resample(recording.channels[channel], recording.sample_rate_hz, RATE_HZ)
    frames = sound[: sound.size // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = 10 * np.log10(np.mean(np.square(frames), axis=1) + 1e-12)
    return found


def time_facts(heard: Conversation) -> Iterator[str]:
    """Speech without words, and words too short to be true."""
    words = [word for turn in heard.turns for word in turn.words]
    yield f"unheard {sum(one.span.duration_s for one in heard.unheard):.1f} s"
    yield f"hasty {sum(word.span.duration_s < HASTY_S - 1e-6 for word in words)} of {len(words)}"


def word_facts(heard: Conversation, reference: Sequence[Said]) -> tuple[int, list[str]]:
    """Word errors, and what to show of words lost, misplaced and given to the wrong person."""
    spoken = sorted(
        ((word, turn.role, token) for turn in heard.turns for word in turn.words for token in tokens(word.text)),
        key=lambda item: item[0].start_s,
    )
    result = jiwer.process_words(" ".join(one.token for one in reference), " ".join(token for *_, token in spoken))
    matched = [
        (reference[chunk.ref_start_idx + i], *spoken[chunk.hyp_start_idx + i][:2])
        for chunk in result.alignments[0]
        if chunk.type == "equal"
        for i in range(chunk.ref_end_idx - chunk.ref_start_idx)
    ]
    away = [
        said for said, word, _ in matched
        if said.when and not said.when.start_s - REACH_S <= word.span.middle_s <= said.when.end_s + REACH_S
    ]  # fmt: skip
    known = [(said.role, role) for said, _, role in matched if role in (Role.AGENT, Role.CUSTOMER)]
    swapped = sum(said is not role for said, role in known)
    errors = result.substitutions + result.deletions + result.insertions
    return errors, [
        f"lost {result.deletions}", f"misplaced {len(away)}", f"speaker {min(swapped, len(known) - swapped)}",
        f"errors {errors / len(reference):.1%}",
    ]  # fmt: skip


def errors_of(reference: Sequence[str], words: Sequence[str]) -> int:
    """Word errors of ``words``."""
    result = jiwer.process_words(" ".join(reference), " ".join(words))
    return int(result.substitutions + result.deletions + result.insertions)


def transcribed(program: str, path: Path, weights: Path, threads: int) -> list[str]:
    """The text of another program's segments."""
    with tempfile.TemporaryDirectory() as folder:
        where = ["--model_directory", str(weights), "--output_format", "json", "--output_dir", folder]
        how = ["--device", "cpu", "--threads", str(threads), "--verbose", "False"]
        subprocess.run([program, *where, *how, str(path)], check=True, capture_output=True)
        (written,) = Path(folder).glob("*.json")
        return [segment["text"] for segment in json.loads(written.read_text(encoding="utf-8"))["segments"]]


if __name__ == "__main__":
    main()
