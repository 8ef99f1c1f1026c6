"""A recording as Opus in Ogg, which every browser plays."""

from fractions import Fraction
from typing import BinaryIO

import av
import numpy as np

from callgrade.config.intake import IntakeSettings
from callgrade.intake.audio.decode import decode
from callgrade.intake.audio.sniff import FileKind
from callgrade.intake.probe import OpenFile

RATE_HZ = 48_000  # the rate of Opus itself
_BITS_A_CHANNEL = 24_000  # [conv] speech without audible loss
_BLOCK_S = 10


def write_opus(opened: OpenFile, kind: FileKind, target: BinaryIO, settings: IntakeSettings) -> None:
    """Write the sound of ``opened`` into ``target``, its channels kept; raises ``InputError``."""
    sound = decode(opened.file, opened.size_bytes, opened.name, kind, settings)
    layout = "stereo" if len(sound.channels) == 2 else "mono"
    channels = sound.channels if layout == "stereo" else sound.channels[:1]
    with av.open(target, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=RATE_HZ, layout=layout)
        stream.bit_rate = _BITS_A_CHANNEL * len(channels)
        resampler = av.AudioResampler(format="flt", layout=layout, rate=RATE_HZ)
        step = _BLOCK_S * sound.sample_rate_hz
        for start in range(0, channels[0].size, step):
            block = np.stack([channel[start : start + step] for channel in channels])
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
            frame.sample_rate, frame.pts = sound.sample_rate_hz, start
            frame.time_base = Fraction(1, sound.sample_rate_hz)
            for resampled in resampler.resample(frame):
                container.mux(stream.encode(resampled))
        for resampled in resampler.resample(None):
            container.mux(stream.encode(resampled))
        container.mux(stream.encode(None))
