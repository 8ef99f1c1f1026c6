"""Recognition here against faster-whisper's own batched pipeline on the same audio, in one process.

    python benchmarks/recognition.py RECORDING [--model base] [--repeats 3] [--threads 2] [--language en]

Both get the same weights object, batch size and beam. Runs alternate, so a busy machine slows both. Ours counts from
the decoded channels: resampling, voice activity, packing, decoding and word times; the pipeline's from channels that
are already at 16 kHz, one call a channel. ``ratio`` is ours over the pipeline's: below 1 is faster.
"""

import argparse
import statistics
import time
from pathlib import Path
from typing import Any

import soxr
from faster_whisper import BatchedInferencePipeline, WhisperModel

from callgrade.config.load import load_settings
from callgrade.config.settings import Settings
from callgrade.hearing.activity.voice_activity import RATE_HZ, find_speech
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.recognition.speech import Speech
from callgrade.hearing.recognition.weights import find_weights
from callgrade.hearing.recognition.windows import pack_windows
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.record import CallRecord
from callgrade.model.recording import Recording


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recording", type=Path)
    parser.add_argument("--model", default="base")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--language", default=None)
    options = parser.parse_args()
    settings = load_settings()
    call = open_call(options.recording, settings.intake, CallRecord())
    if not isinstance(call, RecordedCall):
        parser.error("a recording is needed")
    weights = find_weights(options.model)
    recogniser = Recogniser(weights, settings.hearing.recognition, threads=options.threads)
    ours_with = settings.hearing.recognition
    whisper = WhisperModel(
        str(weights),
        device=str(ours_with.device),
        compute_type=ours_with.compute_type[ours_with.device],
        cpu_threads=options.threads,
    )
    ours_s, theirs_s, ratios = [], [], []
    for _ in range(options.repeats):
        seconds, words = timed(ours, recogniser, call.recording, options.language, settings)
        other_seconds, other_words = timed(theirs, whisper, call.recording, options.language, settings)
        ours_s.append(seconds)
        theirs_s.append(other_seconds)
        ratios.append(seconds / other_seconds)
        print(
            f"ours {seconds:6.2f} s {words:5} words   pipeline {other_seconds:6.2f} s {other_words:5} words"
            f"   ratio {ratios[-1]:.2f}",
            flush=True,
        )
    print(
        f"median: ours {statistics.median(ours_s):.2f} s, pipeline {statistics.median(theirs_s):.2f} s, "
        f"ratio {statistics.median(ratios):.2f}; {call.recording.duration_s:.0f} s, "
        f"{len(call.recording.channels)} channels, {options.threads} threads"
    )


def timed(run: Any, *arguments: Any) -> tuple[float, int]:
    start = time.perf_counter()
    words = run(*arguments)
    return time.perf_counter() - start, words


def ours(recogniser: Recogniser, recording: Recording, language: str | None, settings: Settings) -> int:
    hearing = settings.hearing
    windows = tuple(
        window
        for index, samples in enumerate(recording.channels)
        for window in pack_windows(
            index,
            samples,
            recording.sample_rate_hz,
            find_speech(samples, recording.sample_rate_hz, (), hearing.activity),
            hearing.recognition,
        )
    )
    return sum(len(words) for words in recogniser.recognise([Speech(windows, language)])[0].words)


def theirs(whisper: Any, recording: Recording, language: str | None, settings: Settings) -> int:
    pipeline = BatchedInferencePipeline(whisper)
    words = 0
    for samples in recording.channels:
        segments, _ = pipeline.transcribe(
            soxr.resample(samples, recording.sample_rate_hz, RATE_HZ),
            language=language,
            beam_size=settings.hearing.recognition.beam_size,
            batch_size=settings.hearing.recognition.batch_size[settings.hearing.recognition.device],
            word_timestamps=True,
        )
        words += sum(len(segment.words or ()) for segment in segments)
    return words


if __name__ == "__main__":
    main()
