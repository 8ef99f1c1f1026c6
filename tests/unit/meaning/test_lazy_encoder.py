"""The encoder is loaded with the first text."""

from pathlib import Path

import pytest

from callgrade.meaning.lazy_encoder import LazyEncoder


def test_without_a_text_nothing_is_loaded() -> None:
    encode = LazyEncoder(Path("no-such-file"))
    assert encode([]).shape == (0, 384)
    assert encode.in_context([]).shape == (0, 768)
    with pytest.raises(FileNotFoundError):
        encode(["hello"])
