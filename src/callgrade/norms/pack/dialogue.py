"""Turns the examples of a pack, short dialogues, into conversations."""

from dataclasses import dataclass
from datetime import datetime

from callgrade.model.conversation import Conversation, Party, Turn, Word
from callgrade.model.measurement import Basis, Measurement, Measurements
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.span import Span
from callgrade.norms.pack.word_files import Example, ExampleRecord
from callgrade.text import is_han, split_words

WORD_S = 0.35
"""Nominal length of a word: about 170 words a minute."""

CHARACTER_S = 0.22
"""Nominal length of a Chinese character: about 270 a minute."""

GAP_S = 0.2
"""Nominal gap between turns: the median of ten languages (Stivers et al. 2009)."""

HOLD = "hold"


@dataclass(frozen=True)
class Dialogue:
    """An example as a call."""

    conversation: Conversation
    measurements: Measurements
    record: CallRecord


def read_dialogue(example: Example, language: str, direction: Direction) -> Dialogue:
    """``example`` as a call; raises ``ValueError`` for a line without a speaker or a time that is not a number.

    Times are nominal. ``direction``: of the call, if the example's record has none.
    """
    turns: list[Turn] = []
    holds: list[Span] = []
    clock_s = 0.0
    for line in filter(None, map(str.strip, example.dialogue.splitlines())):
        speaker, _, said = line.partition(":")
        if speaker.strip() == HOLD:
            holds.append(Span(clock_s, clock_s + float(said)))
            clock_s = holds[-1].end_s
        else:
            turns.append(_turn(speaker.strip(), said, clock_s))
            clock_s = turns[-1].end_s + GAP_S
    parties = tuple(Party(role, None, (), (), None) for role in (Role.AGENT, Role.CUSTOMER))
    conversation = Conversation(language, None, clock_s, 0, parties, tuple(turns), None, None, has_audio=False)
    return Dialogue(conversation, _measurements(holds), _record(example.record, direction))


def _turn(speaker: str, said: str, start_s: float) -> Turn:
    if speaker not in (Role.AGENT, Role.CUSTOMER):
        raise ValueError(f"a line begins with 'agent:', 'customer:' or 'hold:', not with {speaker!r}")
    words: list[Word] = []
    clock_s = start_s
    for text in split_words(said):
        words.append(Word(text, clock_s, clock_s + (CHARACTER_S if is_han(text[0]) else WORD_S), None))
        clock_s = words[-1].end_s
    return Turn(Role(speaker), start_s, clock_s, tuple(words), said.strip())


def _measurements(holds: list[Span]) -> Measurements:
    if not holds:
        return Measurements(())
    return Measurements(
        (Measurement("hold.count", None, float(len(holds)), "count", evidence=Basis(spans=tuple(holds))),)
    )


def _record(record: ExampleRecord, direction: Direction) -> CallRecord:
    return CallRecord(
        direction=record.direction or direction,
        started=datetime.fromisoformat(record.started) if record.started else None,
        agent=record.agent,
        customer=record.customer,
        company=record.company,
    )
