"""Write a call: the recording, what the telephone system knew of it, and the truth for tests."""

import json
from pathlib import Path
from typing import Any

import av
import numpy as np

from sample_audio.mixing import Truth
from sample_audio.script import Script
from sample_audio.voices import RATE_HZ, Audio


def write_recording(path: Path, channels: list[Audio], script: Script) -> None:
    """Encode ``channels`` at 8 kHz as the script's format says."""
    layout = "stereo" if len(channels) == 2 else "mono"
    interleaved = np.round(np.stack(channels, axis=1) * 32767).clip(-32768, 32767).astype(np.int16)
    options = {"fflags": "+bitexact"}
    with av.open(str(path), "w", format=script.format.container, options=options) as container:
        stream: Any = container.add_stream(script.format.codec, rate=RATE_HZ)
        stream.layout = layout
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        if script.format.bit_rate is not None:
            stream.bit_rate = script.format.bit_rate
        frame = av.AudioFrame.from_ndarray(interleaved.reshape(1, -1), format="s16", layout=layout)
        frame.sample_rate = RATE_HZ
        resampler = av.AudioResampler(stream.format.name, layout, RATE_HZ, frame_size=stream.frame_size)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))


def write_record(recording: Path, script: Script) -> None:
    """The call record as a sidecar, ``<recording>.json``."""
    _write_json(recording.with_name(recording.name + ".json"), script.record.model_dump(mode="json", exclude_none=True))


def write_truth(path: Path, script: Script, truth: Truth) -> None:
    """The reference of one call."""
    _write_json(
        path,
        {
            "file": script.file,
            "duration_s": truth.duration_s,
            "ringing": truth.ringing,
            "holds": truth.holds,
            "dead_air": truth.dead_air,
            "turns": truth.turns,
            "expected": script.expected,
        },
    )


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
