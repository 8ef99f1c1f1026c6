"""The commands analyze, explain, batch and rescore and a cluster give the same findings and evidence.

The calls are all golden conversations as transcripts, some with a direction, names and prompts. Recordings are compared
in test_sample_audio.py, test_night.py and test_cluster.py, where they are heard anyway.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from tests.support.conversations import FILES, conversation, example
from tests.support.dask_cluster import dask_cluster
from tests.support.program import run

from callgrade.config.load import load_settings
from callgrade.errors import ExitCode
from callgrade.grading.call_task import CallTask
from callgrade.grading.grader import Grader
from callgrade.grading.grading_work import MakeGrading
from callgrade.grading.outcome import CallInput, Outcome, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.model.conversation import Turn
from callgrade.model.finding import Finding
from callgrade.model.record import CallRecord, Direction
from callgrade.norms.explain import explain
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.store import StoredCard, open_store
from callgrade.workers.protocol import Done

SETTINGS = load_settings()
EQUIPMENT = GraderSpec(SETTINGS, None, "service", None)
FACTS = ("direction", "started", "agent", "customer", "company")

Findings = Mapping[str, tuple[Finding, ...]]
"""Name of the file → what was found in it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every golden conversation as a transcript."""
    folder = tmp_path_factory.mktemp("one_answer")
    (folder / "calls").mkdir()
    for path in FILES:
        written = json.dumps(transcript(path), ensure_ascii=False)
        (folder / "calls" / f"{path.parent.name}-{path.stem}.json").write_text(written, encoding="utf-8")
    (folder / "settings.yaml").write_text("batch: {scan: {stable_s: 0}}\n")
    return folder


def transcript(path: Path) -> dict[str, object]:
    told = example(conversation(path))
    said = read_dialogue(told, path.parent.name, Direction.INBOUND)
    facts = {name: getattr(told.record, name) for name in FACTS if getattr(told.record, name) is not None}
    turns = [{"role": turn.role, **times(turn), "text": turn.text} for turn in said.conversation.turns]
    return {"language": path.parent.name, **facts, "turns": turns}


def times(turn: Turn) -> dict[str, float]:
    return {"start_s": turn.start_s, "end_s": turn.end_s}


def files_of(folder: Path) -> list[Path]:
    return sorted((folder / "calls").iterdir())


@pytest.fixture(scope="module")
def grader() -> Grader:
    return EQUIPMENT.grader(threads=1)


@pytest.fixture(scope="module")
def analysed(folder: Path, grader: Grader) -> Mapping[str, Scored]:
    """As ``callgrade analyze`` has it."""
    outcomes = list(grader.grade(map(CallInput, files_of(folder)), CallRecord(), lambda _: None))
    return {one.path.name: one for one in outcomes if isinstance(one, Scored)}


@pytest.fixture(scope="module")
def expected(analysed: Mapping[str, Scored]) -> Findings:
    return {name: one.judgement.findings for name, one in analysed.items()}


@pytest.fixture(scope="module")
def stored(folder: Path) -> Mapping[str, StoredCard]:
    """What a night puts into a store, out of worker processes."""
    options = ("--workers", 2, "--threads", 1, "--config", folder / "settings.yaml")
    done = run("batch", folder / "calls", "--store", folder / "callgrade.db", *options)
    assert done.returncode == ExitCode.OK, done.stderr
    with open_store(folder / "callgrade.db") as store:
        return {one.card.file.name: one for one in store.cards.read()}


def test_every_conversation_is_judged_by_every_norm(expected: Findings, grader: Grader) -> None:
    assert len(expected) == len(FILES) > 100
    assert {len(findings) for findings in expected.values()} == {len(grader.pack("en").norms)}


def test_explain_gives_the_findings_of_analyze(
    analysed: Mapping[str, Scored], expected: Findings, grader: Grader
) -> None:
    some = sorted(analysed)[::3]  # of each language
    reads = {name: grader.judge.prepare(analysed[name].heard) for name in some}
    explained = {
        name: tuple(explain(norm, read.pack, read.call).finding for norm in read.pack.norms)
        for name, read in reads.items()
    }
    assert explained == {name: expected[name] for name in some}


def test_a_batch_gives_the_findings_of_analyze(stored: Mapping[str, StoredCard], expected: Findings) -> None:
    assert {name: one.judgement.findings for name, one in stored.items()} == expected


def test_rescoring_gives_the_findings_of_analyze(
    stored: Mapping[str, StoredCard], expected: Findings, grader: Grader
) -> None:
    assert {name: grader.judge.judge(one.heard).findings for name, one in stored.items()} == expected
    assert {name: grader.judge.rescore(one.heard, one.judgement).findings for name, one in stored.items()} == expected


def test_a_cluster_gives_the_findings_of_analyze(folder: Path, expected: Findings, tmp_path: Path) -> None:
    some = files_of(folder)[::4]  # of each language; all of them take a minute more
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    from callgrade.workers.dask.client import Cluster

    with dask_cluster(tmp_path) as dask:
        dask.start_scheduler()
        dask.start_worker("--nthreads", "1", "--no-nanny")
        given = iter([list(tasks(some)), None])
        make = MakeGrading(EQUIPMENT, CallRecord(), threads=1)
        cluster: Cluster[CallTask, Outcome] = Cluster(dask.address, make, SETTINGS.batch.workers)
        ended = list(cluster.run(lambda: next(given)))
    outcomes = [one.outcome for one in ended if isinstance(one, Done)]
    found = {one.path.name: one.judgement.findings for one in outcomes if isinstance(one, Scored)}
    assert found == {path.name: expected[path.name] for path in some}


def tasks(paths: Sequence[Path]) -> Iterator[CallTask]:
    for number, path in enumerate(paths):
        state = path.stat()
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        yield CallTask(number, digest, state.st_size, state.st_mtime_ns, CallInput(path))
