"""Trained classifiers in a file."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from callgrade.files import replacing
from callgrade.meaning.classifier import Classifier
from callgrade.meaning.vectors import WIDTH

_OTHER = ""
"""Stands for other languages among those of the limits."""


def read_classifiers(path: Path) -> dict[str, Classifier] | None:
    """Norm id → classifier; ``None`` if there is no such file, or it is damaged."""
    try:
        with np.load(path, allow_pickle=False) as file:
            languages = file["languages"].tolist()
            columns = file["norms"].tolist(), file["weights"], file["limits"].tolist(), file["bands"].tolist()
            return {
                norm: _classifier(weights, dict(zip(languages, limits, strict=True)), band)
                for norm, weights, limits, band in zip(*columns, strict=True)
            }
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def write_classifiers(path: Path, classifiers: Mapping[str, Classifier]) -> None:
    """Write ``classifiers`` to ``path`` in one step; raises ``OSError``."""
    languages = sorted({code for one in classifiers.values() for code in one.limits})
    weights = [one.weights for one in classifiers.values()]
    limits = [[*(one.limits[code] for code in languages), one.other] for one in classifiers.values()]
    with replacing(path) as (file,):
        np.savez_compressed(
            file,
            norms=np.array(list(classifiers), dtype=np.str_),
            languages=np.array([*languages, _OTHER], dtype=np.str_),
            weights=np.array(weights, dtype=np.int64).reshape(-1, WIDTH),
            limits=np.array(limits, dtype=np.int64).reshape(-1, len(languages) + 1),
            bands=np.array([one.band for one in classifiers.values()], dtype=np.int64),
        )


def _classifier(weights: npt.NDArray[np.int64], limits: dict[str, int], band: int) -> Classifier:
    other = limits.pop(_OTHER)
    return Classifier(weights, limits, other, band)
