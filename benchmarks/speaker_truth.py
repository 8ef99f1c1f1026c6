"""Who really speaks when, from what is known of a call: its script, its subtitles, or a channel a voice."""

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from callgrade.config.hearing import VoiceActivitySettings
from callgrade.config.intake import IntakeSettings
from callgrade.hearing.activity.voice_activity import find_speech
from callgrade.intake.source import WrittenCall, open_call
from callgrade.model.conversation import Word
from callgrade.model.record import CallRecord, Role
from callgrade.model.recording import Recording
from callgrade.model.span import Span, Spans, merge

Said = tuple[Role, str]
CUE = re.compile(r"(\d+):(\d+):(\d+),(\d+) --> (\d+):(\d+):(\d+),(\d+)\n\[(\w+)\]")


@dataclass(frozen=True)
class Truth:
    """Speech of agent and customer. ``of_words``: the spans of recognised words, so that unheard speech is unknown."""

    speech: Mapping[Role, Spans]
    of_words: bool


def from_channels(recording: Recording, settings: VoiceActivitySettings) -> Truth:
    """The agent is on the left channel, the customer on the right one."""
    left, right = (
        find_speech(channel, recording.sample_rate_hz, (), settings).timing for channel in recording.channels
    )
    return Truth({Role.AGENT: left, Role.CUSTOMER: right}, of_words=False)


def from_subtitles(path: Path) -> Truth:
    """One cue a turn; the pauses inside a turn count as speech."""
    speech: dict[Role, list[Span]] = {Role.AGENT: [], Role.CUSTOMER: []}
    for *times, speaker in CUE.findall(path.read_text(encoding="utf-8")):
        h, m, s, ms, end_h, end_m, end_s, end_ms = map(int, times)
        cue = Span(h * 3600 + m * 60 + s + ms / 1000, end_h * 3600 + end_m * 60 + end_s + end_ms / 1000)
        speech[Role.AGENT if speaker == "CSR" else Role.CUSTOMER].append(cue)
    return Truth({role: merge(spans) for role, spans in speech.items()}, of_words=False)


def script_of(path: Path, settings: IntakeSettings) -> list[Said]:
    """What is said, in order, from a vCon (without the recording beside it) or a list of turns (*.ref.json)."""
    if path.name.endswith(".ref.json"):
        turns = json.loads(path.read_text(encoding="utf-8"))["turns"]
        return [(Role.AGENT if turn["speaker"] == "agent" else Role.CUSTOMER, turn["text"]) for turn in turns]
    with tempfile.TemporaryDirectory() as alone:
        written = open_call(Path(shutil.copy(path, alone)), settings, CallRecord(language="en"))
    assert isinstance(written, WrittenCall), f"{path} is no transcript"
    return [(turn.role, turn.text) for turn in written.conversation.turns]


def from_script(words: Sequence[Word], script: Iterable[Said]) -> Truth:
    """Each recognised word beside the script's: words that match have its speaker, and so have words between two that
    match and have the same speaker; who says the others is unknown.
    """
    spoken = [(role, token) for role, text in script for token in _tokens(text)]
    heard = [(i, token) for i, word in enumerate(words) for token in _tokens(word.text)]
    roles: list[Role | None] = [None] * len(words)
    matcher = SequenceMatcher(None, [token for _, token in heard], [token for _, token in spoken], autojunk=False)
    for block in matcher.get_matching_blocks():
        for n in range(block.size):
            roles[heard[block.a + n][0]] = spoken[block.b + n][0]
    filled = _filled(roles)
    return Truth(
        {
            role: merge(word.span for word, who in zip(words, filled, strict=True) if who is role)
            for role in (Role.AGENT, Role.CUSTOMER)
        },
        of_words=True,
    )


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", ""))


def _filled(roles: Sequence[Role | None]) -> list[Role | None]:
    before, after = _carried(roles), _carried(roles[::-1])[::-1]
    return [one if one is other else None for one, other in zip(before, after, strict=True)]


def _carried(roles: Sequence[Role | None]) -> list[Role | None]:
    carried: list[Role | None] = []
    for role in roles:
        carried.append(role or (carried[-1] if carried else None))
    return carried
