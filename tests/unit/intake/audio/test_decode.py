"""Every format gives the sound that was put in, at its own rate, and says when its end is missing."""

import io
import tracemalloc

import numpy as np
import pytest
from tests.support.recordings import ALL, MONO_ONLY, OPEN_ENDED, encoded, pcm16, raw_gsm, tone, wav_bytes

from callgrade.config.intake import IntakeSettings
from callgrade.errors import InputError
from callgrade.intake.audio.decode import Decoded, decode
from callgrade.intake.audio.sniff import FileKind, sniff

LOSSLESS = (
    "pcm_16.wav",
    "pcm_24.wav",
    "pcm_32.wav",
    "float.wav",
    "double.wav",
    "rf64.wav",
    "call.flac",
)


def decoded(content: bytes, settings: IntakeSettings, name: str = "call") -> Decoded:
    file = io.BytesIO(content)
    kind = sniff(file, name)
    assert kind is not None
    return decode(file, len(content), name, kind, settings)


def refused(content: bytes, settings: IntakeSettings) -> InputError:
    with pytest.raises(InputError) as caught:
        decoded(content, settings)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("seconds", [0.2, 3.0])
@pytest.mark.parametrize("which", ALL)
def test_an_intact_recording_is_whole_and_has_no_warning(which: str, seconds: float, intake: IntakeSettings) -> None:
    rate_hz = 16000 if which.endswith((".m4a", ".aac")) else 8000
    result = decoded(encoded(which, seconds, rate_hz=rate_hz), intake, which)
    assert result.warnings == ()
    assert result.sample_rate_hz == rate_hz
    duration_s = result.channels[0].size / result.sample_rate_hz
    assert duration_s == pytest.approx(seconds, abs=0.22)  # an encoder's delay and the rest of its last frame
    assert result.channels[0][:].dtype == np.float32
    assert 0.2 < np.abs(result.channels[0]).max() <= 1.1


@pytest.mark.parametrize("which", [which for which in ALL if which not in MONO_ONLY])
def test_channels_stay_apart(which: str, intake: IntakeSettings) -> None:
    result = decoded(encoded(which, 2.0, channels=2, rate_hz=16000), intake, which)
    left, right = (np.argmax(np.abs(np.fft.rfft(channel))) for channel in result.channels)
    seconds = result.channels[0].size / result.sample_rate_hz
    assert left / seconds == pytest.approx(330, abs=4)
    assert right / seconds == pytest.approx(660, abs=4)


@pytest.mark.parametrize("which", LOSSLESS)
def test_a_lossless_recording_is_sample_for_sample_what_was_recorded(which: str, intake: IntakeSettings) -> None:
    expected = tone(1.0)[:, 0]
    np.testing.assert_allclose(decoded(encoded(which, 1.0), intake).channels[0], expected, atol=1 / 32000)


@pytest.mark.parametrize("kept", [0.98, 0.7, 0.3])
@pytest.mark.parametrize("which", [which for which in ALL if which not in OPEN_ENDED])
def test_a_recording_cut_short_is_flagged_or_refused(which: str, kept: float, intake: IntakeSettings) -> None:
    content = encoded(which, 10.0, rate_hz=16000)
    cut = content[: int(len(content) * kept)]
    if which == "call.m4a":  # its index was at the end
        assert "shorter than its boxes declare" in str(refused(cut, intake))
    else:
        assert any(warning.startswith("truncated: ") for warning in decoded(cut, intake, which).warnings)


@pytest.mark.parametrize("which", ["vorbis.ogg", "opus.ogg"])
def test_a_last_page_that_the_demuxer_skips_is_reported_missing(which: str, intake: IntakeSettings) -> None:
    content = bytearray(encoded(which, 10.0, rate_hz=16000))
    content[-20] ^= 0xFF
    (warning,) = decoded(bytes(content), intake).warnings
    assert warning.startswith("truncated: ")
    assert warning.endswith("of 10.0 s are there")


