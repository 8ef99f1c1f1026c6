"""Two voices on one channel are separated; one voice is not split in two."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soxr

from callgrade.config.hearing import HearingSettings
from callgrade.config.load import load_settings
from callgrade.hearing.activity.voice_activity import find_speech
from callgrade.hearing.diarization.diarize import Diarization, diarize
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.record import CallRecord
from callgrade.model.recording import Recording, Samples
from callgrade.model.span import Span, Spans, intersect, total_s

FOLDER = Path(__file__).parents[4] / "sample_audio"
TWO_CHANNELS = ["01_insurance_good.wav", "04_energy_outbound.mp3", "05_travel_hold.ogg", "11_hotel_overpolite.mp3"]
MOST_CONFUSED = 0.05


@dataclass(frozen=True)
class Heard:
    recording: Recording
    speech: tuple[Spans, Spans]


@pytest.fixture(scope="module")
def settings() -> HearingSettings:
    return load_settings().hearing


@pytest.fixture(scope="module")
def calls(settings: HearingSettings) -> Mapping[str, Heard]:
    """Two-channel sample calls with the speech of each channel: the truth for their mix."""
    heard = {}
    for name in TWO_CHANNELS:
        call = open_call(FOLDER / name, load_settings().intake, CallRecord())
        assert isinstance(call, RecordedCall)
        left, right = (
            find_speech(channel, call.recording.sample_rate_hz, (), settings.activity).timing
            for channel in call.recording.channels
        )
        heard[name] = Heard(call.recording, (left, right))
    return heard


def mixed(call: Heard, customer_db: float = 0.0) -> Samples:
    left, right = (channel[:] for channel in call.recording.channels)
    mix = (left + right * 10 ** (customer_db / 20)) / 2
    return mix.astype(np.float32)


@pytest.fixture(scope="module")
def separations(calls: Mapping[str, Heard], settings: HearingSettings) -> Mapping[str, Diarization]:
    """The voices of each call's mix at equal levels."""
    return {name: separated(mixed(call), call, settings) for name, call in calls.items()}


def separated(samples: Samples, call: Heard, settings: HearingSettings) -> Diarization:
    rate_hz = call.recording.sample_rate_hz
    speech = find_speech(samples, rate_hz, (), settings.activity).timing
    return diarize(samples, rate_hz, speech, settings.speakers)


def confused(separation: Diarization, call: Heard) -> float:
    """Share of the speech that is given to the wrong voice, whichever way round the voices are named."""
    first, second = separation.voices
    left, right = call.speech
    straight = total_s(intersect(first, right)) + total_s(intersect(second, left))
    crossed = total_s(intersect(first, left)) + total_s(intersect(second, right))
    return min(straight, crossed) / (straight + crossed)


@pytest.mark.parametrize("name", TWO_CHANNELS)
def test_two_voices_of_equal_level_are_separated(
    name: str, calls: Mapping[str, Heard], separations: Mapping[str, Diarization]
) -> None:
    assert len(separations[name].voices) == 2, separations[name].similarity
    assert confused(separations[name], calls[name]) <= MOST_CONFUSED


@pytest.mark.parametrize("customer_db", [-10.0, 6.0])
@pytest.mark.parametrize("name", TWO_CHANNELS[1:3])
def test_two_voices_are_separated_at_any_level(
    name: str, customer_db: float, calls: Mapping[str, Heard], settings: HearingSettings
) -> None:
    separation = separated(mixed(calls[name], customer_db), calls[name], settings)
    assert len(separation.voices) == 2, separation.similarity
    assert confused(separation, calls[name]) <= MOST_CONFUSED


@pytest.mark.parametrize("name", TWO_CHANNELS)
def test_two_voices_in_the_telephone_band_are_separated(
    name: str, calls: Mapping[str, Heard], settings: HearingSettings
) -> None:
    samples = np.asarray(soxr.resample(mixed(calls[name]), calls[name].recording.sample_rate_hz, 8000), np.float32)
    speech = find_speech(samples, 8000, (), settings.activity).timing
    separation = diarize(samples, 8000, speech, settings.speakers)
    assert len(separation.voices) == 2, separation.similarity
    assert confused(separation, calls[name]) <= MOST_CONFUSED


@pytest.mark.parametrize("name", TWO_CHANNELS)
def test_two_voices_are_no_more_than_two(name: str, separations: Mapping[str, Diarization]) -> None:
    assert not separations[name].more


@pytest.mark.parametrize("other", ["05_travel_hold.ogg", "04_energy_outbound.mp3", "11_hotel_overpolite.mp3"])
def test_a_third_voice_that_takes_over_is_noticed(
    other: str, calls: Mapping[str, Heard], settings: HearingSettings
) -> None:
    first, transferred_to = (calls[name] for name in ("01_insurance_good.wav", other))
    assert first.recording.sample_rate_hz == transferred_to.recording.sample_rate_hz
    sound = np.concatenate([mixed(first), transferred_to.recording.channels[0]])
    assert separated(sound, first, settings).more


@pytest.mark.parametrize("name", TWO_CHANNELS)
def test_a_decision_on_little_speech_is_uncertain(name: str, separations: Mapping[str, Diarization]) -> None:
    separation = separations[name]
    assert total_s(separation.doubtful) <= 0.03 * total_s(_speech(separation))


def test_voices_do_not_depend_on_the_gain(
    calls: Mapping[str, Heard], separations: Mapping[str, Diarization], settings: HearingSettings
) -> None:
    call, loud = calls[TWO_CHANNELS[2]], separations[TWO_CHANNELS[2]]
    quiet = diarize(mixed(call) / np.float32(4), call.recording.sample_rate_hz, _speech(loud), settings.speakers)
    assert total_s(intersect(loud.voices[0], quiet.voices[0])) >= 0.98 * total_s(loud.voices[0])


@pytest.mark.parametrize("channel", [0, 1])
@pytest.mark.parametrize("name", TWO_CHANNELS)
def test_one_voice_is_not_split_in_two(
    name: str, channel: int, calls: Mapping[str, Heard], settings: HearingSettings
) -> None:
    call = calls[name]
    separation = diarize(
        call.recording.channels[channel], call.recording.sample_rate_hz, call.speech[channel], settings.speakers
    )
    assert separation.voices == (call.speech[channel],)


@pytest.mark.parametrize("name", TWO_CHANNELS)
def test_the_voices_share_all_the_speech_between_them(name: str, separations: Mapping[str, Diarization]) -> None:
    separation = separations[name]
    first, second = separation.voices
    assert intersect(first, second) == ()
    assert total_s(first) + total_s(second) == pytest.approx(total_s(_speech(separation)))


@pytest.mark.parametrize("speech", [(), (Span(0.1, 0.6),)], ids=["none", "a word"])
def test_too_little_speech_is_one_voice(speech: Spans, settings: HearingSettings) -> None:
    found = diarize(np.zeros(8000, np.float32), 8000, speech, settings.speakers)
    assert found == Diarization((speech,), None, unsure=bool(speech))


def _speech(separation: Diarization) -> Spans:
    return tuple(sorted(span for voice in separation.voices for span in voice))
