"""Libraries that take seconds to load are loaded only by the calls that need them."""

import subprocess
import sys

import pytest

SLOW = ("pandas", "scipy.stats", "scipy.signal", "numba", "librosa.core")
HEAR_TWO_CHANNELS = """
import sys
import numpy as np
import callgrade.grading.grader
from callgrade.config.load import load_settings
from callgrade.hearing.line_quality import measure_line
from callgrade.hearing.prepare import prepare
from callgrade.measures.tracking import track
from callgrade.model.record import CallRecord
from callgrade.model.recording import Recording
from callgrade.model.span import Span

settings = load_settings()
sound = np.random.default_rng(1).normal(0, 0.1, (2, 5 * {rate_hz})).astype(np.float32)
prepare(Recording("call.wav", "0" * 64, {rate_hz}, tuple(sound)), CallRecord(), settings.hearing)
measure_line(sound[0], {rate_hz}, 0, (Span(0, 3),), (), settings.hearing.line)
track(sound[0], {rate_hz}, (Span(0, 3),), settings.measures.pitch)
print(*sys.modules)
"""


@pytest.mark.parametrize("rate_hz", [8000, 44_100])
def test_a_call_on_two_channels_is_heard_without_slow_libraries(rate_hz: int) -> None:
    code = HEAR_TWO_CHANNELS.format(rate_hz=rate_hz)
    program = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(SLOW) & set(program.stdout.split()) == set()


HANDED_TO_A_WORKER = """
import sys
import callgrade.cli.main, callgrade.cli.outputs, callgrade.cli.broken_plugins, callgrade.cli.results
import callgrade.api, callgrade.grading.grading_work, callgrade.grading.in_worker, callgrade.grading.spec
import callgrade.config.load

callgrade.config.load.load_settings()
print(*sys.modules)
"""


def test_the_command_that_hands_a_call_to_its_worker_needs_no_numbers() -> None:
    program = subprocess.run([sys.executable, "-c", HANDED_TO_A_WORKER], capture_output=True, text=True, check=True)
    heavy = {"numpy", "scipy", "onnxruntime", "ctranslate2", "av", "rapidfuzz", "webvtt"}
    assert heavy & set(program.stdout.split()) == set()
