"""Questions of Chinese transcripts without marks: parts of a sentence, set off by blanks, that only a question ends so.

"亮不亮" asks by its form (A-not-A), and a part that ends in 没有, 没 or a particle asks as well.
"""

from collections.abc import Iterator, Sequence

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.tokens import Token
from callgrade.norms.questions import Question, spoken_turns
from callgrade.text import is_han

NOT = ("不", "没")
"""What stands between the two equal characters of a question."""

ENDS = ("没", "吗", "呢", "嘛", "么")
"""Characters with which a part of a sentence asks at its end; 没有 as well."""

NOT_ALONE = 2
"""Characters of such a part at least [conv]."""


def part_questions(call: Call, asked: Sequence[Question]) -> list[Question]:
    """``asked``, and the parts of the agent's unmarked turns that ask and have none of them; in order."""
    known = [(one.start, one.end) for one in asked]
    parts = (part for part in _parts(call) if not any(part.start < end and start < part.end for start, end in known))
    return sorted([*asked, *parts], key=lambda one: one.start)


def _parts(call: Call) -> Iterator[Question]:
    tokens = call.text(Role.AGENT).tokens
    for spoken in spoken_turns(call, Role.AGENT):
        first = tokens[spoken.start]
        if spoken.marked or first is None or not is_han(first.text):
            continue
        start = spoken.start
        for place in range(spoken.start + 1, spoken.end + 1):
            if place == spoken.end or _word(tokens[place]) != _word(tokens[place - 1]):
                said = [token.text for token in tokens[start:place] if token]
                if len(said) >= NOT_ALONE and _asks(said):
                    yield Question(spoken.turn, start, place)
                start = place


def _word(token: Token | None) -> int:
    return token.word if token else -1


def _asks(said: Sequence[str]) -> bool:
    either = any(one == two and no in NOT for one, no, two in zip(said, said[1:], said[2:], strict=False))
    return either or said[-1] in ENDS or tuple(said[-2:]) == ("没", "有")
