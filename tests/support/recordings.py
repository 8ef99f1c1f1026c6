"""Small recordings in every format, made when a test asks for them."""

import io
import json
import struct
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import soundfile
from av.audio.stream import AudioStream

# Formats that can be made here: ending → how. Encoders of GSM and AMR-WB are not in the libraries of the tests.
SOUNDFILE = {
    "pcm_u8.wav": ("WAV", "PCM_U8"),
    "pcm_16.wav": ("WAV", "PCM_16"),
    "pcm_24.wav": ("WAV", "PCM_24"),
    "pcm_32.wav": ("WAV", "PCM_32"),
    "float.wav": ("WAV", "FLOAT"),
    "double.wav": ("WAV", "DOUBLE"),
    "alaw.wav": ("WAV", "ALAW"),
    "ulaw.wav": ("WAV", "ULAW"),
    "gsm610.wav": ("WAV", "GSM610"),
    "ima.wav": ("WAV", "IMA_ADPCM"),
    "ms.wav": ("WAV", "MS_ADPCM"),
    "extensible.wav": ("WAVEX", "PCM_16"),
    "rf64.wav": ("RF64", "PCM_16"),
    "call.au": ("AU", "PCM_16"),
    "ulaw.au": ("AU", "ULAW"),
    "call.flac": ("FLAC", "PCM_16"),
    "vorbis.ogg": ("OGG", "VORBIS"),
    "opus.ogg": ("OGG", "OPUS"),
    "vbr.mp3": ("MP3", "MPEG_LAYER_III"),
}
AV = {
    "call.m4a": ("mp4", "aac", {}),
    "fragments.m4a": ("mp4", "aac", {"movflags": "frag_keyframe+empty_moov", "frag_duration": "500000"}),
    "call.amr": ("amr", "libopencore_amrnb", {}),
    "call.webm": ("webm", "libopus", {}),
    "uncounted.mp3": ("mp3", "libmp3lame", {"write_xing": "0"}),
    "counted.mp3": ("mp3", "libmp3lame", {}),
    "raw.aac": ("adts", "aac", {}),
}
ALL = (*SOUNDFILE, *AV, "raw.gsm")
# They declare no length, so that a cut cannot be seen.
OPEN_ENDED = {"call.amr", "uncounted.mp3", "raw.aac", "raw.gsm"}
MONO_ONLY = {"call.amr", "gsm610.wav", "raw.gsm"}
RATE_HZ = 8000


def tone(seconds: float, channels: int = 1, rate_hz: int = RATE_HZ) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A noisy swelling tone, shape (n, channels), each channel at its own pitch."""
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    noise = np.random.default_rng(7).normal(0, 0.01, time_s.size)
    swell = 0.25 + 0.15 * np.sin(2 * np.pi * 3 * time_s)
    return np.stack([swell * np.sin(2 * np.pi * 330 * (1 + c) * time_s) + noise for c in range(channels)], axis=1)


def encoded(which: str, seconds: float = 2.0, channels: int = 1, rate_hz: int = RATE_HZ) -> bytes:
    """The bytes of a recording in the format ``which``, one of ``ALL``."""
    if which == "raw.gsm":
        return raw_gsm(round(seconds / 0.02))
    sound = tone(seconds, channels, rate_hz)
    if which in SOUNDFILE:
        container, subtype = SOUNDFILE[which]
        buffer = io.BytesIO()
        soundfile.write(buffer, sound, rate_hz, format=container, subtype=subtype)
        return buffer.getvalue()
    container, codec, options = AV[which]
    return encoded_by_av(sound, rate_hz, container, codec, options)


def encoded_by_av(
    sound: np.ndarray[Any, Any], rate_hz: int, container: str, codec: str, options: dict[str, str]
) -> bytes:
    """``sound`` (n, channels) in any container and codec that the library can write."""
    buffer, layout = io.BytesIO(), "mono" if sound.shape[1] == 1 else "stereo"
    with av.open(buffer, "w", format=container, options=options) as output:
        stream = cast("AudioStream", output.add_stream(codec, rate=rate_hz, layout=layout))
        samples = np.ascontiguousarray((sound * 32767).astype(np.int16).reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=layout)
        frame.sample_rate, frame.pts = rate_hz, 0
        context = stream.codec_context
        resampler = av.AudioResampler(
            format=context.format or "s16", layout=layout, rate=rate_hz, frame_size=context.frame_size or 1024
        )
        for piece in [*resampler.resample(frame), *resampler.resample(None), None]:
            for packet in stream.encode(piece):
                output.mux(packet)
    return buffer.getvalue()


def raw_gsm(frames: int) -> bytes:
    """GSM 06.10 frames: the nibble 0xD, then parameters at random."""
    random = np.random.default_rng(3)
    return b"".join(bytes([0xD0 | int(random.integers(16))]) + random.bytes(32) for _ in range(frames))


def wav_bytes(
    samples: bytes,
    *,
    rate_hz: int = RATE_HZ,
    channels: int = 1,
    bits: int = 16,
    declared: int | None = None,
    before: bytes = b"",
    tag: int = 1,
) -> bytes:
    """A WAV file with a header that may lie; ``declared``: bytes of sound it claims; ``before``: chunks before them."""
    block = max(1, channels * bits // 8)
    fmt = struct.pack("<4sIHHIIHH", b"fmt ", 16, tag, channels, rate_hz, rate_hz * block % 2**32, block % 2**16, bits)
    size = len(samples) if declared is None else declared
    body = b"WAVE" + fmt + before + struct.pack("<4sI", b"data", size) + samples
    return struct.pack("<4sI", b"RIFF", min(len(body), 0xFFFFFFFF)) + body


def pcm16(seconds: float, channels: int = 1, rate_hz: int = RATE_HZ) -> bytes:
    """Linear 16-bit samples of ``tone``."""
    return (tone(seconds, channels, rate_hz) * 32767).astype("<i2").tobytes()


def write_json(path: Path, content: Any) -> Path:
    """Write ``content`` as JSON."""
    path.write_text(json.dumps(content), encoding="utf-8")
    return path
