"""A recording in which a card's number and code are read out: ``card_call.ogg`` beside this file.

Two channels, voices of flite (CMU's permissive licence); the number is nobody's. To make it again, with the program
flite installed: ``python -m tests.support.card_call``.
"""

from pathlib import Path
from typing import Any

import av
import numpy as np
import soxr
from sample_audio.voices import RATE_HZ, say

RECORDING = Path(__file__).with_suffix(".ogg")
NUMBER, CODE = "4929713480652211", "863"

AGENT, CUSTOMER = "slt", "rms"
DIALOGUE = (
    (AGENT, "Good morning, Bluebridge Insurance, how may I help you?"),
    (CUSTOMER, "Hello, I would like to pay my bill by card."),
    (AGENT, "Certainly. Can I take the long number on the front of your card, please?"),
    (CUSTOMER, "Yes, it is four nine two nine."),
    (AGENT, "Yes."),
    (CUSTOMER, "Seven one three four. Eight zero six five."),
    (AGENT, "And the last four?"),
    (CUSTOMER, "Two two one one."),
    (AGENT, "Thank you. And the security code on the back?"),
    (CUSTOMER, "Eight six three."),
    (AGENT, "Thank you very much. That is paid now. Goodbye."),
)
_PAUSE_S = 0.35
_OPUS_RATE_HZ = 48_000
_BIT_RATE = 24_000


def main() -> None:
    """Write the recording."""
    pause = np.zeros(int(_PAUSE_S * RATE_HZ))
    channels: dict[str, list[Any]] = {AGENT: [], CUSTOMER: []}
    for voice, text in DIALOGUE:
        speech = say(text, voice, 1.0)
        for who, channel in channels.items():
            channel += [speech if who == voice else np.zeros_like(speech), pause]
    sound = np.stack([np.concatenate(channel) for channel in channels.values()], axis=1)
    _write(RECORDING, soxr.resample(0.5 * sound / np.abs(sound).max(), RATE_HZ, _OPUS_RATE_HZ))


def _write(path: Path, sound: Any) -> None:
    """``sound``: shape (n, 2), within ±1."""
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:
        stream: Any = container.add_stream("libopus", rate=_OPUS_RATE_HZ)
        stream.layout, stream.bit_rate = "stereo", _BIT_RATE
        samples = np.round(sound * 32767).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="stereo")
        frame.sample_rate = _OPUS_RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


if __name__ == "__main__":
    main()
