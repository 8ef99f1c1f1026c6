"""Sound in a recording that a decoder leaves out is heard, or a warning names the seconds."""

import io
import struct
from typing import Any

import av
import numpy as np
import pytest
from tests.support.recordings import encoded, encoded_by_av, pcm16, tone, wav_bytes

from callgrade.config.intake import IntakeSettings
from callgrade.errors import InputError
from callgrade.intake.audio.decode import CODECS, Decoded, decode
from callgrade.intake.audio.sniff import FileKind, sniff


def decoded(content: bytes, settings: IntakeSettings, name: str = "call") -> Decoded:
    file = io.BytesIO(content)
    kind = sniff(file, name)
    assert kind is not None
    return decode(file, len(content), name, kind, settings)


def duration_s(heard: Decoded) -> float:
    return heard.channels[0].size / heard.sample_rate_hz


def chunk(samples: bytes) -> bytes:
    return struct.pack("<4sI", b"data", len(samples)) + samples


@pytest.mark.parametrize("tag", [0x161, 0x22, 0x2000, 0x55AA])
def test_only_a_decoder_of_the_list_is_opened(tag: int, intake: IntakeSettings) -> None:
    """WMA, TrueSpeech, AC-3 and an unused number in a header of WAV."""
    with pytest.raises(InputError) as caught:
        decoded(wav_bytes(pcm16(2.0), tag=tag), intake)
    assert caught.value.code in ("not_audio", "damaged")


def test_linear_samples_of_64_bits_are_refused_by_name(intake: IntakeSettings) -> None:
    assert "pcm_s64le" not in CODECS
    with pytest.raises(InputError) as caught:
        decoded(wav_bytes(bytes(64000), bits=64), intake)
    assert caught.value.code == "not_audio"


@pytest.mark.parametrize("between", [b"", b"LIST\x04\x00\x00\x00abcd", b"odd \x01\x00\x00\x00x\x00"])
def test_a_second_chunk_of_sound_is_heard_behind_the_first(between: bytes, intake: IntakeSettings) -> None:
    sound = pcm16(5.0)
    heard = decoded(wav_bytes(sound[:48000]) + between + chunk(sound[48000:]), intake)
    np.testing.assert_array_equal(heard.channels[0], decoded(wav_bytes(sound), intake).channels[0])
    assert heard.warnings == ()


@pytest.mark.parametrize(
    "which", ["pcm_16.wav", "ulaw.wav", "gsm610.wav", "ima.wav", "call.flac", "opus.ogg", "raw.gsm"]
)
def test_a_recording_joined_behind_another_is_heard(which: str, intake: IntakeSettings) -> None:
    content = encoded(which, 3.0)
    heard = decoded(content + content, intake, which)
    assert duration_s(heard) == pytest.approx(2 * duration_s(decoded(content, intake, which)), abs=0.1)
    assert heard.warnings == ()


def test_a_recording_of_another_format_behind_a_wav_gives_a_warning_with_its_seconds(intake: IntakeSettings) -> None:
    heard = decoded(wav_bytes(pcm16(3.0)) + wav_bytes(pcm16(2.0, rate_hz=16000), rate_hz=16000), intake)
    assert duration_s(heard) == 3.0
    assert heard.warnings == ("unread: 2.0 s of another recording behind the first were not read",)


def test_a_recording_behind_an_mp4_gives_a_warning_with_its_seconds(intake: IntakeSettings) -> None:
    content = encoded("call.m4a", 3.0, rate_hz=16000)
    (warning,) = decoded(content * 2, intake).warnings
    assert warning == "unread: 3.0 s of another recording behind the first were not read"


