"""Calls as a store holds them, generated: the golden conversations, mixed, shaken and laid on two channels."""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from tests.support.conversations import FILES, conversation, example
from tests.support.talk import good_line

from callgrade.measures.catalogue import measurement
from callgrade.model.conversation import Attribution, Conversation, Layout, Party, Turn, Word
from callgrade.model.heard import CallFile, HeardCall
from callgrade.model.measurement import Measurement
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.span import Span
from callgrade.norms.pack.dialogue import Dialogue, read_dialogue

FIRST = datetime.fromisoformat("2026-01-05T08:00:00")
TEAMS = ("north", "south")
AGENTS = ("Carol Jensen", "Jonas Weber", "Mei Lin", "Femke de Boer", "Ingrid Dahl")
LAST_TURNS = 3
"""Turns at the end that stay at the end."""


def generated_calls(count: int, words: int = 400, seed: int = 1) -> Iterator[HeardCall]:
    """``count`` different calls of about ``words`` words each, in the languages of the golden conversations.

    The same ``seed`` gives the same calls. A Chinese word is counted as one and a half characters.
    """
    for number in range(count):
        yield _call(number, words, random.Random(f"{seed} {number}"))


@cache
def _dialogues() -> tuple[Dialogue, ...]:
    files = ((path.parent.name, example(conversation(path))) for path in FILES)
    return tuple(read_dialogue(entry, language, Direction.INBOUND) for language, entry in files)


@cache
def _of_language(language: str | None) -> tuple[Dialogue, ...]:
    return tuple(one for one in _dialogues() if one.conversation.language == language)


def _call(number: int, words: int, chance: random.Random) -> HeardCall:
    dialogue = chance.choice(_dialogues())
    language = dialogue.conversation.language
    turns = _timed(_shaken(_long(dialogue, words if language != "zh" else words * 3 // 2, chance), chance), chance)
    heard = _conversation(language, turns, chance)
    started = FIRST + timedelta(minutes=7 * number)
    record = replace(dialogue.record, started=started, language=language, agent=dialogue.record.agent or None)
    record = record.filled_from(CallRecord(agent=chance.choice(AGENTS), team=chance.choice(TEAMS)))
    digest = hashlib.sha256(f"{number} {chance.random()}".encode()).hexdigest()
    file = CallFile(f"call-{number:05}.wav", digest, heard.duration_s, 2, 8000)
    return HeardCall(file, record, heard, tuple(_sound(chance)), (), "base")


def _long(dialogue: Dialogue, words: int, chance: random.Random) -> list[Turn]:
    """The turns of ``dialogue``, with those of others put in before its end."""
    own = list(dialogue.conversation.turns)
    middle: list[Turn] = []
    while sum(len(turn.words) for turn in (*own, *middle)) < words:
        middle.extend(chance.choice(_of_language(dialogue.conversation.language)).conversation.turns[2:-LAST_TURNS])
    return [*own[:-LAST_TURNS], *middle, *own[-LAST_TURNS:]]


def _shaken(turns: Sequence[Turn], chance: random.Random) -> Iterator[Turn]:
    """``turns`` as a recogniser writes them: words lost, doubled, or of low probability."""
    for turn in turns:
        kept = [word for word in turn.words if chance.random() > 0.02] or list(turn.words)
        words = [replace(word, probability=round(min(1.0, chance.gauss(0.85, 0.15)), 3)) for word in kept]
        yield replace(turn, words=tuple(words), text=" ".join(word.text for word in words))


def _timed(turns: Iterator[Turn], chance: random.Random) -> list[Turn]:
    """``turns`` one after the other at 170 words a minute, with gaps and overlaps; now and then a hold."""
    clock_s, timed = 2.0, []
    for turn in turns:
        each_s = (turn.words[0].end_s - turn.words[0].start_s) * chance.uniform(0.8, 1.2)
        words = tuple(
            Word(word.text, round(clock_s + at * each_s, 2), round(clock_s + (at + 1) * each_s, 2), word.probability)
            for at, word in enumerate(turn.words)
        )
        timed.append(replace(turn, start_s=words[0].start_s, end_s=words[-1].end_s, words=words))
        clock_s = words[-1].end_s + (chance.uniform(4, 40) if chance.random() < 0.03 else chance.gauss(0.3, 0.4))
    return sorted(timed, key=lambda turn: turn.start_s)


def _conversation(language: str | None, turns: Sequence[Turn], chance: random.Random) -> Conversation:
    end_s = max(turn.end_s for turn in turns) + 2.0
    attribution = Attribution(Layout.TWO_CHANNELS)
    parties = tuple(_party(role, channel, turns, chance) for channel, role in enumerate((Role.AGENT, Role.CUSTOMER)))
    return Conversation(language, 0.97, end_s, 2, parties, tuple(turns), None, None, attribution)


def _party(role: Role, channel: int, turns: Sequence[Turn], chance: random.Random) -> Party:
    """Its speech: each turn in pieces of some words, with pauses between them."""
    speech: list[Span] = []
    for turn in (turn for turn in turns if turn.role is role):
        step = chance.randint(4, 9)
        for first in range(0, len(turn.words), step):
            piece = turn.words[first : first + step]
            start_s = max(piece[0].start_s, speech[-1].end_s + 0.2 if speech else 0.0)
            end_s = piece[-1].end_s - 0.25
            if end_s > start_s:
                speech.append(Span(start_s, end_s))
    return Party(role, channel, tuple(speech), (), good_line(channel, chance.gauss(-24, 3)))


def _sound(chance: random.Random) -> Iterator[Measurement]:
    for role in (Role.AGENT, Role.CUSTOMER):
        yield measurement("pitch.spread", role, chance.gauss(3, 1), {"voiced_s": 30, "interval_low_st": 2})
        yield measurement("pitch.span_80_20", role, chance.gauss(5, 1), {"voiced_s": 30})
        yield measurement("pitch.variation_quotient", role, chance.gauss(0.2, 0.05), {"voiced_s": 30})
        yield measurement("pitch.median", role, chance.gauss(150, 30), {"voiced_s": 30})
        for name in ("pitch_delta", "rate_delta", "level_delta"):
            yield measurement(f"same_key.{name}", role, chance.gauss(0, 1), {"windows": 5})
