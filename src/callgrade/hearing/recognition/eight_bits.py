"""Whisper's weights in 8 bits, made of the published ones once and kept beside them.

CTranslate2 rounds weights of 16 bits whenever it loads them for ``int8``; a fifth of a short call is spent on that.
What it makes of them is the same on every machine: a row of a matrix is multiplied by 127 and divided by its largest
number, then rounded. So the kept file holds the numbers that it would compute with, to the last bit, in its own format
(``ctranslate2/specs/model_spec.py``, binary version 6). Where the file cannot be kept, the published weights serve.
"""

import json
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

from callgrade.files import digest_of, replacing, sweep

FOLDER, MODEL, STAMP = "int8", "model.bin", "made_of.json"
_BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")
_VERSION = 6
_FLOAT32, _INT8, _FLOAT16 = 0, 1, 4
"""CTranslate2's numbers for types."""

_END, _SCALE = b"weight\0", b"weight_scale\0"
_ROWS = 4096
"""Rows that are rounded at once, to need little memory."""


class _Variable(NamedTuple):
    """``name``: with its zero byte. ``data``: as it is in the file."""

    name: bytes
    shape: tuple[int, ...]
    kind: int
    data: bytes


def in_eight_bits(weights: Path) -> Path:
    """The folder with the weights of the folder ``weights`` in 8 bits; ``weights`` itself if it cannot be made."""
    folder = weights / FOLDER
    with suppress(OSError, ValueError, struct.error):
        if _stamp_of(folder).get("of") != _state(weights / MODEL) or not _is_untouched(folder):
            _make(weights, folder)
        return folder
    return weights


def is_intact(weights: Path) -> bool:
    """Whether the kept file has the bytes that were written; true if there is none."""
    written = _stamp_of(weights / FOLDER).get("sha256")
    return written is None or written == _sha256_of(weights / FOLDER / MODEL)


def _make(weights: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    sweep(folder)
    with replacing(*(folder / name for name in _BESIDE)) as files:
        for file, name in zip(files, _BESIDE, strict=True):
            file.write((weights / name).read_bytes())
    with replacing(folder / MODEL) as (file,), (weights / MODEL).open("rb") as source:
        _convert(source, file)
    stamp = {"of": _state(weights / MODEL), "files": _states(folder), "sha256": _sha256_of(folder / MODEL)}
    with replacing(folder / STAMP) as (file,):
        file.write(json.dumps(stamp).encode("ascii"))


def _stamp_of(folder: Path) -> dict[str, object]:
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _is_untouched(folder: Path) -> bool:
    return _stamp_of(folder).get("files") == _states(folder)


def _states(folder: Path) -> list[list[int]]:
    return [_state(folder / name) for name in (MODEL, *_BESIDE)]


def _state(path: Path) -> list[int]:
    state = path.stat()
    return [state.st_size, state.st_mtime_ns]


def _sha256_of(path: Path) -> str | None:
    digest = digest_of(path, "sha256")
    return None if digest is None else digest.hex()


def _convert(source: BinaryIO, target: BinaryIO) -> None:
    """Write the model in ``source`` in 8 bits to ``target``; raises ``ValueError`` for another version."""
    (version,) = _unpacked(source, "I")
    if version != _VERSION:
        raise ValueError(f"version {version}")
    name, revision = _text(source), source.read(4)
    variables = [rounded for variable in _variables(source) for rounded in _rounded(variable)]
    aliases = [(_text(source), _text(source)) for _ in range(*_unpacked(source, "I"))]
    aliases += [(one[: -len(_END)] + _SCALE, of[: -len(_END)] + _SCALE) for one, of in aliases if one.endswith(_END)]
    target.write(struct.pack("<I", version) + _packed(name) + revision + struct.pack("<I", len(variables)))
    for one in variables:
        shape = struct.pack(f"<B{len(one.shape)}I", len(one.shape), *one.shape)
        target.write(_packed(one.name) + shape + struct.pack("<BI", one.kind, len(one.data)))
        target.write(one.data)
    target.write(struct.pack("<I", len(aliases)) + b"".join(_packed(one) + _packed(of) for one, of in aliases))


def _variables(source: BinaryIO) -> Iterator[_Variable]:
    for _ in range(*_unpacked(source, "I")):
        name = _text(source)
        shape = _unpacked(source, f"{_unpacked(source, 'B')[0]}I")
        kind, size = _unpacked(source, "BI")
        yield _Variable(name, shape, kind, source.read(size))


def _rounded(variable: _Variable) -> Iterator[_Variable]:
    """The matrix of a layer as its rounded rows and what they were multiplied by; anything else as it is."""
    if variable.kind != _FLOAT16 or len(variable.shape) != 2 or not variable.name.endswith(_END):
        yield variable
        return
    rows = np.frombuffer(variable.data, np.float16).reshape(variable.shape)
    blocks = [_rounded_rows(rows[start : start + _ROWS].astype(np.float32)) for start in range(0, len(rows), _ROWS)]
    yield _Variable(variable.name, variable.shape, _INT8, b"".join(steps.tobytes() for steps, _ in blocks))
    scales = np.concatenate([scale for _, scale in blocks])
    yield _Variable(variable.name[: -len(_END)] + _SCALE, scales.shape, _FLOAT32, scales.tobytes())


def _rounded_rows(rows: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    largest = np.abs(rows).max(axis=1)
    scales = np.where(largest > 0, np.float32(127) / np.where(largest > 0, largest, np.float32(1)), np.float32(1))
    return np.rint(rows * scales[:, None]).astype(np.int8), scales


def _text(source: BinaryIO) -> bytes:
    return source.read(*_unpacked(source, "H"))


def _packed(text: bytes) -> bytes:
    return struct.pack("<H", len(text)) + text


def _unpacked(source: BinaryIO, form: str) -> tuple[int, ...]:
    form = f"<{form}"
    return struct.unpack(form, source.read(struct.calcsize(form)))
