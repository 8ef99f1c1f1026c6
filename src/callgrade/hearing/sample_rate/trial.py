"""A trial: the same stretch of speech is heard at other sample rates, and one that makes clearly better sense is true.

Whisper understands speech that is a third too fast nearly as well, and speech that is slowed down worse. So such a rate
is found only where a voice is too high for a person; at half or double speed it understands next to nothing.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from callgrade.config.missing import SampleRateSettings
from callgrade.config.recognition import RecognitionSettings
from callgrade.hearing.recognition.speech import Recognised, Speech
from callgrade.hearing.recognition.windows import SpeechWindow
from callgrade.model.conversation import Conversation
from callgrade.model.record import Role
from callgrade.model.recording import Recording
from callgrade.model.span import Span, Spans, merge

PAD_S = 0.3
"""Seconds around speech that are heard with it."""

Listen = Callable[[Sequence[Speech]], Sequence[Recognised]]
"""Recognises several stretches of speech."""


@dataclass(frozen=True)
class Expected:
    """What is known of a call. ``language``: given with it. ``is_expected``: whether calls may be in a language.

    ``suspects``: who sounds odd. ``medians_hz``: pitch of each voice at the declared rate, as far as known.
    """

    language: str | None
    is_expected: Callable[[str], bool]
    suspects: Collection[Role]
    medians_hz: Sequence[float]


def true_rate(
    conversation: Conversation,
    recording: Recording,
    expected: Expected,
    listen: Listen,
    settings: SampleRateSettings,
    recognition: RecognitionSettings,
) -> int | None:
    """The rate in Hz at which ``recording`` makes clearly better sense, ``None`` if its own is the best.

    Where nobody has such a voice at its own rate, it is enough that the words do not make less sense at the other.
    """
    others = other_rates(recording.sample_rate_hz, expected.medians_hz, settings)
    if _is_telephone(conversation, settings):
        others = (rate_hz for rate_hz in others if rate_hz > recording.sample_rate_hz)
    rates = [recording.sample_rate_hz, *others]
    stretches = list(_stretches(conversation, recording, expected.suspects, settings))
    if len(rates) == 1 or not stretches:
        return None
    windows = [tuple(_window(one, recording, rate_hz, recognition) for one in stretches) for rate_hz in rates]
    heard = listen([Speech(some, expected.language) for some in windows])
    own, *at_others = (sense(one, expected, settings) for one in heard)
    best, rate_hz = max(zip(at_others, rates[1:], strict=True))
    low_hz, high_hz = settings.median_hz
    odd = any(not low_hz <= median_hz <= high_hz for median_hz in expected.medians_hz)
    return rate_hz if best >= settings.sense and best - own >= (0.0 if odd else settings.gain) else None


def other_rates(declared_hz: int, medians_hz: Sequence[float], settings: SampleRateSettings) -> Iterator[int]:
    """Usual rates not too far from the declared one, at which all voices have the pitch of people."""
    low_hz, high_hz = settings.median_hz
    for rate_hz in settings.rates_hz:
        times = rate_hz / declared_hz
        apart = settings.least_change <= max(times, 1 / times) <= settings.most_change
        if apart and all(low_hz <= times * median_hz <= high_hz for median_hz in medians_hz):
            yield rate_hz


def _is_telephone(conversation: Conversation, settings: SampleRateSettings) -> bool:
    """Whether nothing sounds above the band of a telephone: it would, were a telephone's sound played too fast."""
    lines = [party.line for party in conversation.parties if party.line]
    bands_hz = [line.bandwidth_hz for line in lines if line.bandwidth_hz is not None]
    return bool(bands_hz) and max(bands_hz) <= settings.telephone_hz


def sense(heard: Recognised, expected: Expected, settings: SampleRateSettings) -> float:
    """Mean probability of the words, 0 where they are few or in no language that is expected."""
    known = [word.probability for window in heard.words for word in window if word.probability is not None]
    likely = heard.language == expected.language or expected.is_expected(heard.language or "")
    return sum(known) / len(known) if likely and len(known) >= settings.words else 0.0


def _stretches(
    conversation: Conversation, recording: Recording, suspects: Collection[Role], settings: SampleRateSettings
) -> Iterator[tuple[int, Spans]]:
    """The channel of each of ``suspects`` and the first seconds of their speech on it."""
    odd = [party for party in conversation.parties if party.role in suspects and party.speech]
    for channel in sorted({party.channel for party in odd if party.channel is not None}):
        speech = (span for party in odd if party.channel == channel for span in party.speech)
        padded = (Span(max(0.0, one.start_s - PAD_S), min(recording.duration_s, one.end_s + PAD_S)) for one in speech)
        yield channel, _first(merge(padded), settings.speech_s)


def _first(spans: Spans, most_s: float) -> Spans:
    """The first ``most_s`` seconds of ``spans``."""
    kept: list[Span] = []
    for span in spans:
        if most_s > 0:
            kept.append(replace(span, end_s=min(span.end_s, span.start_s + most_s)))
            most_s -= span.duration_s
    return tuple(kept)


def _window(
    stretch: tuple[int, Spans], recording: Recording, rate_hz: int, recognition: RecognitionSettings
) -> SpeechWindow:
    """What is heard of ``stretch`` if ``recording`` was made at ``rate_hz``."""
    channel, spans = stretch
    times = recording.sample_rate_hz / rate_hz
    pieces = tuple(Span(times * span.start_s, times * span.end_s) for span in spans)
    return SpeechWindow(channel, recording.channels[channel], rate_hz, pieces, pieces, recognition.join_s)
