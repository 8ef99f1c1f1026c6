"""How fast the measures are: seconds of processor time of each family on one core, and times real time.

    python benchmarks/measures.py RECORDING [--values]

The call is heard first (not timed); ``--values`` also prints every measurement.
"""

import argparse
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.support.hearing import hear

from callgrade.config.load import load_settings
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.recognition.weights import find_weights
from callgrade.intake.source import RecordedCall, open_call
from callgrade.measures import measure_exchange, measure_sound
from callgrade.measures.exchange import measure_floor
from callgrade.measures.floor import take_floor
from callgrade.measures.holds import find_holds, measure_holds
from callgrade.measures.loudness import measure_loudness
from callgrade.measures.ringing import measure_ringing
from callgrade.measures.silence import dead_air, measure_dead_air, measure_pauses
from callgrade.measures.speech_rate.rate import measure_rate
from callgrade.model.measurement import Measurement
from callgrade.model.record import CallRecord


def processor_s(work: Callable[[], object]) -> float:
    """The best of three runs, so that what is loaded once does not count."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def show(found: Iterable[Measurement]) -> None:
    for item in found:
        value = (
            f"{item.value:.3f} {item.unit}"
            if item.value is not None
            else f"- {item.reason.text if item.reason else ''}"
        )
        amounts = " ".join(f"{name}={amount:.2f}" for name, amount in item.evidence.amounts.items())
        where = " ".join(f"{span.start_s:.2f}-{span.end_s:.2f}" for span in item.evidence.spans[:6])
        print(f"{item.name:30} {item.role or 'call':9} {value:34} {amounts} {where}")


def main(recording: Path, values: bool) -> None:
    settings = load_settings()
    measures = settings.measures
    call = open_call(recording, settings.intake, CallRecord())
    assert isinstance(call, RecordedCall)
    weights = find_weights(settings.hearing.recognition.model)
    recogniser = Recogniser(weights, settings.hearing.recognition, threads=1)
    conversation = hear(call.recording, call.record, recogniser, settings.hearing)
    floor = take_floor(conversation, measures.floor)
    holds = find_holds(conversation, (), measures.hold)
    families: dict[str, Callable[[], object]] = {
        "pitch, same key": lambda: measure_sound(conversation, call.recording, measures),
        "rate": lambda: measure_rate(conversation, floor, measures.rate),
        "loudness": lambda: measure_loudness(conversation),
        "floor": lambda: take_floor(conversation, measures.floor),
        "exchange": lambda: measure_floor(conversation, floor, holds, measures),
        "pauses": lambda: measure_pauses(conversation, holds, measures),
        "dead air": lambda: measure_dead_air(
            conversation, dead_air(conversation, (), holds, measures.silence), measures.silence
        ),
        "holds": lambda: measure_holds(conversation, find_holds(conversation, (), measures.hold)),
        "ringing": lambda: measure_ringing(conversation, call.record),
    }
    taken_s = {name: processor_s(work) for name, work in families.items()}
    duration_s = call.recording.duration_s
    print(f"{recording.name}: {duration_s:.0f} s, {len(call.recording.channels)} channels")
    for name, spent_s in (*taken_s.items(), ("all", sum(taken_s.values()))):
        print(f"{name:16} {spent_s:9.4f} s {duration_s / max(spent_s, 1e-6):12,.0f} x real time")
    if values:
        show(measure_sound(conversation, call.recording, measures))
        show(measure_exchange(conversation, call.record, (), measures))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("recording", type=Path)
    arguments.add_argument("--values", action="store_true")
    given = arguments.parse_args()
    main(given.recording, given.values)
