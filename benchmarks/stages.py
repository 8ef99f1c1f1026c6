"""Where the time of a call goes: seconds of each stage, times real time, and the peak memory of the process.

    OMP_NUM_THREADS=1 python benchmarks/stages.py RECORDING [--minutes 60] [--no-recognition]

``--minutes`` repeats the recording until the call is that long. Seconds are processor time (all threads together), so
that other work on the machine does not count; with OMP_NUM_THREADS=1 they are seconds of one core.
"""

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from callgrade.config.folder import configs_folder
from callgrade.config.load import load_settings
from callgrade.hearing.conclude import conclude
from callgrade.hearing.prepare import Prepared, prepare
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.recognition.speech import Recognised
from callgrade.hearing.recognition.weights import find_weights
from callgrade.intake.source import RecordedCall, open_call
from callgrade.measures import measure_exchange, measure_sound
from callgrade.model.measurement import Measurements
from callgrade.model.record import CallRecord
from callgrade.model.recording import Recording
from callgrade.norms.announcements import announcements
from callgrade.norms.evaluate import evaluate
from callgrade.norms.pack.load import load_pack
from callgrade.norms.preparation import prepare_call
from callgrade.scoring import score

T = TypeVar("T")


@dataclass
class Clock:
    """Processor seconds by stage, in the order in which they ran."""

    stages: dict[str, float] = field(default_factory=dict)

    def time(self, stage: str, work: Callable[[], T]) -> T:
        start_s = time.process_time()
        result = work()
        self.stages[stage] = time.process_time() - start_s
        return result

    def show(self, duration_s: float) -> None:
        for stage, seconds in self.stages.items():
            print(f"{stage:22} {seconds:8.2f} s {duration_s / max(seconds, 1e-9):10.0f} × real time")
        rest_s = sum(seconds for stage, seconds in self.stages.items() if stage != "recognition")
        print(f"{'all but recognition':22} {rest_s:8.2f} s {duration_s / rest_s:10.0f} × real time")
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def repeated(recording: Recording, minutes: float) -> Recording:
    """``recording`` over and over until it lasts ``minutes``."""
    wanted = round(minutes * 60 * recording.sample_rate_hz)
    return replace(recording, channels=tuple(np.resize(channel, wanted) for channel in recording.channels))


def unheard(prepared: Prepared, language: str) -> Recognised:
    """No words at all, for timing everything else."""
    count = len(prepared.speech.windows)
    return Recognised(((),) * count, language, None, (None,) * count)


def main(path: Path, minutes: float | None, recognise: bool, threads: int) -> None:
    settings, pack = load_settings(), load_pack(configs_folder(), "en", "service")
    weights = find_weights(settings.hearing.recognition.model)
    recogniser = Recogniser(weights, settings.hearing.recognition, threads)
    clock = Clock()
    call = clock.time("intake", lambda: open_call(path, settings.intake, CallRecord(language="en")))
    assert isinstance(call, RecordedCall), f"{path} is no recording"
    recording = repeated(call.recording, minutes) if minutes else call.recording
    prepared = clock.time("line, ringing, activity", lambda: prepare(recording, call.record, settings.hearing))
    heard = unheard(prepared, "en")
    if recognise:
        heard = clock.time("recognition", lambda: recogniser.recognise([prepared.speech])[0])
    conversation = clock.time("conversation", lambda: conclude(prepared, heard))
    announced = announcements(prepare_call(pack, conversation, call.record))
    exchange = clock.time(
        "measures of the exchange", lambda: measure_exchange(conversation, call.record, announced, settings.measures)
    )
    sound = clock.time("measures of the sound", lambda: measure_sound(conversation, recording, settings.measures))
    measurements = Measurements((*exchange, *sound))
    findings = clock.time("norms", lambda: evaluate(pack, prepare_call(pack, conversation, call.record, measurements)))
    clock.time("score", lambda: score(findings, settings.scoring))
    print(
        f"{path.name}: {recording.duration_s:.0f} s, {len(recording.channels)} channels, {recording.sample_rate_hz} Hz"
    )
    clock.show(recording.duration_s)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recording", type=Path)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--no-recognition", action="store_true")
    parser.add_argument("--threads", type=int, default=1, help="for recognition; the command line uses all cores")
    arguments = parser.parse_args()
    main(arguments.recording, arguments.minutes, not arguments.no_recognition, arguments.threads)
