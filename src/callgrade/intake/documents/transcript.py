"""The conversation of a transcript, without sound.

If the transcript has no times, words get nominal ones (order only) and the conversation is marked so. Consecutive
turns of one person become one, as in a recording.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from callgrade.config.intake import IntakeSettings
from callgrade.intake.documents.turn_times import why_gaps_hidden
from callgrade.intake.documents.turns import WrittenTurn
from callgrade.model.conversation import Attribution, Conversation, Party, Turn, Word
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.text import joined, split_words


@dataclass(frozen=True)
class _Placed:
    """A turn with its times in seconds."""

    written: WrittenTurn
    start_s: float
    end_s: float


def conversation_of(
    turns: Sequence[WrittenTurn],
    roles: Mapping[str | None, Role],
    language: str | None,
    settings: IntakeSettings,
    attribution: Attribution | None = None,
) -> Conversation:
    """The conversation of ``turns`` (at least one); ``roles``: speaker label → role.

    ``attribution``: how it is known who is who, ``None`` where the transcript says it.
    """
    timed = is_timed(turns)
    placed = (_with_times if timed else _in_order)(turns, settings.nominal_word_s)
    spoken = tuple(
        _merged(tuple(group), role)
        for (role, _), group in groupby(placed, key=lambda turn: _voice(turn.written.speaker, roles))
    )
    present = dict.fromkeys(turn.role for turn in spoken)
    return Conversation(
        language=language,
        language_probability=None,
        duration_s=max(turn.end_s for turn in placed),
        channels=0,
        parties=tuple(Party(role, channel=None, speech=(), sound=(), line=None) for role in present),
        turns=spoken,
        ringing=None,
        ringing_reason=Reason.NO_AUDIO,
        attribution=attribution,
        has_audio=False,
        timed=timed,
        gaps_hidden=why_gaps_hidden(turns, settings.touch_s),
    )


def _voice(speaker: str | None, roles: Mapping[str | None, Role]) -> tuple[Role, str | None]:
    """Turns of one role are one person's, whatever their labels; unknown speakers may be several persons."""
    role = roles[speaker]
    return role, speaker if role is Role.UNKNOWN else None


def is_timed(turns: Sequence[WrittenTurn]) -> bool:
    """Whether every turn says when it starts."""
    return all(turn.start_s is not None for turn in turns)


def _in_order(turns: Sequence[WrittenTurn], nominal_word_s: float) -> list[_Placed]:
    placed, clock_s = list[_Placed](), 0.0
    for turn in turns:
        end_s = clock_s + nominal_word_s * len(split_words(turn.text))
        placed.append(_Placed(turn, clock_s, end_s))
        clock_s = end_s
    return placed


def _with_times(turns: Sequence[WrittenTurn], nominal_word_s: float) -> list[_Placed]:
    """An end that is not given is estimated from the words, and lies before the next turn."""
    starts = [turn.start_s or 0.0 for turn in turns]
    placed = []
    for turn, start_s, next_s in zip(turns, starts, [*starts[1:], float("inf")], strict=True):
        nominal_s = start_s + nominal_word_s * len(split_words(turn.text))
        end_s = min(nominal_s, next_s) if turn.end_s is None else turn.end_s
        placed.append(_Placed(turn, start_s, max(end_s, *(word.end_s for word in turn.words), start_s)))
    return placed


def _merged(group: tuple[_Placed, ...], role: Role) -> Turn:
    words = tuple(sorted((word for turn in group for word in _words(turn)), key=lambda word: word.start_s))
    text = joined(turn.written.text for turn in group)
    return Turn(role, group[0].start_s, max(turn.end_s for turn in group), words, text)


def _words(turn: _Placed) -> list[Word]:
    """The words with their own times, or spread evenly over the turn."""
    if turn.written.words:
        return [Word(word.text, word.start_s, word.end_s, word.probability) for word in turn.written.words]
    texts = split_words(turn.written.text)
    step_s = (turn.end_s - turn.start_s) / len(texts)
    return [
        Word(text, turn.start_s + index * step_s, turn.start_s + (index + 1) * step_s, None)
        for index, text in enumerate(texts)
    ]
