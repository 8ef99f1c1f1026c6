"""How many embeddings it takes to find two voices."""

import numpy as np
import pytest

from callgrade.config.load import load_settings
from callgrade.hearing.diarization import prints
from callgrade.hearing.diarization.voice_count import best_split, may_be_two
from callgrade.model.span import Span

SETTINGS = load_settings().hearing.speakers


@pytest.mark.parametrize("step_s", [0.5, 1.0])
def test_fewer_embeddings_than_two_voices_need_are_never_split(step_s: float) -> None:
    random = np.random.default_rng(3)
    for count in range(2, 14):
        found = random.normal(size=(count, 192)).astype(np.float32)
        if not may_be_two(count, step_s, SETTINGS.two_voices):
            assert best_split(found, step_s, SETTINGS.two_voices) is None


def test_in_a_short_call_no_embedding_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(prints, "embed_windows", refused)
    assert prints.take_prints(np.zeros(8000 * 5, np.float32), 8000, (Span(0.0, 5.0),), SETTINGS) is None
    with pytest.raises(AssertionError):
        prints.take_prints(np.zeros(8000 * 9, np.float32), 8000, (Span(0.0, 9.0),), SETTINGS)
