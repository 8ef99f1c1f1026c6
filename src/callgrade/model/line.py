"""The quality of the line, per channel."""

from dataclasses import dataclass
from enum import StrEnum

from callgrade.model.reason import Reason


class LineGate(StrEnum):
    """What the line permits: everything, everything but pitch, or nothing acoustic.

    The values are stored: they never change.
    """

    GOOD = "good"
    NO_PITCH = "no pitch"
    NO_ACOUSTICS = "no acoustics"


@dataclass(frozen=True)
class LineQuality:
    """What the line did to one channel's sound. ``None`` = unknown; ``reason`` says why.

    ``active_level_dbov``: active speech level, dB relative to overload, ITU-T P.56 method B.
    ``snr_db``: speech power over the power of what is not speech. ``clipped_per_10k``: samples in clipped runs per
    10,000 samples of speech. ``dropouts_per_min``: zero runs of 9–120 ms inside speech, per minute of speech.
    ``bandwidth_hz``: highest frequency within 45 dB of the long-term spectrum's peak.
    ``flags``: what a person should know ("clipped", "dropouts", "quiet", "loud").
    """

    channel: int
    active_level_dbov: float | None
    snr_db: float | None
    clipped_per_10k: float | None
    dropouts_per_min: float | None
    bandwidth_hz: float | None
    gate: LineGate
    flags: tuple[str, ...] = ()
    reason: Reason | None = None
