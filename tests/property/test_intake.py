"""Any bytes open as a call or raise an ``InputError``."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.recordings import ALL, OPEN_ENDED, encoded
from tests.support.transcripts import FORMATS, text_of

from callgrade.config.intake import IntakeSettings
from callgrade.errors import InputError
from callgrade.intake.source import RecordedCall, WrittenCall, open_call
from callgrade.model.record import CallRecord

RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@cache
def intact(which: str) -> bytes:
    return encoded(which, 1.0, rate_hz=8000 if which.endswith((".gsm", ".amr")) else 16000)


def check(path: Path, intake: IntakeSettings) -> None:
    """Open ``path``; a call must be one that the rest of the program can trust."""
    call, refused = None, None
    try:
        call = open_call(path, intake, CallRecord())
    except InputError as error:
        refused = error
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
    assert all(channel[:].dtype == np.float32 and np.isfinite(channel).all() for channel in recording.channels)
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
def test_random_bytes_open_or_are_refused(content: bytes, tmp_path: Path, intake: IntakeSettings) -> None:
    path = tmp_path / "call.gsm"
    path.write_bytes(content)
    check(path, intake)


@pytest.mark.parametrize("which", ALL)
@settings(RELAXED, max_examples=25)
@given(data=st.data())
def test_a_changed_recording_opens_or_is_refused(
    which: str, data: st.DataObject, tmp_path: Path, intake: IntakeSettings
) -> None:
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
def test_any_json_opens_or_is_refused(document: Any, tmp_path: Path, intake: IntakeSettings) -> None:
    path = tmp_path / "call.json"
    path.write_text(json.dumps(document))
    check(path, intake)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to everything inside ``value``."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, item in inner for found in ((*path, key), *places(item, (*path, key)))]


def strike(document: Any, path: tuple[Any, ...], blow: Any) -> None:
    """Put ``blow`` in place of what is at ``path``, if that is still there."""
    holder = document
    for key in path[:-1]:
        known = (isinstance(holder, dict) and key in holder) or (isinstance(holder, list) and key in range(len(holder)))
        if not known:
            return
        holder = holder[key]
    if isinstance(holder, dict) or (isinstance(holder, list) and path[-1] in range(len(holder))):
        holder[path[-1]] = blow


JSON_FORMATS = [name for name, make in FORMATS.items() if not isinstance(make(), str)]


@pytest.mark.parametrize("name", JSON_FORMATS)
@pytest.mark.parametrize("inside", ["alone", "a vCon"])
@settings(RELAXED, max_examples=20)
@given(data=st.data())
def test_a_changed_transcript_opens_or_is_refused(
    name: str, inside: str, data: st.DataObject, tmp_path: Path, intake: IntakeSettings
) -> None:
    document = FORMATS[name]()
    if inside == "a vCon":
        analysis = {"type": "transcript", "body": document}
        document = {"vcon": "0.3.0", "parties": [{"role": "agent"}], "dialog": [], "analysis": [analysis]}
    for _ in range(data.draw(st.integers(1, 6))):
        path = data.draw(st.sampled_from(places(document)))
        strike(document, path, data.draw(VALUES | st.sampled_from(["", "-1", "1e400", "00:00:01", 1e300, 10**400])))
    path_of_file = tmp_path / "call.json"
    path_of_file.write_text(json.dumps(document))
    check(path_of_file, intake)


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in JSON_FORMATS])
@settings(RELAXED, max_examples=25)
@given(data=st.data())
def test_changed_subtitles_open_or_are_refused(
    name: str, data: st.DataObject, tmp_path: Path, intake: IntakeSettings
) -> None:
    text = text_of(FORMATS[name]())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(text)))
        piece = data.draw(
            st.sampled_from(["", "-->", "<v ", ">", ":", "\n\n", "\x00", "99", "é"]) | st.text(max_size=6)
        )
        text = text[:place] + piece + text[place + data.draw(st.integers(0, 20)) :]
    path = tmp_path / "call.srt"
    path.write_text(text, encoding="utf-8", errors="replace")
    check(path, intake)


@pytest.mark.parametrize("which", [which for which in ALL if which not in OPEN_ENDED])
@settings(RELAXED, max_examples=10)
@given(at=st.floats(0.05, 0.9), share=st.floats(0.1, 0.5))
def test_a_piece_cut_out_of_a_recording_is_never_missing_without_a_warning(
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
