"""Fixtures that all tests share."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from tests.support.postgres import MISSING, REQUIRED, Server, binaries, server

from callgrade.config.folder import configs_folder
from callgrade.config.intake import IntakeSettings
from callgrade.config.yaml_source import read_yaml

# Tests start hundreds of interpreters: without byte code each compiles the whole package again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Products of small matrices take more processor time on many threads than on one, and every test has some.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# People read English here, whatever language the machine has.
os.environ.pop("LANGUAGE", None)
os.environ["LC_ALL"] = "C.UTF-8"

TESTS = Path(__file__).parent
# How long an example takes depends on the machine, so no example fails by time.
hypothesis_settings.register_profile("no deadline", hypothesis_settings.get_profile("default"), deadline=None)
if not os.environ.get("CI"):  # Hypothesis has a profile of its own for CI, without a deadline as well
    hypothesis_settings.load_profile("no deadline")

ROOT = TESTS.parent

# Tests that start programs, run whole commands, listen to recordings or try hundreds of inputs.
SLOW_PLACES = (
    "faults",
    "golden/test_cut_calls.py",
    "golden/test_conversations.py",
    "golden/test_dialogues.py",
    "golden/test_fairness.py",
    "golden/test_night.py",
    "golden/test_one_answer.py",
    "golden/test_one_sound_on_both_channels.py",
    "golden/test_sample_audio.py",
    "golden/test_shared_recordings.py",
    "golden/test_words_of_shared_calls.py",
    "hostile/test_files.py",
    "property/test_agreement.py",
    "property/test_cdr.py",
    "property/test_exports.py",
    "property/test_fields.py",
    "property/test_hearing_sound.py",
    "property/test_intake.py",
    "property/test_measures.py",
    "property/test_norms.py",
    "property/test_phrases.py",
    "property/test_redaction.py",
    "property/test_scan.py",
    "property/test_score.py",
    "property/test_store.py",
    "unit/batch/test_batch.py",
    "unit/batch/test_summary.py",
    "unit/cli/commands",
    "unit/cli/test_edge.py",
    "unit/docs/test_how_to.py",
    "unit/docs/test_site.py",
    "unit/export/test_workbook.py",
    "unit/export/test_write.py",
    "unit/grading/test_grader.py",
    "unit/grading/test_judge.py",
    "unit/grading/test_rate_check.py",
    "unit/grading/test_ruleset.py",
    "unit/grading/test_unknown_words.py",
    "unit/hearing/test_line_quality.py",
    "unit/hearing/test_voice_activity.py",
    "unit/hearing/diarization",
    "unit/hearing/recognition/test_recogniser.py",
    "unit/hearing/ringing/test_on_calls.py",
    "unit/hearing/test_crosstalk.py",
    "unit/hearing/test_imports.py",
    "unit/hearing/test_prompts.py",
    "unit/hearing/test_silent_channel.py",
    "unit/intake/audio/test_decode.py",
    "unit/measures/speech_rate/test_rate_on_calls.py",
    "unit/norms/pack/test_own_norms.py",
    "unit/norms/pack/test_site_pack.py",
    "unit/norms/test_explain.py",
    "unit/report/test_browser.py",
    "unit/report/test_languages.py",
    "unit/report/test_site.py",
    "unit/redaction/test_long.py",
    "unit/redaction/test_ordinary.py",
    "unit/redaction/test_secrets.py",
    "unit/retention/test_remembered_exports.py",
    "unit/store/connection/test_open.py",
    "unit/rescoring/test_rescoring.py",
    "unit/test_api.py",
    "unit/workers/dask",
)
SLOW_FIXTURES = {"postgres", "recogniser", "shared_calls", "shared_store"}


@cache
def is_slow_place(path: Path) -> bool:
    place = path.relative_to(TESTS)
    return any(place.is_relative_to(slow) for slow in SLOW_PLACES)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With ``-m "not slow"`` files of slow tests are not even imported."""
    return True if config.option.markexpr == "not slow" and is_slow_place(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark slow tests by their place, by what they need, and if they run on PostgreSQL."""
    for item in items:
        assert isinstance(item, pytest.Function)
        parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
        on_a_server = any(isinstance(value, str) and value == "postgresql" for value in parameters)
        if is_slow_place(item.path) or on_a_server or SLOW_FIXTURES & set(item.fixturenames):
            item.add_marker("slow")


@pytest.fixture(scope="session")
def shared_calls() -> Path:
    """The folder of real calls, which is not part of the project."""
    folder = ROOT.parent / "shared" / "calls"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/calls of real calls is not here")
    return folder


@pytest.fixture(scope="session")
def intake() -> IntakeSettings:
    """The shipped section ``intake``."""
    return IntakeSettings.model_validate(read_yaml(configs_folder() / "callgrade.yaml").data["intake"])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL server; the test is skipped with a reason if none is installed."""
    programs = binaries()
    if programs is None:
        if os.environ.get(REQUIRED):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with server(programs) as running:
        yield running
