"""Speech rate: words, syllables and speaking time of one person.

Conventions (after De Jong & Wempe 2009, doi:10.3758/BRM.41.2.385; Jacewicz et al. 2009, doi:10.1017/S0954394509990093):
N = syllables of the transcript; Tp = speech with silent stretches ≥ 0.25 s removed; Tt = Tp + own pauses < 2 s inside
a turn. Articulation rate = N / Tp, speaking rate = N / Tt (syllables per second), words per minute = 60 · words / Tt;
Chinese counts characters in place of words. Differences under 10 % are not noticeable (Quené 2007,
doi:10.1016/j.wocn.2006.09.001). Words that were redacted are left out together with their time, so that a number read
out counts neither as slow nor as fast; speech in which no words were heard is left out, too: its syllables are unknown.
Noise fills the short pauses, so that Tp grows and everybody seems to speak more slowly: then there is no rate.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from callgrade.config.measures import RateSettings
from callgrade.measures.catalogue import measurement
from callgrade.measures.floor import Floor
from callgrade.measures.presence import speech_of, why_not_heard
from callgrade.measures.speech_rate.net_speech import Floats, NetSpeech, bridged
from callgrade.measures.speech_rate.syllables import counts_characters, spoken_words, syllables
from callgrade.model.conversation import Conversation, Word
from callgrade.model.measurement import Measurement
from callgrade.model.measurement_names import PERSONS
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.redaction import is_redacted
from callgrade.model.span import Span, Spans, intersect, merge, subtract, total_s

_WINDOWED = ("rate.articulation_p10", "rate.articulation_p90")
_NAMES = ("rate.words_per_minute", "rate.speaking_rate", "rate.articulation_rate", *_WINDOWED)


@dataclass(frozen=True)
class Delivery:
    """One person's syllables on the axis of their net speech.

    ``position_s``, ``counts``: one entry a word, its middle in seconds of net speech and its syllables.
    ``left_out``: stretches of net speech whose words are not known.
    """

    net: NetSpeech
    position_s: Floats
    counts: Floats
    left_out: Spans = ()

    def known_s(self, from_s: float = 0.0, to_s: float = float("inf")) -> float:
        """Seconds of net speech between two positions whose words are known."""
        to_s = min(to_s, self.net.total_s)
        return total_s(subtract((Span(from_s, to_s),), self.left_out)) if to_s > from_s else 0.0

    def rate(self, from_s: float = 0.0, to_s: float = float("inf")) -> float:
        """Syllables per second of known net speech (articulation rate) between two positions; 0 where there is none."""
        known_s = self.known_s(from_s, to_s)
        last = to_s >= self.net.total_s
        inside = (self.position_s >= from_s) & ((self.position_s <= to_s) if last else (self.position_s < to_s))
        return float(self.counts[inside].sum() / known_s) if known_s > 0 else 0.0

    def window_rates(self, window_s: float, step_s: float) -> Floats:
        """Articulation rate in windows of net speech ``step_s`` apart, the last one flush with the end.

        Windows of which less than half is known are left out.
        """
        last_s = self.net.total_s - window_s
        starts = [*np.arange(0.0, last_s, step_s).tolist(), last_s] if last_s >= 0 else []
        windows = [(start_s, start_s + window_s) for start_s in starts]
        return np.array([self.rate(*window) for window in windows if 2 * self.known_s(*window) >= window_s])


def words_of(conversation: Conversation, role: Role) -> tuple[Word, ...]:
    """All words of one role that were not redacted."""
    turns = conversation.turns_of(role)
    return tuple(word for turn in turns for word in turn.words if not is_redacted(word.text))


def unknown_spans(conversation: Conversation, role: Role) -> Spans:
    """When one role says what was redacted, with the pauses inside it, or was not understood."""
    return merge((*_redacted_spans(conversation, role), *_wordless_spans(conversation, role)))


def _wordless_spans(conversation: Conversation, role: Role) -> Spans:
    unheard = (one for one in conversation.unheard if one.reason is Reason.NO_WORDS_HEARD)
    return tuple(one.span for one in unheard if one.role is role)


def _redacted_spans(conversation: Conversation, role: Role) -> Iterator[Span]:
    runs = (
        [word.span for word in run]
        for turn in conversation.turns_of(role)
        for redacted, run in groupby(turn.words, lambda word: is_redacted(word.text))
        if redacted
    )
    return (Span(run[0].start_s, max(span.end_s for span in run)) for run in runs)


def delivery(conversation: Conversation, role: Role, settings: RateSettings) -> Delivery | Reason:
    """One person's syllables on their net speech, or the reason why they cannot be counted."""
    if (reason := why_not_heard(conversation, role)) is not None:
        return reason
    if any(gap.reason is Reason.BACKGROUND_SPEECH and gap.role is role for gap in conversation.gaps):
        return Reason.BACKGROUND_SPEECH  # it fills the pauses between the words
    if conversation.language is None:
        return Reason.NO_LANGUAGE
    words = words_of(conversation, role)
    counts = [syllables(word.text, conversation.language) for word in words]
    if any(count is None for count in counts):
        return Reason.NO_SYLLABLES
    net = NetSpeech.of(speech_of(conversation, role), settings.silence_s)
    middles = np.array([word.span.middle_s for word in words], dtype=np.float64)
    hidden = unknown_spans(conversation, role)
    edges = net.position_s(np.array([edge for span in hidden for edge in (span.start_s, span.end_s)])).reshape(-1, 2)
    left_out = merge(Span(start_s, end_s) for start_s, end_s in edges.tolist())
    return Delivery(net, net.position_s(middles), np.array(counts, dtype=np.float64), left_out)


