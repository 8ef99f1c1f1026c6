"""Vectors of example sentences, kept in a file so that they are made once.

The file that comes with the program holds those of its own examples: the same on every machine. Sentences of a site
are added in the user's cache.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from callgrade.files import replacing
from callgrade.meaning.vectors import WIDTH, Encode, Small, small

_DIGEST_BYTES = 12


def read_vectors(path: Path) -> Mapping[bytes, Small]:
    """Digest of a sentence → its vector; empty if there is no such file, or it is damaged."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return dict(zip(map(bytes, file["digests"]), file["vectors"], strict=True))
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}


def write_vectors(path: Path, vectors: Mapping[bytes, Small]) -> None:
    """Write ``vectors`` to ``path`` in one step, in the order of their digests; raises ``OSError``."""
    digests = sorted(vectors)
    rows = np.stack([vectors[digest] for digest in digests]) if digests else np.zeros((0, WIDTH), np.int8)
    table = np.frombuffer(b"".join(digests), np.uint8).reshape(-1, _DIGEST_BYTES)
    with replacing(path) as (file,):
        np.savez_compressed(file, digests=table, vectors=rows)


def encoded(texts: Sequence[str], known: Mapping[bytes, Small], encode: Encode | None) -> Mapping[bytes, Small]:
    """The vectors of those of ``texts`` that are not ``known``; none without an encoder."""
    new = {digest(text): text for text in texts}
    new = {key: text for key, text in new.items() if key not in known}
    if encode is None or not new:
        return {}
    return dict(zip(new, small(encode(list(new.values()))), strict=True))


def digest(text: str) -> bytes:
    """What a sentence is known by."""
    return hashlib.sha256(text.encode()).digest()[:_DIGEST_BYTES]
