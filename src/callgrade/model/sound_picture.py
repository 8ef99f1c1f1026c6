"""What a page draws of the sound of a call: small enough to be kept with it, and without anything of its words.

Conventions: a curve has ``PIECES`` codes, one byte each, for equal parts of the recording; 0 is "nothing here".
Level: the loudest sample of a part, 255 is full scale. Pitch: code c is 50 · 2^((c − 1) / 48) Hz, a quarter of a
semitone a step. Pace: tenths of a syllable per second.
"""

import base64
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from callgrade.model.conversation import Assignment
from callgrade.model.record import Role

VERSION = 1
PIECES = 400
_HIGHEST = 255
_PITCH_FROM_HZ, _PITCH_STEPS_AN_OCTAVE = 50.0, 48
_PACE_STEPS = 10  # per syllable per second
FLOOR_DB = 20 * math.log10(1 / _HIGHEST)
"""Level of code 1 in dB below full scale, the lowest that a curve shows."""

_CODES = range(1, _HIGHEST + 1)
_LEVELS_DB = (None, *(20 * math.log10(code / _HIGHEST) for code in _CODES))
_PITCHES_HZ = (None, *(_PITCH_FROM_HZ * 2 ** ((code - 1) / _PITCH_STEPS_AN_OCTAVE) for code in _CODES))
_PACES = (None, *(code / _PACE_STEPS for code in _CODES))
"""What each code means."""


def packed(codes: Iterable[float]) -> str:
    """``codes``, rounded and cut to a byte each, as base64."""
    return base64.b64encode(bytes(min(_HIGHEST, max(0, round(code))) for code in codes)).decode()


def level_code(peak: float) -> float:
    """The code of the loudest sample, 0…1."""
    return _HIGHEST * peak


def pitch_code(pitch_hz: float) -> float:
    """The code of a pitch; one below 50 Hz is shown as 50 Hz."""
    return max(1.0, 1 + _PITCH_STEPS_AN_OCTAVE * math.log2(pitch_hz / _PITCH_FROM_HZ))


def pace_code(syllables_per_s: float) -> float:
    """The code of an articulation rate."""
    return _PACE_STEPS * syllables_per_s


@dataclass(frozen=True)
class ChannelLevel:
    """The level of one channel, by its index."""

    channel: int
    codes: str

    def db(self) -> list[float | None]:
        """Peak level of each part in dB below full scale, ``None`` for digital silence."""
        return [_LEVELS_DB[code] for code in base64.b64decode(self.codes)]


@dataclass(frozen=True)
class VoiceCurves:
    """Pitch and pace of one voice; "" where they could not be measured."""

    role: Role
    pitch: str = ""
    pace: str = ""

    def pitch_hz(self) -> list[float | None]:
        """Median pitch of each part in Hz, ``None`` where the voice is not heard."""
        return [_PITCHES_HZ[code] for code in base64.b64decode(self.pitch)]

    def pace_syllables_per_s(self) -> list[float | None]:
        """Syllables per second around each part, ``None`` where the person does not speak."""
        return [_PACES[code] for code in base64.b64decode(self.pace)]


@dataclass(frozen=True)
class SoundPicture:
    """``levels``: of the channels on which somebody is heard. ``voices``: of the persons.

    ``version``: of the codes; a reader that does not know it shows nothing.
    """

    levels: tuple[ChannelLevel, ...] = ()
    voices: tuple[VoiceCurves, ...] = ()
    version: int = VERSION

    @property
    def known(self) -> bool:
        """Whether this program can read the codes."""
        return self.version == VERSION

    def assigned(self, assignment: Assignment) -> "SoundPicture":
        """The same picture with the roles of ``assignment``."""
        voices = (replace(voice, role=assignment.role(voice.role)) for voice in self.voices)
        return replace(self, voices=tuple(voices))
