"""Trained classifiers in a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from callgrade.files import replacing
from callgrade.meaning.classifier import Classifier
from callgrade.meaning.hidden_layer import HiddenLayer
from callgrade.meaning.vectors import WIDTH

_OTHER = ""
"""Stands for other languages among those of the limits."""


def read_classifiers(path: Path) -> dict[str, Classifier] | None:
    """Norm id → classifier; ``None`` if there is no such file, or it is damaged."""
    try:
        with np.load(path, allow_pickle=False) as file:
            languages = file["languages"].tolist()
            layer = _layer(file, languages) if "layer" in file else None
            columns = file["norms"].tolist(), file["weights"], file["limits"].tolist(), file["bands"].tolist()
            return {
                norm: _classifier(weights.astype(np.int64), dict(zip(languages, limits, strict=True)), band, layer)
                for norm, weights, limits, band in zip(*columns, strict=True)
            }
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def learnt_from(path: Path) -> str:
    """What ``write_classifiers`` was told that they learnt from; raises ``OSError``."""
    with np.load(path, allow_pickle=False) as file:
        return str(file["learnt_from"])


def write_classifiers(path: Path, classifiers: Mapping[str, Classifier], learnt_from: str = "") -> None:
    """Write ``classifiers``, which have one hidden layer or none, to ``path`` in one step; raises ``OSError``.

    ``learnt_from``: the hash of their sentences, which tells whether they are those of the pack.
    """
    languages = sorted({code for one in classifiers.values() for code in one.limits})
    weights = [one.weights for one in classifiers.values()]
    limits = [[*(one.limits[code] for code in languages), one.other] for one in classifiers.values()]
    layers = {one.layer for one in classifiers.values()}
    (layer,) = layers or {None}
    with replacing(path) as (file,):
        np.savez_compressed(
            file,
            learnt_from=np.array(learnt_from),
            norms=np.array(list(classifiers), dtype=np.str_),
            languages=np.array([*languages, _OTHER], dtype=np.str_),
            weights=np.array(weights, dtype=np.int32).reshape(len(weights), -1 if weights else WIDTH),
            limits=np.array(limits, dtype=np.int64).reshape(-1, len(languages) + 1),
            bands=np.array([one.band for one in classifiers.values()], dtype=np.int64),
            **(_arrays(layer, languages) if layer else {}),
        )


def _arrays(layer: HiddenLayer, languages: list[str]) -> dict[str, Any]:
    thresholds = [*(layer.thresholds[code] for code in languages), layer.other]
    return {"layer": layer.weights.astype(np.int32), "thresholds": np.array(thresholds).astype(np.int32)}


def _layer(file: Mapping[str, npt.NDArray[np.int32]], languages: list[str]) -> HiddenLayer:
    thresholds = dict(zip(languages, file["thresholds"].astype(np.float64), strict=True))
    other = thresholds.pop(_OTHER)
    return HiddenLayer(file["layer"].astype(np.float64), thresholds, other)


def _classifier(
    weights: npt.NDArray[np.int64], limits: dict[str, int], band: int, layer: HiddenLayer | None
) -> Classifier:
    other = limits.pop(_OTHER)
    return Classifier(weights, limits, other, band, layer)
