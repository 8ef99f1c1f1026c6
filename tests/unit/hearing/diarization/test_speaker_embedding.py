"""The encoder of the speaker embeddings, and the error if it is not installed."""

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from callgrade.config.hearing import EncoderName
from callgrade.config.load import load_settings
from callgrade.errors import ModelError
from callgrade.hearing.diarization.encoder import DIMENSIONS, Encoder
from callgrade.hearing.diarization.ge2e_encoder import Ge2eLite
from callgrade.hearing.diarization.resemblyzer_encoder import Resemblyzer
from callgrade.hearing.diarization.speaker_embedding import embed_speech, find_encoder
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.record import CallRecord
from callgrade.model.recording import Samples

SAMPLE = Path(__file__).parents[4] / "sample_audio" / "05_travel_hold.ogg"
HEAVY_IS_HERE = find_spec("torch") is not None and find_spec("resemblyzer") is not None
needs_heavy = pytest.mark.skipif(not HEAVY_IS_HERE, reason="the extra heavy-speakers is not installed")


def test_the_usual_encoder_comes_with_callgrade() -> None:
    assert load_settings().hearing.speakers.encoder is EncoderName.GE2E_LITE
    assert isinstance(find_encoder(EncoderName.GE2E_LITE), Ge2eLite)


@pytest.mark.parametrize("package", ["resemblyzer", "torch"])
def test_an_encoder_that_is_not_installed_says_how_to_install_it(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_encoder.cache_clear()
    if package == "torch":  # the weights are there, what runs them is not
        (tmp_path / "resemblyzer").mkdir()
        (tmp_path / "resemblyzer" / "__init__.py").touch()
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.setitem(sys.modules, "torch", None)
    else:
        monkeypatch.setattr("callgrade.hearing.diarization.resemblyzer_encoder.find_spec", lambda _: None)
    with pytest.raises(ModelError, match=f"the package {package} is not installed") as error:
        find_encoder(EncoderName.RESEMBLYZER)
    assert 'pip install "callgrade[heavy-speakers]"' in error.value.remedy


@pytest.mark.parametrize("make", [Ge2eLite, pytest.param(Resemblyzer, marks=needs_heavy)])
def test_embeddings_of_one_voice_are_more_alike_than_those_of_two(make: type[Encoder]) -> None:
    call = open_call(SAMPLE, load_settings().intake, CallRecord())
    assert isinstance(call, RecordedCall)
    left, right = (
        embed_speech(channel, call.recording.sample_rate_hz, _loudest(channel, call.recording.sample_rate_hz), make())
        for channel in call.recording.channels
    )
    assert left.shape == (8, DIMENSIONS)
    assert np.linalg.norm(left, axis=1) == pytest.approx(1, abs=1e-5)
    within = (np.mean(left @ left.T) + np.mean(right @ right.T)) / 2
    assert within > np.mean(left @ right.T) + 0.1


def _loudest(samples: Samples, rate_hz: int) -> npt.NDArray[np.float64]:
    """Middles of the eight loudest stretches of 0.8 s, ascending."""
    length = int(0.8 * rate_hz)
    power = (samples[: samples.size // length * length].reshape(-1, length) ** 2).mean(axis=1)
    return np.asarray((np.sort(np.argsort(power)[-8:]) + 0.5) * 0.8, np.float64)