@pytest.mark.parametrize(("container", "codec"), [("mp4", "aac"), ("matroska", "pcm_s16le")])
def test_a_second_track_gives_a_warning_with_its_seconds(container: str, codec: str, intake: IntakeSettings) -> None:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as output:
        streams: list[Any] = [output.add_stream(codec, rate=16000, layout="mono") for _ in range(2)]
        for stream in streams:
            size = stream.codec_context.frame_size or 1024
            for number in range(3 * 16000 // size):
                form = stream.codec_context.format.name
                kind = np.float32 if form == "fltp" else np.int16
                frame = av.AudioFrame.from_ndarray(np.zeros((1, size), kind), format=form, layout="mono")
                frame.sample_rate, frame.pts = 16000, number * size
                output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
    (warning,) = decoded(buffer.getvalue(), intake).warnings
    assert warning.startswith(("unread: 2.9 s of another track", "unread: 3.0 s of another track"))


@pytest.mark.parametrize("which", ["uncounted.mp3", "raw.aac", "call.m4a", "ima.wav"])
def test_a_damaged_stretch_gives_a_warning_with_its_seconds(which: str, intake: IntakeSettings) -> None:
    rate_hz = 16000 if which.endswith(("aac", "m4a")) else 8000
    content = bytearray(encoded(which, 10.0, rate_hz=rate_hz))
    start, end = len(content) * 2 // 5, len(content) * 3 // 5
    content[start:end] = np.random.default_rng(1).bytes(end - start).replace(b"\xff", b"\x00")
    warnings = decoded(bytes(content), intake, which).warnings
    assert any(warning.startswith(("damaged: ", "truncated: ")) for warning in warnings)


@pytest.mark.parametrize(("behind", "channels"), [("vorbis.ogg", 2), ("opus.ogg", 1)])
def test_a_chained_recording_of_another_kind_gives_a_warning_with_its_seconds(
    behind: str, channels: int, intake: IntakeSettings
) -> None:
    chain = encoded("vorbis.ogg", 3.0) + encoded(behind, 4.0, channels=channels)
    heard = decoded(chain, intake)
    assert duration_s(heard) == pytest.approx(3.0, abs=0.1)
    assert heard.warnings == ("unread: 4.0 s of another recording behind the first were not read",)


def test_a_chained_recording_of_the_same_kind_is_read(intake: IntakeSettings) -> None:
    heard = decoded(encoded("vorbis.ogg", 3.0) + encoded("vorbis.ogg", 4.0), intake)
    assert duration_s(heard) == pytest.approx(7.0, abs=0.1)
    assert heard.warnings == ()


def test_a_lost_beginning_gives_a_warning(intake: IntakeSettings) -> None:
    content = bytearray(encoded("vorbis.ogg", 10.0))
    pages = [at for at in range(len(content)) if content.startswith(b"OggS", at)]
    content[pages[2] + 100] ^= 0xFF  # of the first page of sound: the demuxer drops it
    assert any(warning.startswith("damaged: ") for warning in decoded(bytes(content), intake).warnings)


@pytest.mark.parametrize("which", ["call.amr", "raw.gsm"])
def test_a_cut_last_frame_gives_a_warning_of_a_missing_end(which: str, intake: IntakeSettings) -> None:
    content = encoded(which, 3.0)
    warnings = decoded(content[:-5], intake, which).warnings
    assert any(warning.startswith("truncated: ") and "s are there" in warning for warning in warnings)


@pytest.mark.parametrize(
    ("container", "codec", "rate_hz"),
    [("webm", "libopus", 48000), ("matroska", "pcm_s16le", 8000), ("au", "pcm_s16be", 8000), ("au", "pcm_mulaw", 8000)],
)
def test_webm_matroska_and_sun_audio_are_heard_whole(
    container: str, codec: str, rate_hz: int, intake: IntakeSettings
) -> None:
    content = encoded_by_av(tone(3.0, 2, rate_hz), rate_hz, container, codec, {})
    heard = decoded(content, intake)
    assert duration_s(heard) == pytest.approx(3.0, abs=0.05)
    assert len(heard.channels) == 2
    assert heard.warnings == ()
    cut = decoded(content[: len(content) // 2], intake)
    assert any(warning.startswith("truncated: ") for warning in cut.warnings)


@pytest.mark.parametrize(
    ("ending", "codec"), [(".ulaw", "mulaw"), (".UL", "mulaw"), (".alaw", "alaw"), (".al", "alaw")]
)
def test_sound_without_a_header_is_read_by_its_ending(ending: str, codec: str, intake: IntakeSettings) -> None:
    raw = encoded_by_av(tone(2.0), 8000, codec, f"pcm_{codec}", {})
    heard = decoded(raw, intake, f"call{ending}")
    np.testing.assert_allclose(heard.channels[0], tone(2.0)[:, 0], atol=0.02)
    assert sniff(io.BytesIO(raw), "call.dat") is None


def test_a_text_file_with_the_name_of_a_recording_is_refused() -> None:
    assert sniff(io.BytesIO(b"minutes of the meeting\n" * 50), "call.ulaw") is None
    assert sniff(io.BytesIO(b'{"turns": []}'), "call.ulaw") is FileKind.JSON
