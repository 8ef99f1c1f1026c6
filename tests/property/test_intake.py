"""Whatever the bytes, opening a call ends soon, in a call or in an ``InputError``."""

import json
import time
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.recordings import ALL, OPEN_ENDED, encoded

from callgrade.config.intake import IntakeSettings
from callgrade.errors import InputError
from callgrade.intake.source import RecordedCall, WrittenCall, open_call
from callgrade.model.record import CallRecord

RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LIMIT_S = 5.0


@cache
def intact(which: str) -> bytes:
    return encoded(which, 1.0, rate_hz=8000 if which.endswith((".gsm", ".amr")) else 16000)


def check(path: Path, intake: IntakeSettings) -> None:
    """Open ``path``; a call must be one that the rest of the program can trust."""
    begin, call, refused = time.perf_counter(), None, None
    try:
        call = open_call(path, intake, CallRecord())
    except InputError as error:
        refused = error
    assert time.perf_counter() - begin < LIMIT_S
    if isinstance(call, RecordedCall):
        check_recording(call)
    elif isinstance(call, WrittenCall):
        check_written(call)
    else:
        assert refused is not None
        assert refused.what
        assert refused.remedy


def check_recording(call: RecordedCall) -> None:
    recording = call.recording
    assert 4000 <= recording.sample_rate_hz <= 192000
    assert 1 <= len(recording.channels) <= 2
    assert len({channel.size for channel in recording.channels}) == 1
    assert all(channel.dtype == np.float32 and np.isfinite(channel).all() for channel in recording.channels)
    assert recording.duration_s >= 0.1


def check_written(call: WrittenCall) -> None:
    turns = call.conversation.turns
    assert turns
    for turn in turns:
        assert turn.words
        assert 0 <= turn.start_s <= turn.end_s <= call.conversation.duration_s
        assert all(word.start_s <= word.end_s for word in turn.words)
        assert turn.text.encode()


@RELAXED
@given(content=st.binary(max_size=3000))
def test_random_bytes(content: bytes, tmp_path: Path, intake: IntakeSettings) -> None:
    path = tmp_path / "call.gsm"
    path.write_bytes(content)
    check(path, intake)


@pytest.mark.parametrize("which", ALL)
@settings(RELAXED, max_examples=25)
@given(data=st.data())
def test_mutations_of_a_recording(which: str, data: st.DataObject, tmp_path: Path, intake: IntakeSettings) -> None:
    content = bytearray(intact(which))
    for _ in range(data.draw(st.integers(1, 8))):
        # Half of the blows fall on the header, where they hurt.
        reach = data.draw(st.sampled_from([min(200, len(content)), len(content)]))
        place = data.draw(st.integers(0, max(0, reach - 1)))
        blow = data.draw(st.sampled_from(["set", "cut", "drop", "double"]))
        if blow == "set":
            patch = data.draw(st.sampled_from([b"\x00", b"\xff", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x7f"]))
            content[place : place + len(patch)] = patch
        elif blow == "cut" and place > 20:
            del content[place:]
        elif blow == "drop":
            del content[place : place + data.draw(st.integers(1, 50))]
        else:
            content[place:place] = content[place : place + 50]
    path = tmp_path / which
    path.write_bytes(bytes(content))
    check(path, intake)


KEYS = (
    *("vcon", "parties", "dialog", "analysis", "type", "body", "encoding", "url", "filename", "originator"),
    *("turns", "segments", "speaker", "role", "text", "message", "start", "end", "words", "name", "meta"),
    *("direction", "started", "agent", "customer", "channels", "schema", "call"),
)
LEAVES = st.none() | st.booleans() | st.integers(-5, 10**6) | st.floats(allow_nan=False) | st.text(max_size=8)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=25,
)


@RELAXED
@given(document=VALUES)
def test_any_json(document: Any, tmp_path: Path, intake: IntakeSettings) -> None:
    path = tmp_path / "call.json"
    path.write_text(json.dumps(document))
    check(path, intake)


@pytest.mark.parametrize("which", [which for which in ALL if which not in OPEN_ENDED])
@settings(RELAXED, max_examples=10)
@given(at=st.floats(0.05, 0.9), share=st.floats(0.1, 0.5))
def test_what_stood_in_a_piece_that_is_cut_out_is_never_missing_in_silence(
    which: str, at: float, share: float, tmp_path: Path, intake: IntakeSettings
) -> None:
    """Frames without a number or a count are left out: what is left of them is a whole recording."""
    content = intact(which)
    start = round(len(content) * at)
    path = tmp_path / which
    path.write_bytes(content[:start] + content[start + round(len(content) * share) :])
    try:
        call = open_call(path, intake, CallRecord())
    except InputError:
        return
    assert isinstance(call, RecordedCall)
    if call.recording.duration_s < 0.9:
        assert any(warning.startswith(("truncated:", "damaged:")) for warning in call.recording.warnings)
