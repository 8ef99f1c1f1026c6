"""Recorded prompts separated from a channel's speech, by their words and, if those leave a doubt, by their voice.

Words that only a machine says need no voice. Other words belong to a prompt if their speaker embedding is
unlike those of the channel's other speech; a person who reads out a notice sounds the same afterwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from callgrade.config.hearing import SpeakerSettings
from callgrade.hearing.diarization.diarize import diarize, embedding_of
from callgrade.model.conversation import Word
from callgrade.model.prompt import Prompt, Utterance
from callgrade.model.recording import Sound
from callgrade.model.span import Span, Spans, intersect, merge, subtract


def utterances(words: Sequence[Word], pause_s: float) -> tuple[Utterance, ...]:
    """``words`` (in order) split at pauses of ``pause_s``."""
    cuts = [i for i, (one, other) in enumerate(pairwise(words), start=1) if other.start_s - one.end_s >= pause_s]
    return tuple(tuple(words[start:end]) for start, end in pairwise([0, *cuts, len(words)]) if start < end)


def prompt_speech(
    samples: Sound,
    sample_rate_hz: int,
    speech: Spans,
    words: Sequence[Word],
    found: Iterable[Prompt],
    settings: SpeakerSettings,
) -> Spans:
    """The part of one channel's ``speech`` that a machine says; ``found``: prompts found by the channel's ``words``."""
    places = [(prompt, intersect(speech, (_reach(prompt.span, words),))) for prompt in found]
    sure = merge(span for prompt, spans in places if prompt.sure for span in spans)
    asked = [(prompt, spans) for prompt, spans in places if not prompt.sure]
    if not asked:
        return sure
    rest = subtract(speech, (*sure, *(span for _, spans in asked for span in spans)))
    persons = diarize(samples, sample_rate_hz, rest, settings).voices
    voices = [
        voice for person in persons if (voice := embedding_of(samples, sample_rate_hz, person, settings)) is not None
    ]
    confirmed: list[Span] = [*sure]
    for prompt, spans in asked:
        own = embedding_of(samples, sample_rate_hz, spans, settings)
        unlike = own is not None and all(float(own @ voice) <= settings.prompt_max_similarity for voice in voices)
        if (unlike and voices) or (prompt.opening and not rest):
            confirmed.extend(spans)
    return merge(confirmed)


def parted(words: Iterable[Word], prompts: Spans) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """``words`` of persons, and those inside ``prompts``."""
    words = tuple(words)
    machine = set(_inside(words, prompts))
    return tuple(word for word in words if word not in machine), tuple(word for word in words if word in machine)


def _inside(words: Iterable[Word], spans: Spans) -> Iterator[Word]:
    starts = np.array([span.start_s for span in spans])
    for word in words:
        at = int(np.searchsorted(starts, word.span.middle_s, side="right")) - 1
        if at >= 0 and word.span.middle_s <= spans[at].end_s:
            yield word


def _reach(said: Span, words: Sequence[Word]) -> Span:
    """``said`` out to the middle of the pause before its first and behind its last word."""
    before = max((word.end_s for word in words if word.span.middle_s < said.start_s), default=None)
    behind = min((word.start_s for word in words if word.span.middle_s > said.end_s), default=None)
    start_s = 0.0 if before is None else min(said.start_s, (before + said.start_s) / 2)
    end_s = float("inf") if behind is None else max(said.end_s, (behind + said.end_s) / 2)
    return Span(start_s, end_s)
