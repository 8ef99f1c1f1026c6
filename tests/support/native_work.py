"""Work for worker processes that sets the threads of native libraries going."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from callgrade.workers.protocol import ReportStage, Work


@dataclass(frozen=True)
class NativeThreads:
    """Makes work that lets CTranslate2 (OpenMP, ``threads`` of them) and onnxruntime run once for each task."""

    weights: Path
    threads: int

    def __call__(self) -> Work[int, int]:
        from ctranslate2 import StorageView
        from ctranslate2.models import Whisper
        from faster_whisper.vad import get_vad_model

        model = Whisper(str(self.weights), compute_type="float32", intra_threads=self.threads)
        silence = np.zeros((1, 80, 100), np.float32)  # a second of sound

        def work(tasks: Sequence[int], report: ReportStage) -> Iterator[int]:
            for _ in tasks:
                model.encode(StorageView.from_array(silence))
                get_vad_model()(np.zeros(16_384, np.float32))
                yield os.getpid()

        return work