def measure_rate(conversation: Conversation, floor: Floor, settings: RateSettings) -> tuple[Measurement, ...]:
    """The five ``rate.`` measurements of agent and customer."""
    return tuple(item for role in PERSONS for item in _rate_of(conversation, floor, role, settings))


def speaking_time_s(speech: Spans, floor: Floor, role: Role, pause_in_turn_s: float, left_out: Spans = ()) -> float:
    """Tt in seconds: ``speech`` and the pauses below ``pause_in_turn_s`` inside the role's turns, less ``left_out``."""
    with_pauses = (span for turn in floor.turns_of(role) for span in bridged(turn.utterances, pause_in_turn_s))
    return total_s(subtract((*with_pauses, *speech), left_out))


def _rate_of(conversation: Conversation, floor: Floor, role: Role, settings: RateSettings) -> tuple[Measurement, ...]:
    characters = conversation.language is not None and counts_characters(conversation.language)
    units = {"rate.words_per_minute": "characters/min"} if characters else {}
    found = delivery(conversation, role, settings)
    if not isinstance(found, Delivery):
        return tuple(measurement(name, role, found, unit=units.get(name)) for name in _NAMES)
    speech_s = found.known_s()
    reason = _noisy(conversation, role, settings) or _too_little(conversation, role, found, settings)
    if reason is not None:
        return tuple(measurement(name, role, reason, {"speech_s": speech_s}, unit=units.get(name)) for name in _NAMES)
    words = words_of(conversation, role)
    total = float(found.counts.sum())
    spoken = sum(len(spoken_words(word.text, conversation.language or "")) for word in words)
    hidden = unknown_spans(conversation, role)
    speaking_s = speaking_time_s(found.net.spans, floor, role, settings.pause_in_turn_s, hidden)
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


def _noisy(conversation: Conversation, role: Role, settings: RateSettings) -> Reason | None:
    party = conversation.party(role)
    snr_db = party.line.snr_db if party and party.line else None
    return Reason.LOW_SNR if snr_db is not None and snr_db < settings.snr_min_db else None


def _too_little(conversation: Conversation, role: Role, found: Delivery, settings: RateSettings) -> Reason | None:
    if found.known_s() < settings.speech_min_s:
        enough = found.net.total_s >= settings.speech_min_s and _wordless_spans(conversation, role)
        return Reason.NO_WORDS_HEARD if enough else Reason.TOO_LITTLE_SPEECH
    worded_s = total_s(intersect(found.net.spans, (word.span for word in words_of(conversation, role))))
    return Reason.UNCERTAIN_WORDS if worded_s < settings.worded_share_min * found.known_s() else None


def _percentiles(found: Delivery, role: Role, settings: RateSettings) -> tuple[Measurement, ...]:
    rates = found.window_rates(settings.window_s, settings.window_step_s)
    amounts = {"speech_s": found.known_s(), "windows": float(rates.size), "window_s": settings.window_s}
    if rates.size < settings.windows_min:
        return tuple(measurement(name, role, Reason.TOO_LITTLE_SPEECH, amounts) for name in _WINDOWED)
    values = np.percentile(rates, (10, 90)).tolist()
    return tuple(measurement(name, role, value, amounts) for name, value in zip(_WINDOWED, values, strict=True))
