"""The verdict of one norm on a short dialogue, with the words of the shipped packs."""

from dataclasses import replace

from tests.support.packs import shipped_pack

from callgrade.model.finding import Verdict
from callgrade.model.record import Direction, Role
from callgrade.norms.evaluate import certain_outcome
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.word_files import Example, ExampleRecord
from callgrade.norms.preparation import prepare_call


def verdict(
    norm: str,
    dialogue: str,
    language: str = "en",
    direction: Direction = Direction.INBOUND,
    *,
    machine: bool = False,
    **record: str,
) -> Verdict:
    """The verdict by words alone; ``machine``: the first turn is a recording's. ``record``: facts of the call."""
    pack = shipped_pack(language)
    facts = ExampleRecord.model_validate({"direction": direction, **record})
    read = read_dialogue(Example(dialogue=dialogue, record=facts), language, direction)
    first, *others = read.conversation.turns
    turns = (replace(first, role=Role.PROMPT) if machine else first, *others)
    call = prepare_call(pack, replace(read.conversation, turns=turns), read.record)
    (wanted,) = (one for one in pack.norms if one.id == norm)
    return certain_outcome(wanted, pack, call).verdict
