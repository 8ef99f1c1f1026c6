"""Turns out of the words of all voices.

Words of one voice without a silence between them form an utterance. An utterance continues its voice's turn until
somebody else takes the floor, the pause is long, or it goes on in another language. A short utterance inside another's
(a back-channel: "mm-hm", "right") is a turn of its own, but does not take the floor: the turn around it stays whole, as
a reader hears it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from callgrade.config.hearing import ConversationSettings
from callgrade.model.conversation import Turn, Word
from callgrade.model.record import Role
from callgrade.model.span import Span

WITHOUT_BLANKS = frozenset({"zh", "yue", "ja", "th", "lo", "my"})


@dataclass(frozen=True)
class SpeakerWords:
    """The words of one role, in order of time. ``foreign``: when it does not speak the call's language, but which."""

    role: Role
    words: tuple[Word, ...]
    foreign: tuple[tuple[Span, str], ...] = ()

    @property
    def language(self) -> str | None:
        """The language of the first word, ``None`` for the call's."""
        return self.language_of(self.words[0])

    def language_of(self, word: Word) -> str | None:
        """The language of ``word``, ``None`` for the call's."""
        return next((code for span, code in self.foreign if span.contains(word.span.middle_s)), None)


def build_turns(
    voices: Iterable[SpeakerWords], language: str | None, settings: ConversationSettings
) -> tuple[Turn, ...]:
    """Turns of all ``voices``, ordered by start; ``language``: of the call."""
    utterances = sorted(
        (utterance for voice in voices for utterance in _utterances(voice, settings)),
        key=lambda utterance: (utterance.words[0].start_s, utterance.role),
    )
    turns: list[SpeakerWords] = []
    floor: int | None = None
    for utterance in utterances:
        if _is_backchannel(utterance, utterances, settings):
            turns.append(utterance)
        elif floor is not None and _continues(turns[floor], utterance, settings):
            turns[floor] = replace(utterance, words=turns[floor].words + utterance.words)
        else:
            floor = len(turns)
            turns.append(utterance)
    return tuple(_turn(turn, language) for turn in turns)


def _utterances(voice: SpeakerWords, settings: ConversationSettings) -> Iterator[SpeakerWords]:
    if not voice.words:
        return
    first = 0
    for index, (before, after) in enumerate(pairwise(voice.words), start=1):
        paused = after.start_s - before.end_s >= settings.utterance_gap_s
        if paused or voice.language_of(before) != voice.language_of(after):
            yield replace(voice, words=voice.words[first:index])
            first = index
    yield replace(voice, words=voice.words[first:])


def _is_backchannel(short: SpeakerWords, utterances: Sequence[SpeakerWords], settings: ConversationSettings) -> bool:
    """Whether ``short`` lies inside another voice's utterance and is too short to take the floor."""
    start_s, end_s = short.words[0].start_s, short.words[-1].end_s
    return end_s - start_s <= settings.max_backchannel_s and any(
        other.role is not short.role and other.words[0].start_s <= start_s and end_s <= other.words[-1].end_s
        for other in utterances
    )


def _continues(turn: SpeakerWords, utterance: SpeakerWords, settings: ConversationSettings) -> bool:
    pause_s = utterance.words[0].start_s - turn.words[-1].end_s
    longest_s = settings.unseparated_pause_s if turn.role is Role.UNKNOWN else settings.turn_pause_s
    return turn.role is utterance.role and pause_s < longest_s and turn.language == utterance.language


def _turn(voice: SpeakerWords, language: str | None) -> Turn:
    words, own = voice.words, voice.language
    blank = "" if (own or language) in WITHOUT_BLANKS else " "
    return Turn(voice.role, words[0].start_s, words[-1].end_s, words, blank.join(word.text for word in words), own)
