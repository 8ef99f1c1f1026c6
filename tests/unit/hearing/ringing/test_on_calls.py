"""Ring-back on real recordings: three hold some, no other does."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.line_sound import find_sound
from callgrade.hearing.ringing.detect import RingBack, detect_ringing
from callgrade.model.recording import Samples
from callgrade.model.span import total_s

AUDIO = {".wav", ".mp3", ".flac", ".gsm", ".amr"}
WITH_RING_BACK = {"ringback.wav", "emily_01_mono.wav", "emily_02_mono.wav"}

pytestmark = pytest.mark.shared


def channels_of(path: Path) -> tuple[list[Samples], int]:
    """All channels of ``path``, decoded without callgrade's intake, and their rate."""
    raw_gsm = path.suffix == ".gsm" and path.parent.name == "tones"
    with av.open(str(path), format="gsm" if raw_gsm else None) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="fltp")
        frames = [part for frame in container.decode(stream) for part in resampler.resample(frame)]
        rate_hz = stream.rate
    blocks = [frame.to_ndarray() for frame in (*frames, *resampler.resample(None))]
    return list(np.concatenate(blocks, axis=1).astype(np.float32)), rate_hz


def recordings(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.suffix in AUDIO)


def heard(path: Path, hearing: HearingSettings) -> RingBack:
    channels, rate_hz = channels_of(path)
    return detect_ringing(channels, rate_hz, hearing.ringing)


def test_the_tail_of_a_ring_at_the_start_of_a_mobile_call(shared_calls: Path, hearing: HearingSettings) -> None:
    ringing = heard(shared_calls / "human" / "emily_01_mono.wav", hearing).ringing
    assert ringing is not None
    assert ringing.starts_mid_ring
    assert ringing.rings == 1
    assert ringing.frequencies_hz == pytest.approx([450], abs=2)
    assert ringing.bursts[0].end_s == pytest.approx(0.9, abs=0.05)
    assert ringing.answer_s is None


def test_one_cycle_of_american_ring_back(shared_calls: Path, hearing: HearingSettings) -> None:
    ringing = heard(shared_calls / "tones" / "ringback.wav", hearing).ringing
    assert ringing is not None
    assert ringing.frequencies_hz == pytest.approx([440, 480], abs=2)
    assert ringing.bursts[0].duration_s == pytest.approx(2, abs=0.02)


def test_no_other_recording_rings(shared_calls: Path, hearing: HearingSettings) -> None:
    ringing = {path.name for path in recordings(shared_calls) if any(heard(path, hearing).spans)}
    assert ringing == WITH_RING_BACK


@pytest.mark.parametrize("name", ["hold_music_coffee.gsm", "hold_music_robot.gsm"])
def test_hold_music_is_sound_almost_throughout(shared_calls: Path, hearing: HearingSettings, name: str) -> None:
    (samples,), rate_hz = channels_of(shared_calls / "tones" / name)
    sound = find_sound(samples, rate_hz, (), (), hearing.sound)
    assert total_s(sound) >= 0.9 * samples.size / rate_hz
