"""A report of a store with real recordings."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from tests.support import browser as support
from tests.support.sound_picture import MEASURED, PICTURE
from tests.support.stored import LEASE_S, digest, heard, judgement

from callgrade.config.load import load_settings
from callgrade.model.measurement import Measurements
from callgrade.report.options import ReportOptions
from callgrade.retention.remembered_exports import report_store
from callgrade.store import SeenFile, Store, open_store

SAMPLES = Path(__file__).parents[3] / "sample_audio"
RECORDINGS = ("02_telecom_bad.wav", "05_travel_hold.ogg", "06_bank_silence.flac")
AGENTS = ("Carol Jensen", "Jonas Weber", "Carol Jensen")
OPTIONS = ReportOptions(settings=load_settings().export, with_audio=True)


def store_calls(location: Path, recordings: Path) -> Store:
    """Three calls with recordings that a browser plays, and does not play; their words are of another call."""
    recordings.mkdir()
    store = open_store(location)
    run = store.ledger.start_run()
    for number, (name, agent) in enumerate(zip(RECORDINGS, AGENTS, strict=True)):
        file = recordings / name
        shutil.copy(SAMPLES / name, file)
        call = store.ledger.enrol(run, SeenFile(file, 1000 + number, number, "facts"), digest(number)).call_id
        assert store.ledger.claim(call, run, LEASE_S)
        made = judgement(started=datetime(2026, 3, 2 + number, 9, 30), agent=agent)
        known = replace(heard(number), picture=PICTURE)
        measured = Measurements((*made.measurements.items, *MEASURED))
        made = replace(made, measurements=measured)
        store.ledger.finish_scored(call, run, replace(known, file=replace(known.file, name=name)), made)
    store.ledger.end_run(run, {"scored": 3})
    return store


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report with sound."""
    folder = tmp_path_factory.mktemp("site")
    with store_calls(folder / "callgrade.db", folder / "recordings") as store:
        report_store(store, folder / "pages", OPTIONS, load_settings().intake)
    return folder / "pages"


@pytest.fixture(scope="module")
def browser() -> Iterator[support.Browser]:
    """One browser for all tests of a module; they are skipped with a reason if none is installed."""
    if not support.HERE:
        if support.REQUIRED_HERE:
            pytest.fail(support.MISSING)
        pytest.skip(support.MISSING)
    with support.chromium() as running:
        yield running
