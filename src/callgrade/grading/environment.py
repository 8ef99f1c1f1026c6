"""What scorecards depend on besides call and settings: this machine's program, libraries, norms and weights.

Another machine may take part in a run only if all of them are the same. So a scorecard never depends on the machine.
"""

import hashlib
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from callgrade import __version__
from callgrade.config.folder import configs_folder
from callgrade.errors import CallgradeError
from callgrade.grading.spec import GraderSpec
from callgrade.hearing.recognition.weights import default_cache, find_weights
from callgrade.meaning.encoder_weights import find_encoder

# Libraries that words and measurements depend on.
LIBRARIES = (
    "av", "ctranslate2", "faster-whisper", "jellyfish", "librosa", "numpy", "onnxruntime",
    "opencc-python-reimplemented", "py3langid", "pypinyin", "rapidfuzz", "scipy", "soxr", "swift-f0", "syllapy",
    "unicode-rbnf",
)  # fmt: skip
MISSING = "missing"


def environment_of(spec: GraderSpec) -> Mapping[str, str]:
    """Name → version or digest, on the machine that runs this. Reads the weights, which takes seconds if large."""
    return dict(_entries(spec))


def _entries(spec: GraderSpec) -> Iterator[tuple[str, str]]:
    yield "callgrade", __version__
    for library in LIBRARIES:
        yield library, _version(library)
    yield "configs and norms", _digest_of_folder(configs_folder())
    if spec.site:
        yield f"norms of the site, {spec.site}", _digest(spec.site)
    encoder = find_encoder(default_cache())
    yield "weights of the sentence encoder", _digest(encoder) if encoder else MISSING
    yield f"weights of {spec.model_name}", _digest_of_weights(spec.model_name)


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
    """First 12 hex digits of a file's SHA-256; ``MISSING`` if it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()[:12]
    except OSError:
        return MISSING


def _digest_of_folder(folder: Path) -> str:
    """The same for the names and contents of all YAML files and weights in ``folder``."""
    digest = hashlib.sha256()
    for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.npz")]):
        digest.update(f"{path.relative_to(folder).as_posix()} {_digest(path)}\n".encode())
    return digest.hexdigest()[:12]
