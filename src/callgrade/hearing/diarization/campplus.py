"""The network of voice prints: CAM++ (Wang et al. 2023, arXiv:2303.00332), run by ONNX Runtime on one thread.

Its weights are Apache-2.0 and come with this package: ``network/NOTICE.md`` says from where and how they were made.
"""

from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from callgrade.hearing.diarization.filter_banks import Frames

BATCH = 4  # more at once take longer: what a layer passes on no longer fits into the cache
DIMENSIONS = 192

Embeddings = npt.NDArray[np.float32]


def embed(windows: Frames) -> Embeddings:
    """The embeddings of ``windows``, shape (n, 50 to 200 frames, 80), of unit length, shape (n, 192)."""
    levelled = windows - windows.mean(axis=1, keepdims=True)
    batches = [levelled[i : i + BATCH] for i in range(0, len(levelled), BATCH)]
    embeddings = np.concatenate([_session().run(None, {"frames": batch})[0] for batch in batches])
    unit: Embeddings = embeddings / (np.linalg.norm(embeddings, axis=1, keepdims=True) + np.float32(1e-12))
    return unit


@lru_cache(maxsize=1)
def _session() -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    with as_file(files("callgrade.hearing.diarization").joinpath("network", "campplus.onnx")) as path:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