def test_the_warning_says_how_much_is_there(intake: IntakeSettings) -> None:
    content = encoded("pcm_16.wav", 10.0)
    half = decoded(content[: len(content) // 2], intake)
    assert half.warnings == ("truncated: 5.0 s of 10.0 s are there",)
    assert half.missing_s == pytest.approx(5.0, abs=0.1)
    assert decoded(content, intake).missing_s is None


@pytest.mark.parametrize("declared", [0, 0xFFFFFFFF, 0x7FFFF000])
def test_a_header_without_a_length_means_to_the_end(declared: int, intake: IntakeSettings) -> None:
    result = decoded(wav_bytes(pcm16(3.0), declared=declared), intake)
    assert (result.channels[0].size, result.warnings) == (24000, ())


def test_a_header_that_was_never_completed_loses_nothing(intake: IntakeSettings) -> None:
    result = decoded(wav_bytes(pcm16(10.0), declared=16000), intake)
    assert result.channels[0].size == 80000
    assert result.warnings == ("header: it declares 1.0 s, but 10.0 s are there and were read",)


@pytest.mark.parametrize("trailer", [b"LIST\x04\x00\x00\x00abcd", b"\x00" * 4000, b"\x00LIST\x04\x00\x00\x00abcd"])
def test_what_follows_the_sound_is_not_heard(trailer: bytes, intake: IntakeSettings) -> None:
    content = wav_bytes(pcm16(3.0), declared=48000) + trailer
    result = decoded(content, intake)
    assert (result.channels[0].size, result.warnings) == (24000, ())


@pytest.mark.parametrize(
    "before", [b"JUNK\x03\x00\x00\x00abc\x00", b"bext\x00\x00\x00\x00", b"junk\x02\x00\x00\x00ab" * 50]
)
def test_unknown_chunks_before_the_sound_are_skipped(before: bytes, intake: IntakeSettings) -> None:
    result = decoded(wav_bytes(pcm16(2.0), before=before), intake)
    assert (result.channels[0].size, result.warnings) == (16000, ())


def test_samples_that_are_not_numbers_become_silence(intake: IntakeSettings) -> None:
    samples = np.full(8000, 0.25, "<f4")
    samples[[10, 20, 30, 40]] = [np.nan, np.inf, -np.inf, 1e30]
    result = decoded(wav_bytes(samples.tobytes(), bits=32, tag=3), intake)
    assert np.flatnonzero(result.channels[0][:] == 0).tolist() == [10, 20, 30, 40]
    assert result.warnings == ("samples: 4 are no numbers, infinite or absurdly large, and were made silence",)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (wav_bytes(pcm16(1.0), rate_hz=2), "rate_out_of_range"),
        (wav_bytes(pcm16(1.0), rate_hz=0), "rate_out_of_range"),
        (wav_bytes(pcm16(1.0), rate_hz=384000), "rate_out_of_range"),
        (wav_bytes(pcm16(1.0), channels=255), "too_many_channels"),
        (wav_bytes(pcm16(1.0), channels=0), "too_many_channels"),
        (wav_bytes(pcm16(0.05)), "too_short"),
        (wav_bytes(b""), "empty"),
        (wav_bytes(pcm16(1.0), tag=0x1234), "not_audio"),
        (b"RIFF\x00\x00\x00\x00WAVE", "damaged"),
        (b"RIFF\x00\x00\x00\x00WAVEdata\x08\x00\x00\x0012345678", "damaged"),
        (b"fLaC" + b"\x00" * 100, "damaged"),
        (b"OggS" + b"\x00" * 100, "damaged"),
        (b"#!AMR\n", "damaged"),
    ],
)
def test_a_recording_that_cannot_be_a_call_is_refused_with_its_code(
    content: bytes, code: str, intake: IntakeSettings
) -> None:
    assert refused(content, intake).code == code


def test_a_long_recording_is_refused_by_its_header_or_as_soon_as_the_limit_is_passed(intake: IntakeSettings) -> None:
    short = intake.model_copy(update={"max_duration_s": 2.0})
    for which in ("pcm_16.wav", "call.flac", "call.amr", "uncounted.mp3", "vorbis.ogg"):
        assert refused(encoded(which, 5.0), short).code == "too_long"


def test_a_recording_that_needs_too_much_memory_is_refused(intake: IntakeSettings) -> None:
    small = intake.model_copy(update={"max_decoded_mib": 1})
    assert refused(wav_bytes(bytes(40 * 16000)), small).code == "too_long"


@pytest.mark.slow
def test_an_hour_of_two_channels_takes_little_more_memory_than_its_samples(intake: IntakeSettings) -> None:
    content = wav_bytes(bytes(600 * 8000 * 4), channels=2)
    tracemalloc.start()
    result = decoded(content, intake)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    samples = sum(channel.nbytes for channel in result.channels)
    assert samples == 600 * 8000 * 2 * 2
    assert peak < 1.25 * samples


def test_opus_comes_back_at_the_rate_that_was_recorded_and_in_its_place(intake: IntakeSettings) -> None:
    result = decoded(encoded("opus.ogg", 3.0), intake)
    heard, played = result.channels[0], tone(3.0)[:, 0]
    assert heard.size == pytest.approx(24000, abs=160)
    shift = int(np.argmax(np.correlate(heard[4000:12000], played[4200:11800], mode="valid"))) - 200
    assert abs(shift) <= 2  # samples: 0.25 ms


def test_the_big_endian_form_of_wav_is_refused_rather_than_heard_as_noise() -> None:
    assert sniff(io.BytesIO(wav_bytes(pcm16(1.0)).replace(b"RIFF", b"RIFX")), "call.wav") is None


def test_raw_gsm_is_recognised_by_its_name_and_frames() -> None:
    frames = raw_gsm(20)
    assert sniff(io.BytesIO(frames), "call.gsm") is FileKind.GSM
    assert sniff(io.BytesIO(frames), "call.wav") is None
    assert sniff(io.BytesIO(b"\x00" + frames), "call.gsm") is None


@pytest.mark.parametrize("which", [which for which in ALL if which not in MONO_ONLY])
def test_a_format_is_recognised_by_its_content_and_not_its_name(which: str) -> None:
    assert sniff(io.BytesIO(encoded(which, 1.0, rate_hz=16000)), "song.exe") not in (None, FileKind.JSON)
