"""Curves of a call of two people who speak in turn, and the measurements without which they are not drawn."""

from collections.abc import Callable

from callgrade.model.measurement import Measurement
from callgrade.model.record import Role
from callgrade.model.sound_picture import (
    PIECES,
    ChannelLevel,
    SoundPicture,
    VoiceCurves,
    level_code,
    pace_code,
    packed,
    pitch_code,
)

SPELL = 50  # parts of the recording that each of them speaks


def _curve(first: bool, code: Callable[[float], float], value: float) -> str:
    """Codes of values that sway a little around ``value``, where the first or the second person speaks."""
    speaks = [(number // SPELL % 2 == 0) is first for number in range(PIECES)]
    return packed(code(value * (1 + number % 7 / 20)) if said else 0.0 for number, said in enumerate(speaks))


PICTURE = SoundPicture(
    (ChannelLevel(0, _curve(True, level_code, 0.3)), ChannelLevel(1, _curve(False, level_code, 0.1))),
    (
        VoiceCurves(Role.AGENT, _curve(True, pitch_code, 180.0), _curve(True, pace_code, 4.0)),
        VoiceCurves(Role.CUSTOMER, _curve(False, pitch_code, 110.0), _curve(False, pace_code, 5.0)),
    ),
)

MEASURED = tuple(
    Measurement(name, role, value, unit)
    for role in (Role.AGENT, Role.CUSTOMER)
    for name, value, unit in (("pitch.median", 150.0, "Hz"), ("rate.articulation_rate", 4.5, "syl/s"))
)
