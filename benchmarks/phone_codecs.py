"""What the codecs of telephone networks leave of a mix; the delay of a codec is taken out again."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import av
import numpy as np
import soundfile

from callgrade.model.recording import Samples

RATE_HZ = 8000


def coded(samples: Samples, container: str, codec: str, bit_rate: int | None = None) -> Samples:
    """``samples`` (8 kHz) through the encoder ``codec`` and back."""
    stored = BytesIO()
    with av.open(stored, "w", format=container) as file:
        stream: Any = file.add_stream(codec, rate=RATE_HZ)
        stream.layout = "mono"
        if bit_rate:
            stream.bit_rate = bit_rate
        whole = np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(whole, format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        resampler = av.AudioResampler(stream.format.name, "mono", RATE_HZ, frame_size=stream.frame_size)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    stored.seek(0)
    return _aligned(_decoded(stored), samples)


def gsm(samples: Samples) -> Samples:
    """GSM 06.10, 13.2 kbit/s."""
    stored = BytesIO()
    soundfile.write(stored, samples, RATE_HZ, format="WAV", subtype="GSM610")
    stored.seek(0)
    return _aligned(np.asarray(soundfile.read(stored, dtype="float32")[0]), samples)


CODECS: Mapping[str, Callable[[Samples], Samples]] = {
    "µ-law": lambda samples: coded(samples, "wav", "pcm_mulaw"),
    "GSM": gsm,
    "AMR 4.75": lambda samples: coded(samples, "amr", "libopencore_amrnb", 4750),
    "AMR 12.2": lambda samples: coded(samples, "amr", "libopencore_amrnb", 12200),
    "MP3 8k": lambda samples: coded(samples, "mp3", "libmp3lame", 8000),
    "Opus 8k": lambda samples: coded(samples, "ogg", "libopus", 8000),
}


def _decoded(stored: BytesIO) -> Samples:
    with av.open(stored, "r") as file:
        resampler = av.AudioResampler("flt", "mono", RATE_HZ)
        frames = [piece for frame in file.decode(audio=0) for piece in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float32)


def _aligned(sound: Samples, original: Samples) -> Samples:
    """``sound`` without its codec's delay (at most 0.1 s), as long as ``original``."""
    size = min(sound.size, original.size)
    product = np.fft.rfft(sound[:size]) * np.conj(np.fft.rfft(original[:size]))
    delay = int(np.argmax(np.fft.irfft(product)[: RATE_HZ // 10]))
    shifted = sound[delay : delay + original.size]
    return np.pad(shifted, (0, original.size - shifted.size))
