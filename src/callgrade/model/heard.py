"""A call as heard: all that judging needs, so that it can be judged again without its sound."""

from dataclasses import dataclass

from callgrade.model.conversation import Conversation
from callgrade.model.measurement import Measurement
from callgrade.model.record import CallRecord
from callgrade.model.redaction import Redaction
from callgrade.model.sound_picture import SoundPicture


@dataclass(frozen=True)
class CallFile:
    """The file that a call lies in. ``sample_rate_hz`` and ``channels`` are 0 for a transcript."""

    name: str
    sha256: str
    duration_s: float
    channels: int
    sample_rate_hz: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meanings:
    """Vectors of what was said, so that the call can be judged again without the encoder.

    ``encoder``: name and digest of the weights. ``places``: turn, first word and word after the last of each utterance.
    ``vectors``: one after the other, int8, base64.
    """

    encoder: str
    places: tuple[tuple[int, int, int], ...]
    vectors: str


@dataclass(frozen=True)
class HeardCall:
    """A call up to judging. The words are redacted already, so that it may be written down.

    ``record``: what was known before listening. ``conversation``: its roles are those of hearing; which voice is the
    agent is for the words to decide. ``sound``: measurements that needed the recording, by the roles in
    ``conversation``. ``model``: the recogniser's weights, ``None`` where nothing was recognised.
    ``meanings``: vectors of what the agent says, ``None`` where no encoder was installed. ``picture``: what a page
    draws of the sound, ``None`` where there is none or it was not kept.
    """

    file: CallFile
    record: CallRecord
    conversation: Conversation
    sound: tuple[Measurement, ...]
    redactions: tuple[Redaction, ...]
    model: str | None
    meanings: Meanings | None = None
    picture: SoundPicture | None = None
