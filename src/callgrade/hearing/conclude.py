"""Hearing after recognition: whose words they are, the line, and what is missing.

Apart from ``prepare``, so that the windows of several calls can be recognised in one batch.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from callgrade.hearing.background import background_gaps, background_of_each
from callgrade.hearing.conversation import Channel, Frame, build_conversation, own_channels, roles_of
from callgrade.hearing.diarization.voices import voices_of
from callgrade.hearing.diarization.word_speakers import words_by_voice
from callgrade.hearing.line_quality import measure_line
from callgrade.hearing.line_sound import find_sound
from callgrade.hearing.missing.missing_parts import missing_parts
from callgrade.hearing.prepare import Prepared, Side
from callgrade.hearing.prompts import parted, prompt_speech, utterances
from callgrade.hearing.recognition.speech import Recognised
from callgrade.hearing.ringing.end_tone import longest_end_tone
from callgrade.model.conversation import Attribution, Conversation, Word
from callgrade.model.prompt import Prompt, PromptFinder, no_prompts
from callgrade.model.record import Role
from callgrade.model.span import Span, Spans, merge, subtract


def conclude(prepared: Prepared, heard: Recognised, find_prompts: PromptFinder = no_prompts) -> Conversation:
    """The conversation, with the words that the recogniser ``heard`` in the call's windows.

    Voices are separated after recognition, because the words show which speech is a machine's; then the line and
    other sound are measured.
    """
    settings = prepared.settings
    words = [_words_on(side, prepared, heard) for side in prepared.sides]
    spoken = [utterances(said, settings.speakers.prompt_pause_s) for said in words]
    prompts = [
        _prompt_speech(prepared, side, said, found)
        for side, said, found in zip(prepared.sides, words, find_prompts(heard.language, spoken), strict=True)
    ]
    indexes = [side.index for side in prepared.sides]
    speech = [subtract(side.activity.timing, found) for side, found in zip(prepared.sides, prompts, strict=True)]
    aside = background_of_each(prepared.recording, indexes, speech, settings)
    words = [list(parted(said, others)[0]) for said, others in zip(words, aside, strict=True)]
    persons, attribution = voices_of(prepared, list(map(subtract, speech, aside)), words)
    channels = [
        replace(channel, foreign=_foreign(channel.index, prepared, heard))
        for channel in _channels(prepared, persons, prompts, words)
    ]
    roles = roles_of([indexes[place] for place, _ in persons], prepared.record, settings.conversation)
    machines = (Role.PROMPT,) * (len(channels) - len(roles))
    frame = _frame(prepared, heard, attribution)
    conversation = build_conversation(channels, frame, (*roles, *machines), settings)
    own = own_channels(indexes, attribution, prepared.record, settings.conversation)
    return _with_gaps(conversation, prepared, own, aside)


def _frame(prepared: Prepared, heard: Recognised, attribution: Attribution) -> Frame:
    return Frame(
        duration_s=prepared.recording.duration_s,
        channels=len(prepared.recording.channels),
        language=heard.language,
        language_probability=heard.language_probability,
        ringing=prepared.ringing,
        ringing_reason=prepared.ringing_reason,
        attribution=attribution,
    )


def _with_gaps(
    conversation: Conversation, prepared: Prepared, own: Mapping[int, Role], aside: Sequence[Spans]
) -> Conversation:
    """With what is missing, and how it ends; ``own``: whose a channel is; ``aside``: background speech of each side."""
    recording, settings = prepared.recording, prepared.settings
    sides = list(zip(prepared.sides, aside, strict=True))
    other = tuple(span for side, background in sides for span in (*side.ring_back, *background))
    missing = missing_parts(recording, conversation, own, settings, other)
    heard = (recording.channels[side.index] for side in prepared.sides)
    return replace(
        conversation,
        gaps=(*missing, *background_gaps(((side.index, background) for side, background in sides), own)),
        transfers=prepared.transfers,
        end_tone=longest_end_tone(heard, recording.sample_rate_hz, settings.end_tone),
    )


def _words_on(side: Side, prepared: Prepared, heard: Recognised) -> list[Word]:
    windows = zip(prepared.speech.windows, heard.words, strict=True)
    return [word for window, found in windows if window.channel == side.index for word in found]


def _foreign(channel: int, prepared: Prepared, heard: Recognised) -> tuple[tuple[Span, str], ...]:
    """When ``channel`` is not in the call's language, but in which: whole windows, and stretches inside others."""
    windows = zip(prepared.speech.windows, heard.languages, strict=True)
    whole = ((piece, code) for one, code in windows if code and one.channel == channel for piece in one.pieces)
    return (*whole, *((span, code) for index, span, code in heard.foreign if index == channel))


def _prompt_speech(prepared: Prepared, side: Side, words: Sequence[Word], found: Sequence[Prompt]) -> Spans:
    samples, rate_hz = prepared.recording.channels[side.index], prepared.recording.sample_rate_hz
    speech, settings = side.activity.timing, prepared.settings.speakers
    return prompt_speech(samples, rate_hz, speech, words, found, settings) if found else ()


def _channels(
    prepared: Prepared,
    persons: Sequence[tuple[int, Spans]],
    prompts: Sequence[Spans],
    words: Sequence[Sequence[Word]],
) -> Iterator[Channel]:
    """Each person's voice with its words, line and the sound beside it, then each side's prompts."""
    anybody = merge(span for side in prepared.sides for span in side.activity.timing)
    parts = [parted(said, found) for said, found in zip(words, prompts, strict=True)]
    for place, voices in groupby(persons, key=lambda person: person[0]):
        sharing = [speech for _, speech in voices]
        for speech, own in zip(
            sharing, words_by_voice(parts[place][0], sharing, prepared.settings.speakers), strict=True
        ):
            yield _person(prepared, prepared.sides[place], speech, own, anybody)
    for side, found, (_, own) in zip(prepared.sides, prompts, parts, strict=True):
        if found:
            yield Channel(index=side.index, speech=found, sound=(), line=None, words=own)


def _person(prepared: Prepared, side: Side, speech: Spans, words: tuple[Word, ...], anybody: Spans) -> Channel:
    recording, settings = prepared.recording, prepared.settings
    samples, rate_hz = recording.channels[side.index], recording.sample_rate_hz
    sound = find_sound(samples, rate_hz, anybody, side.ring_back, settings.sound)
    not_noise = (*sound, *side.ring_back, *subtract(side.activity.timing, speech))
    line = measure_line(samples, rate_hz, side.index, speech, not_noise, settings.line)
    return Channel(index=side.index, speech=speech, sound=sound, line=line, words=words)
