"""A call is its bytes; what is known of it has a hash of its own (reliability case 13)."""

import hashlib
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from callgrade.batch.fingerprint import content_hash, facts_hash
from callgrade.batch.found_files import FoundFile
from callgrade.batch.scan import scan
from callgrade.config.batch import ScanSettings
from callgrade.config.load import load_settings
from callgrade.errors import InputError
from callgrade.model.record import CallRecord, Direction

NOW_S = 4e9
CDR = CallRecord(direction=Direction.INBOUND, extension="101", sources={"direction": "cdr", "extension": "cdr"})


@pytest.fixture(scope="module")
def settings() -> ScanSettings:
    return load_settings().batch.scan


def found(root: Path, settings: ScanSettings) -> FoundFile:
    (one,) = scan(root, settings, NOW_S)
    assert isinstance(one, FoundFile)
    return one


@pytest.fixture
def call(tmp_path: Path, settings: ScanSettings) -> FoundFile:
    (tmp_path / "call.wav").write_bytes(b"sound")
    (tmp_path / "call.json").write_text('{"agent": "Ann Lee"}')
    return found(tmp_path, settings)


def test_a_call_is_the_sha256_of_its_recording(call: FoundFile) -> None:
    assert content_hash(call) == hashlib.sha256(b"sound").hexdigest()


def test_a_copy_under_another_name_is_the_same_call_with_the_same_facts(
    call: FoundFile, settings: ScanSettings, tmp_path: Path
) -> None:
    elsewhere = tmp_path.with_name("elsewhere")
    elsewhere.mkdir()
    shutil.copyfile(call.path, elsewhere / "renamed.wav")
    shutil.copyfile(call.path.with_suffix(".json"), elsewhere / "renamed.wav.json")
    copy = found(elsewhere, settings)
    assert content_hash(copy) == content_hash(call)
    assert facts_hash(copy, CDR) == facts_hash(call, CDR)


def test_one_changed_byte_is_another_call(call: FoundFile, settings: ScanSettings) -> None:
    before = content_hash(call)
    call.path.write_bytes(b"sounD")
    assert content_hash(found(call.path.parent, settings)) not in (before, None)


def test_an_empty_recording_is_not_a_call(call: FoundFile) -> None:
    call.path.write_bytes(b"")
    with pytest.raises(InputError) as caught:
        content_hash(call)
    assert caught.value.code == "empty"


def test_a_changed_sidecar_changes_the_facts(call: FoundFile, settings: ScanSettings) -> None:
    before = facts_hash(call, None)
    sidecar = call.path.with_suffix(".json")
    os.utime(sidecar, (1e9, 1e9))
    assert facts_hash(found(call.path.parent, settings), None) == before
    sidecar.write_text('{"agent": "Ann Gee"}')
    assert facts_hash(found(call.path.parent, settings), None) != before
    sidecar.unlink()
    assert facts_hash(found(call.path.parent, settings), None) != before


def test_a_changed_call_detail_record_changes_the_facts_and_a_missing_one_does_not(call: FoundFile) -> None:
    before = facts_hash(call, CDR)
    assert facts_hash(call, CDR, before) == before
    assert facts_hash(call, replace(CDR, extension="102"), before) != before
    assert facts_hash(call, None, before) == before
    assert facts_hash(call, CDR, facts_hash(call, None)) == before


def test_callgrades_own_scorecard_beside_a_recording_changes_nothing(call: FoundFile, settings: ScanSettings) -> None:
    before = facts_hash(call, CDR)
    call.path.with_name("call.wav.json").write_text('{"schema": "callgrade.scorecard/1", "score": 90}')
    assert facts_hash(found(call.path.parent, settings), CDR) == before


def test_an_unreadable_companion_does_not_stop_the_scan(call: FoundFile, settings: ScanSettings) -> None:
    sidecar = call.path.with_suffix(".json")
    sidecar.unlink()
    os.mkfifo(sidecar)
    assert facts_hash(found(call.path.parent, settings), None)
