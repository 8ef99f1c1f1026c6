"""Short dialogues with the verdict of one norm, from ``tests/golden/dialogues``: read, timed and judged."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import cache
from pathlib import Path

import yaml
from tests.support.packs import shipped_pack

from callgrade.config.load import load_settings
from callgrade.measures import measure_exchange
from callgrade.model.finding import Finding
from callgrade.model.measurement import Measurements
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.norms.announcements import announcements
from callgrade.norms.evaluate import finding_of
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.norm import Pack
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call

FOLDER = Path(__file__).parents[1] / "golden" / "dialogues"
AN_ORDINARY_DAY = datetime(2026, 3, 3)


@dataclass(frozen=True)
class Short:
    """A dialogue; a line "silence: 60" is a silence of 60 s. ``at``: when the call began, "15:30"."""

    language: str
    norm: str
    verdict: str
    dialogue: str
    at: str | None = None


def short_dialogues(folder: Path = FOLDER) -> Iterator[Short]:
    for path in sorted(folder.glob("*.yaml")):
        for norm, entries in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            yield from (Short(path.stem, norm, **entry) for entry in entries)


@cache
def pack_of(language: str) -> Pack:
    return shipped_pack(language)


def judged(short: Short) -> Finding:
    """The finding of the dialogue's norm, with silences measured as in a transcript."""
    pack = pack_of(short.language)
    written = Example(dialogue=short.dialogue.replace("silence:", "hold:"))
    started = datetime.combine(AN_ORDINARY_DAY, time.fromisoformat(short.at)) if short.at else AN_ORDINARY_DAY
    record = CallRecord(direction=Direction.INBOUND, started=started)
    spoken = read_dialogue(written, short.language, Direction.INBOUND).conversation
    call = prepare_call(pack, replace(spoken, gaps_hidden=None), record)
    waits, customer_waits = announcements(call), announcements(call, Role.CUSTOMER)
    exchange = measure_exchange(call.conversation, record, waits, load_settings().measures, customer_waits)
    norm = pack.norm(short.norm)
    assert norm is not None
    return finding_of(norm, pack, call.measured(Measurements(exchange)))
