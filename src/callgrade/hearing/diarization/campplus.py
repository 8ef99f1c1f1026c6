"""The network of voice prints: CAM++ (Wang et al. 2023, arXiv:2303.00332), run by ONNX Runtime on one thread.

It comes in two parts: what is heard at each moment, and the print of what is heard in a window. So windows that overlap
share most of the work. Its weights are Apache-2.0 and come with this package: ``network/NOTICE.md`` says from where
and how they were made.
"""

from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from callgrade.hearing.diarization.filter_banks import Frames

DIMENSIONS = 192
SEGMENT_FRAMES = 20
MOMENT_FRAMES = 2

Features = npt.NDArray[np.float32]
Embeddings = npt.NDArray[np.float32]


def hear(frames: Frames) -> Features:
    """What is heard every 20 ms of ``frames``, shape (n, 80), n a multiple of 20; shape (n / 2, 512)."""
    features: Features = _session("trunk").run(None, {"frames": frames - frames.mean(axis=0)})[0]
    return features


def embed(features: Features) -> Embeddings:
    """The embedding of a window of ``features``, two moments or more, of unit length, shape (192,)."""
    statistics = np.concatenate([features.mean(axis=0), features.std(axis=0, ddof=1)])
    embedding = _session("head").run(None, {"statistics": statistics[None]})[0][0]
    unit: Embeddings = embedding / (np.linalg.norm(embedding) + np.float32(1e-12))
    return unit


@lru_cache(maxsize=2)
def _session(part: str) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    with as_file(files("callgrade.hearing.diarization").joinpath("network", f"campplus_{part}.onnx")) as path:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
