"""Plug-ins: entry points of other packages, which add readers of transcripts and formats of scorecards."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Run

from callgrade.errors import ExitCode
from callgrade.intake.documents.transcripts.reader import TranscriptReader
from callgrade.plugins import EXPORTERS, TRANSCRIPT_READERS, plugins

READER = """
from callgrade.intake.documents.transcripts.reader import FoundTranscript, TranscriptPart, TranscriptReader

def _fits(document):
    return isinstance(document, dict) and "callscribe" in document

def _read(document):
    return FoundTranscript([TranscriptPart(who, said) for who, said in document["callscribe"]])

READER = TranscriptReader("CallScribe", _fits, _read)
"""
EXPORTER = """
from callgrade.export.exporter import Exporter

EXPORTER = Exporter(".lines", lambda card: "\\n".join(finding["title"] for finding in card["findings"]))
BROKEN = Exporter(".lines", lambda card: card["nothing"])
"""
SAID = {
    "language": "en",
    "callscribe": [["agent", "Good morning, Harbour Bikes, Jo Doe speaking."], ["customer", "Hello, I have a bike."]],
}

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a package ``addition`` with this code and these entry points: ``group: {name: value}``."""

    def installed(code: str, groups: dict[str, dict[str, str]]) -> None:
        site = tmp_path / "site"
        metadata = site / "addition-1.dist-info"
        metadata.mkdir(parents=True)
        (site / "addition_code.py").write_text(code, encoding="utf-8")
        (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: addition\nVersion: 1\n", encoding="utf-8")
        lines = [f"[{group}]\n" + "".join(f"{n} = {v}\n" for n, v in names.items()) for group, names in groups.items()]
        (metadata / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
        monkeypatch.syspath_prepend(str(site))
        plugins.cache_clear()

    yield installed
    plugins.cache_clear()
    sys.modules.pop("addition_code", None)


@pytest.fixture
def call(tmp_path: Path) -> Path:
    path = tmp_path / "call.json"
    path.write_text(json.dumps(SAID), encoding="utf-8")
    return path


def test_a_reader_of_another_package_reads_its_format(run: Run, install: Install, call: Path) -> None:
    assert "not_a_call" in run("analyze", call).stderr
    install(READER, {TRANSCRIPT_READERS: {"callscribe": "addition_code:READER"}})
    result = run("analyze", call, "--format", "json")
    assert [turn["role"] for turn in json.loads(result.stdout)["turns"]] == ["agent", "customer"]
    assert result.stderr == ""


def test_an_exporter_of_another_package_is_a_format(run: Run, install: Install, transcript: Path) -> None:
    install(EXPORTER, {EXPORTERS: {"lines": "addition_code:EXPORTER"}})
    card = json.loads(run("analyze", transcript, "--format", "json").stdout)
    shown = run("analyze", transcript, "--format", "lines")
    assert shown.stdout.splitlines() == [finding["title"] for finding in card["findings"]]
    out = transcript.parent / "out"
    run("analyze", transcript, "--format", "lines", "--out", out)
    assert [path.name for path in out.iterdir()] == ["garage.json.callgrade.lines"]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("raise RuntimeError('no licence')", "RuntimeError: no licence"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import a_module_that_is_not_there", "ModuleNotFoundError"),
        ("READER = 'a text'", "it is no TranscriptReader"),
    ],
)
def test_a_plugin_that_cannot_be_loaded_is_left_out_and_says_why(code: str, why: str, install: Install) -> None:
    install(code, {TRANSCRIPT_READERS: {"callscribe": "addition_code:READER"}})
    found = plugins(TRANSCRIPT_READERS, TranscriptReader)
    assert found.parts == {}
    (fault,) = found.faults
    assert "The plug-in callscribe of addition cannot be used" in fault
    assert why in fault


def test_a_broken_plugin_costs_nothing_but_a_message(run: Run, install: Install, transcript: Path) -> None:
    install("raise RuntimeError('no licence')", {TRANSCRIPT_READERS: {"callscribe": "addition_code:READER"}})
    result = run("analyze", transcript, "--format", "json")
    assert result.exit_code == ExitCode.OK
    assert json.loads(result.stdout)["call"]["warnings"] == []
    assert "RuntimeError: no licence" in result.stderr


def test_a_reader_that_fails_is_passed_over_with_a_warning(run: Run, install: Install, transcript: Path) -> None:
    """The text of the error may quote the call, so it is not shown."""
    code = READER.replace("return isinstance", "raise ValueError('4111 1111 1111 1111')\n    return isinstance")
    install(code, {TRANSCRIPT_READERS: {"callscribe": "addition_code:READER"}})
    result = run("analyze", transcript, "--format", "json")
    warnings = json.loads(result.stdout)["call"]["warnings"]
    assert [one for one in warnings if one.endswith("the plug-in CallScribe failed: ValueError")]
    assert "4111" not in result.output


@pytest.mark.parametrize("fault", ["1 / 0", "return None", "return [document]"])
def test_a_reader_that_fails_at_its_own_format_loses_only_that_call(
    fault: str, run: Run, install: Install, call: Path, transcript: Path
) -> None:
    code = READER.replace("    return FoundTranscript", f"    {fault}\n    return FoundTranscript")
    install(code, {TRANSCRIPT_READERS: {"callscribe": "addition_code:READER"}})
    result = run("analyze", call, transcript, "--format", "json")
    assert result.exit_code == ExitCode.SOME_NOT_SCORED
    assert [json.loads(line)["call"]["file"] for line in result.stdout.splitlines()] == [transcript.name]


def test_an_exporter_that_fails_loses_only_that_call(run: Run, install: Install, transcript: Path) -> None:
    install(EXPORTER, {EXPORTERS: {"broken": "addition_code:BROKEN"}})
    result = run("analyze", transcript, "--format", "broken")
    assert (result.exit_code, result.stdout) == (ExitCode.INPUT, "")
    assert "[failed]" in result.stderr


def test_a_format_whose_plugin_is_broken_is_refused_before_the_work(
    run: Run, install: Install, transcript: Path
) -> None:
    install("raise RuntimeError('no licence')", {EXPORTERS: {"lines": "addition_code:EXPORTER"}})
    result = run("analyze", transcript, "--format", "lines")
    assert (result.exit_code, result.stdout) == (ExitCode.USAGE, "")
    assert "no licence" in result.stderr


def test_a_plugin_cannot_take_the_name_of_a_shipped_format(run: Run, install: Install, transcript: Path) -> None:
    install(EXPORTER, {EXPORTERS: {"json": "addition_code:EXPORTER"}})
    assert json.loads(run("analyze", transcript, "--format", "json").stdout)["schema"] == "callgrade.scorecard/1"
