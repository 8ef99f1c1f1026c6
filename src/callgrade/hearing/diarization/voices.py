"""The voices of a call: on each channel its person's, or on one channel those of both."""

from collections.abc import Sequence

from callgrade.config.hearing import LineSettings
from callgrade.hearing.diarization.diarize import Diarization, diarize
from callgrade.hearing.prepare import Prepared
from callgrade.model.conversation import Attribution, Layout, Word
from callgrade.model.reason import Reason
from callgrade.model.span import Spans, total_s


def voices_of(
    prepared: Prepared, speech: Sequence[Spans], words: Sequence[Sequence[Word]]
) -> tuple[list[tuple[int, Spans]], Attribution]:
    """Each person's voice as (place of its side, speech), and how the voices were separated.

    Two channels have a voice each, unless one of them is silent: then the other may hold both.
    """
    mapped = list(enumerate(speech)), Attribution(Layout.TWO_CHANNELS)
    place = _only_sounding(speech, words, prepared.settings.line)
    if place is None:
        return mapped
    recording, settings = prepared.recording, prepared.settings.speakers
    samples = recording.channels[prepared.sides[place].index]
    apart = diarize(samples, recording.sample_rate_hz, speech[place], settings, words[place])
    if len(speech) > 1 and len(apart.voices) < 2 and not apart.unsure:
        return mapped
    layout = Layout.TWO_VOICES if len(apart.voices) > 1 else Layout.ONE_VOICE
    attribution = Attribution(layout, None, apart.similarity, _note(apart, len(speech)), apart.doubtful)
    return [(place, voice) for voice in apart.voices], attribution


def _only_sounding(speech: Sequence[Spans], words: Sequence[Sequence[Word]], settings: LineSettings) -> int | None:
    """The place of the only side where somebody speaks; ``None`` if on both sides or on neither."""
    if len(speech) == 1:
        return 0
    spoken = [
        place
        for place, (spans, said) in enumerate(zip(speech, words, strict=True))
        if said or total_s(spans) >= settings.min_speech_s
    ]
    return spoken[0] if len(spoken) == 1 else None


def _note(apart: Diarization, sides: int) -> Reason | None:
    """What a reader of the card must know of how the voices were separated; of two ``sides`` one is silent."""
    if apart.more:
        return Reason.MORE_VOICES
    if len(apart.voices) > 1:
        return Reason.OTHER_CHANNEL_SILENT if sides > 1 else None
    if not apart.unsure:
        return None
    return Reason.VOICES_UNSURE_OTHER_SILENT if sides > 1 else Reason.VOICES_UNSURE
