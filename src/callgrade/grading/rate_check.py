"""Whether a recording that sounds odd was made at another sample rate than its file says: then it is not judged."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.sample_rate.trial import Expected, true_rate
from callgrade.hearing.sample_rate.witnesses import suspects
from callgrade.measures.measure import Voices
from callgrade.measures.pitch import VoicedTrack
from callgrade.model.gap import Gap
from callgrade.model.heard import HeardCall
from callgrade.model.reason import Reason
from callgrade.model.recording import Recording
from callgrade.model.span import Span

LEAST_VOICED_S = 2.0
"""Seconds with a pitch, from which their median is that of a voice [conv]."""


@dataclass(frozen=True)
class RateCheck:
    """Compares calls with what they would sound like at other rates.

    ``recogniser``: hears them again. ``is_expected``: whether calls may be in a language.
    """

    settings: HearingSettings
    recogniser: Callable[[], Recogniser]
    is_expected: Callable[[str], bool]

    def checked(self, heard: HeardCall, recording: Recording, voices: Voices) -> HeardCall:
        """``heard``, with a warning and a gap as long as the call if it makes clearly better sense at another rate."""
        medians_hz = {
            role: found.median_hz
            for role, found in voices.items()
            if isinstance(found, VoicedTrack) and found.voiced_s >= LEAST_VOICED_S
        }
        conversation, how = heard.conversation, self.settings.sample_rate
        odd = suspects(conversation, medians_hz, self.is_expected, how)
        if not odd:
            return heard
        expected = Expected(_given_language(heard), self.is_expected, odd, tuple(medians_hz.values()))
        listen = self.recogniser().recognise
        rate_hz = true_rate(conversation, recording, expected, listen, how, self.settings.recognition)
        return _warned(heard, rate_hz) if rate_hz else heard


def _given_language(heard: HeardCall) -> str | None:
    """The language that somebody told; ``None`` where it was recognised."""
    return None if heard.conversation.language_probability is not None else heard.conversation.language


def _warned(heard: HeardCall, rate_hz: int) -> HeardCall:
    said_hz, whole = heard.file.sample_rate_hz, Span(0.0, heard.conversation.duration_s)
    warning = f"rate: the file says {said_hz} Hz, but the recording seems to have been made at {rate_hz} Hz"
    return replace(
        heard,
        file=replace(heard.file, warnings=(*heard.file.warnings, warning)),
        conversation=heard.conversation.with_gaps([Gap(whole, Reason.WRONG_RATE)]),
    )
