"""The network of voice activity: Silero VAD 6 (https://github.com/snakers4/silero-vad), by ONNX Runtime on one thread.

Its weights are MIT and come with this package: ``voice_activity_network/NOTICE.md`` says from where and how they were
made. The network hears blocks of two halves; each half but the first is heard in two blocks.
"""

from collections.abc import Iterable, Iterator
from importlib.resources import as_file, files
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

RATE_HZ = 16_000
FRAME_SAMPLES = 512
FRAME_S = FRAME_SAMPLES / RATE_HZ
CONTEXT_SAMPLES = 64
HALVES = 8  # at once; more do not fit into the cache
_WIDTH = CONTEXT_SAMPLES + FRAME_SAMPLES

Frames = npt.NDArray[np.float32]
Probabilities = npt.NDArray[np.float32]


def hear(halves: Iterable[Frames], frames: int, warm_up: int) -> Iterator[Probabilities]:
    """Yield the probability of speech in the frames of each of ``halves``, shape (``frames``,).

    ``halves``: shape (``frames``, 512) each, the last one may be shorter and gets zeros at its end. Of a half's two
    blocks the surer one counts; the one that begins with it counts only from its frame ``warm_up`` on.
    """
    before: Probabilities | None = None
    session = _session()  # of this channel: it keeps 40 MB of working memory, and is loaded in 10 ms
    for block in _blocks(session, chain(_with_context(halves, frames), [np.zeros((frames, _WIDTH), np.float32)])):
        own = block[:frames]
        if before is not None:
            own = np.concatenate([before[:warm_up], np.maximum(before, own)[warm_up:]])
        yield own
        before = block[frames:]


def hear_apart(sounds: Iterable[Frames]) -> Iterator[Probabilities]:
    """Yield the probability of speech in the frames of each of ``sounds``, which do not follow each other."""
    session = None
    for sound in sounds:
        session = session or _session()
        half = -(-len(sound) // 2)
        (block,) = _run(session, list(_with_context([sound[:half], sound[half:]], half)))
        yield block[: len(sound)]


def _with_context(halves: Iterable[Frames], frames: int) -> Iterator[Frames]:
    """Each half with the samples before each frame, shape (``frames``, 576)."""
    before = np.zeros(CONTEXT_SAMPLES, np.float32)
    for half in halves:
        sound = np.concatenate([before, half.reshape(-1)])
        before = sound[-CONTEXT_SAMPLES:]
        wide = np.zeros((frames, _WIDTH), np.float32)
        wide[: len(half)] = np.lib.stride_tricks.sliding_window_view(sound, _WIDTH)[::FRAME_SAMPLES]
        yield wide


def _blocks(session: Any, halves: Iterable[Frames]) -> Iterator[Probabilities]:
    """Yield the answers for each two halves that follow each other, shape (2 · frames,)."""
    waiting: list[Frames] = []
    for half in halves:
        waiting.append(half)
        if len(waiting) > HALVES:
            yield from _run(session, waiting)
            del waiting[:-1]
    if len(waiting) > 1:
        yield from _run(session, waiting)


def _run(session: Any, halves: list[Frames]) -> Probabilities:
    answers: Probabilities = session.run(None, {"halves": np.stack(halves)})[0]
    return answers


def _session() -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    with as_file(files("callgrade").joinpath("hearing", "voice_activity_network", "silero.onnx")) as path:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
