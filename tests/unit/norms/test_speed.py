"""The norms of a ten-minute call are judged in well under a tenth of a second."""

import time

from tests.support.norms import conversation

from callgrade.config.folder import configs_folder
from callgrade.model.record import CallRecord, Direction
from callgrade.norms.evaluate import evaluate
from callgrade.norms.pack.load import load_pack
from callgrade.norms.pack.norm import Pack
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call

WORDS = 1700
"""Ten minutes at 170 words a minute."""


def talk(pack: Pack) -> str:
    """The dialogues of the pack's own examples, one after the other, as long as ten minutes take."""
    assert pack.language is not None
    lines: list[str] = []
    for words in pack.language.norms.values():
        for example in (*words.examples.fires, *words.examples.silent):
            dialogue = example.dialogue if isinstance(example, Example) else example
            lines.extend(line.strip() for line in dialogue.splitlines() if not line.strip().startswith("hold:"))
    while sum(len(line.split()) - 1 for line in lines) > WORDS:
        lines.pop()
    return "\n".join(lines)


def test_a_ten_minute_call_takes_less_than_a_tenth_of_a_second() -> None:
    pack = load_pack(configs_folder(), "en", "service")
    heard = conversation(talk(pack))
    record = CallRecord(
        direction=Direction.INBOUND, agent="Louis Anderson", customer="Olivia Flores", company="Green Thumb Gardening"
    )
    assert sum(len(turn.words) for turn in heard.turns) > WORDS - 100
    taken = []
    for _ in range(5):
        started = time.process_time()
        evaluate(pack, prepare_call(pack, heard, record))
        taken.append(time.process_time() - started)
    assert min(taken) < 0.1
