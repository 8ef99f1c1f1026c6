"""Questions of Chinese transcripts without marks by their form: "亮不亮" (A-not-A), "重启过没有", "插紧了吗".

No word shows where one question ends and the next begins, so these forms count in the midst of a turn, too.
"""

from collections.abc import Iterator, Sequence

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.questions import TAG, Question, clear_of, spoken_turns
from callgrade.text import is_han

NOT = ("不", "没")
"""What stands between the two equal characters of a question."""

WORD = 2
"""Characters of a question word ("多大", "什么")."""

FORMS = (("过", "没"), ("了", "没"), ("了", "吗"))
"""Pairs of characters that end a question."""


def formed_questions(call: Call, asked: Sequence[Question]) -> list[Question]:
    """``asked``, and the agent's questions by their form that are apart from these; in order."""
    found = list(asked)
    tags = call.hits(Role.AGENT, call.listed(TAG))
    for one in _formed(call):
        own = bool(clear_of([one], tags))
        if all(_is_apart(call, known, one, own=own) for known in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _is_apart(call: Call, known: Question, one: Question, *, own: bool) -> bool:
    """Whether ``one`` is another question than ``known``; right after its question word only if it is no tag."""
    return abs(one.start - known.start) >= call.settings.questions.apart or (own and one.start >= known.start + WORD)


def _formed(call: Call) -> Iterator[Question]:
    tokens = call.text(Role.AGENT).tokens
    for spoken in spoken_turns(call, Role.AGENT):
        said = [token.text if token else "" for token in tokens[spoken.start : spoken.end]]
        for place in range(len(said) - 1) if not spoken.marked and is_han(said[0][:1]) else ():
            either = said[place + 1] in NOT and said[place] in said[place + 2 : place + 3]
            if either or (said[place], said[place + 1]) in FORMS:
                yield Question(spoken.turn, spoken.start + place, spoken.start + place + 2 + either)
