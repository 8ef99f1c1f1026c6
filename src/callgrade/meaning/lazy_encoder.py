"""The sentence encoder, loaded with the first text: a short call may have none that it must read."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from callgrade.meaning.model_file import Floats
from callgrade.meaning.sentence_encoder import SentenceEncoder
from callgrade.meaning.vectors import WIDTH


@dataclass(frozen=True)
class LazyEncoder:
    """``path``: the file of the weights, verified."""

    path: Path

    @cached_property
    def _loaded(self) -> SentenceEncoder:
        return SentenceEncoder(self.path)

    def __call__(self, texts: Sequence[str]) -> Floats:
        """See ``SentenceEncoder``."""
        return self._loaded(texts) if texts else np.zeros((0, WIDTH), np.float32)

    def in_context(self, texts: Sequence[tuple[str, str, str]]) -> Floats:
        """See ``SentenceEncoder``."""
        return self._loaded.in_context(texts) if texts else np.zeros((0, 2 * WIDTH), np.float32)
