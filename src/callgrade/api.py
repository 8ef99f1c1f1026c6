"""The Python API: grade one file, or many, as ``callgrade analyze`` does.

    import callgrade

    card = callgrade.grade("call.wav", direction="in", company="Bluebridge Insurance")
    print(card.score.overall)

The work is done in a worker process, so a crash or a hang of a library loses only that call.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from callgrade.errors import InputError
from callgrade.grading.outcome import Outcome, Progress, Refused
from callgrade.model.scorecard import Scorecard
from callgrade.workers.loss import loss_of
from callgrade.workers.protocol import Done

if TYPE_CHECKING:
    from callgrade.grading.in_worker import NamedCall
    from callgrade.grading.spec import GraderSpec
    from callgrade.model.record import CallRecord
    from callgrade.workers.protocol import Finished

_REPORT = "Report it; CALLGRADE_DEBUG=1 shows more."
_REMEDIES = {
    "failed": _REPORT,
    "crashed": _REPORT,
    "hung": "The limits are batch.workers.budget_s and batch.workers.budget_per_audio.",
}


class CallFacts(TypedDict, total=False):
    """What you know of a call. Every fact is optional and applies to every file.

    ``started``: local time. ``language``: ISO 639-1 code. ``channels``: role → channel index, 0 = left.
    ``ring_to_answer_s``: seconds from first ring to answer.
    """

    direction: Literal["in", "out"]
    started: datetime
    language: str
    agent: str
    customer: str
    company: str
    extension: str
    team: str
    channels: Mapping[str, int]
    ring_to_answer_s: float


@dataclass(frozen=True)
class Graded:
    """The file at ``path`` with its scorecard, or with the error that says why there is no scorecard.

    ``error.code`` is the stable reason code (docs/reference/reason-codes.md).
    """

    path: Path
    scorecard: Scorecard | None
    error: InputError | None


def grade(
    path: str | Path,
    *,
    model: str | None = None,
    config: str | Path | None = None,
    profile: str = "service",
    norms: str | Path | None = None,
    **facts: Unpack[CallFacts],
) -> Scorecard:
    """The scorecard of the recording, vCon or transcript at ``path``.

    ``model``: a name or folder of Whisper weights. ``config``: your own settings (YAML). ``profile``: thresholds and
    weights. ``norms``: your own norms and words (YAML). Raises ``InputError`` if the file cannot be scored,
    ``ConfigError`` and ``ModelError``.
    """
    (graded,) = grade_many([path], model=model, config=config, profile=profile, norms=norms, **facts)
    if graded.scorecard is None:
        assert graded.error
        raise graded.error
    return graded.scorecard


def grade_many(
    paths: Iterable[str | Path],
    *,
    model: str | None = None,
    config: str | Path | None = None,
    profile: str = "service",
    norms: str | Path | None = None,
    **facts: Unpack[CallFacts],
) -> Iterator[Graded]:
    """Yield the result of each of ``paths``, in order, as soon as it is ready. Parameters and errors as ``grade``.

    A file that cannot be scored does not stop the others; its ``Graded`` has the error.
    """
    from callgrade.config.load import load_settings
    from callgrade.grading.spec import GraderSpec
    from callgrade.intake.facts import Facts, record_of
    from callgrade.model.provenance import Provenance

    if unknown := facts.keys() - Facts.model_fields.keys():
        raise TypeError(f"unknown facts: {', '.join(sorted(unknown))}")
    spec = GraderSpec(load_settings(_path(config)), model, profile, _path(norms))
    record = record_of(facts, Provenance.OPTION, "callgrade.grade")
    return grade_files(map(Path, paths), spec, record, lambda _: None)


def grade_files(
    files: Iterable[Path], spec: "GraderSpec", record: "CallRecord", watch: Callable[[Progress], None]
) -> Generator[Graded, None, None]:
    """Yield the result of each of ``files``, in order.

    ``record``: the user's facts, which apply to all files. ``watch``: called with each step of the work.
    """
    from callgrade.grading.grading_work import MakeGrading
    from callgrade.grading.in_worker import grade_named
    from callgrade.workers.cpu_plan import this_machine

    files = list(files)
    _fetch_weights(spec, files)
    make = MakeGrading(spec, record, this_machine().cores, model_first=False)
    finished = grade_named(files, make, watch)
    try:
        yield from map(graded_from, finished)
    finally:
        finished.close()


def lost(path: Path, state: str, what: str) -> Graded:
    """A file whose call was lost. ``state``: failed, crashed or hung; ``what``: how."""
    return Graded(path, None, InputError(state, f"{path.name} was not scored: {what}.", _REMEDIES[state]))


def graded_from(finished: "Finished[NamedCall, Outcome]") -> Graded:
    """The result of a task."""
    path = finished.task.path
    if not isinstance(finished, Done):
        loss = loss_of(finished)
        return lost(path, loss.state, loss.text)
    if isinstance(finished.outcome, Refused):
        return Graded(path, None, finished.outcome.error)
    return Graded(path, finished.outcome.card, None)


def _fetch_weights(spec: "GraderSpec", files: Iterable[Path]) -> None:
    """Fetch missing weights first, so that the download does not use up a call's time."""
    from callgrade.hearing.recognition.weights import fetch_weights
    from callgrade.intake.documents.document_endings import DOCUMENT_ENDINGS

    if any(file.suffix.lower() not in DOCUMENT_ENDINGS for file in files):
        fetch_weights(spec.model_name)


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)
