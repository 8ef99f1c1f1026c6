"""Speech rate: words, syllables and speaking time of one person.

Conventions (after De Jong & Wempe 2009, doi:10.3758/BRM.41.2.385; Jacewicz et al. 2009, doi:10.1017/S0954394509990093):
N = syllables of the transcript; Tp = speech with silent stretches ≥ 0.25 s removed; Tt = Tp + own pauses < 2 s inside
a turn. Articulation rate = N / Tp, speaking rate = N / Tt (syllables per second), words per minute = 60 · words / Tt;
Chinese counts characters in place of words. Differences under 10 % are not noticeable (Quené 2007,
doi:10.1016/j.wocn.2006.09.001).
"""

from dataclasses import dataclass

import numpy as np

from callgrade.config.measures import RateSettings
from callgrade.measures.catalogue import PERSONS, measurement
from callgrade.measures.floor import Floor
from callgrade.measures.net_speech import Floats, NetSpeech, bridged
from callgrade.measures.presence import speech_of, why_line_hides, why_not_heard
from callgrade.measures.syllables import counts_characters, spoken_words, syllables
from callgrade.model.conversation import Conversation, Word
from callgrade.model.line import LineGate
from callgrade.model.measurement import Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Spans, intersect, merge, total_s

_WINDOWED = ("rate.articulation_p10", "rate.articulation_p90")
_NAMES = ("rate.words_per_minute", "rate.speaking_rate", "rate.articulation_rate", *_WINDOWED)


@dataclass(frozen=True)
class Delivery:
    """One person's syllables on the axis of their net speech.

    ``position_s``, ``counts``: one entry a word, its middle in seconds of net speech and its syllables.
    """

    net: NetSpeech
    position_s: Floats
    counts: Floats

    def rate(self, from_s: float = 0.0, to_s: float = float("inf")) -> float:
        """Syllables per second of net speech (articulation rate) between two positions; 0 where they are equal."""
        to_s = min(to_s, self.net.total_s)
        last = to_s >= self.net.total_s
        inside = (self.position_s >= from_s) & ((self.position_s <= to_s) if last else (self.position_s < to_s))
        return float(self.counts[inside].sum() / (to_s - from_s)) if to_s > from_s else 0.0

    def window_rates(self, window_s: float, step_s: float) -> Floats:
        """Articulation rate in windows of net speech ``step_s`` apart, the last one flush with the end."""
        last_s = self.net.total_s - window_s
        starts = [*np.arange(0.0, last_s, step_s).tolist(), last_s] if last_s >= 0 else []
        return np.array([self.rate(start_s, start_s + window_s) for start_s in starts])


def words_of(conversation: Conversation, role: Role) -> tuple[Word, ...]:
    """All words of one role."""
    return tuple(word for turn in conversation.turns_of(role) for word in turn.words)


def delivery(conversation: Conversation, role: Role, settings: RateSettings) -> Delivery | Reason:
    """One person's syllables on their net speech, or the reason why they cannot be counted."""
    if (reason := why_not_heard(conversation, role)) is not None:
        return reason
    if conversation.language is None:
        return Reason.NO_LANGUAGE
    words = words_of(conversation, role)
    counts = [syllables(word.text, conversation.language) for word in words]
    if any(count is None for count in counts):
        return Reason.NO_SYLLABLES
    net = NetSpeech.of(speech_of(conversation, role), settings.silence_s)
    middles = np.array([word.span.middle_s for word in words], dtype=np.float64)
    return Delivery(net, net.position_s(middles), np.array(counts, dtype=np.float64))


def measure_rate(conversation: Conversation, floor: Floor, settings: RateSettings) -> tuple[Measurement, ...]:
    """The five ``rate.`` measurements of agent and customer."""
    return tuple(item for role in PERSONS for item in _rate_of(conversation, floor, role, settings))


def speaking_time_s(speech: Spans, floor: Floor, role: Role, pause_in_turn_s: float) -> float:
    """Tt in seconds: ``speech`` and the pauses below ``pause_in_turn_s`` inside the role's turns."""
    with_pauses = (span for turn in floor.turns_of(role) for span in bridged(turn.utterances, pause_in_turn_s))
    return total_s(merge((*with_pauses, *speech)))


def _rate_of(conversation: Conversation, floor: Floor, role: Role, settings: RateSettings) -> tuple[Measurement, ...]:
    characters = conversation.language is not None and counts_characters(conversation.language)
    units = {"rate.words_per_minute": "characters/min"} if characters else {}
    found = delivery(conversation, role, settings)
    if not isinstance(found, Delivery):
        return tuple(measurement(name, role, found, unit=units.get(name)) for name in _NAMES)
    speech_s = found.net.total_s
    line = conversation.party(role)
    reason = why_line_hides(line.line if line else None, LineGate.NO_ACOUSTICS) or _too_little(
        conversation, role, found, settings
    )
    if reason is not None:
        return tuple(measurement(name, role, reason, {"speech_s": speech_s}, unit=units.get(name)) for name in _NAMES)
    words = words_of(conversation, role)
    total = float(found.counts.sum())
    spoken = sum(len(spoken_words(word.text, conversation.language or "")) for word in words)
    speaking_s = speaking_time_s(found.net.spans, floor, role, settings.pause_in_turn_s)
    amounts = {"speech_s": speech_s, "speaking_s": speaking_s, "syllables": total, "words": float(spoken)}
    counted = total if characters else spoken
    whole = {
        "rate.words_per_minute": 60.0 * counted / speaking_s,
        "rate.speaking_rate": total / speaking_s,
        "rate.articulation_rate": found.rate(),
    }
    return (
        *(measurement(name, role, value, amounts, unit=units.get(name)) for name, value in whole.items()),
        *_percentiles(found, role, settings),
    )


def _too_little(conversation: Conversation, role: Role, found: Delivery, settings: RateSettings) -> Reason | None:
    if found.net.total_s < settings.speech_min_s:
        return Reason.TOO_LITTLE_SPEECH
    worded_s = total_s(intersect(found.net.spans, (word.span for word in words_of(conversation, role))))
    return Reason.UNCERTAIN_WORDS if worded_s < settings.worded_share_min * found.net.total_s else None


def _percentiles(found: Delivery, role: Role, settings: RateSettings) -> tuple[Measurement, ...]:
    rates = found.window_rates(settings.window_s, settings.window_step_s)
    amounts = {"speech_s": found.net.total_s, "windows": float(rates.size), "window_s": settings.window_s}
    if rates.size < settings.windows_min:
        return tuple(measurement(name, role, Reason.TOO_LITTLE_SPEECH, amounts) for name in _WINDOWED)
    values = np.percentile(rates, (10, 90)).tolist()
    return tuple(measurement(name, role, value, amounts) for name, value in zip(_WINDOWED, values, strict=True))
