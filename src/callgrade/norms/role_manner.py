"""How the persons of a call talk, whatever it is about: who asks, and of whom they speak.

The one who serves asks more than the other, and speaks of "you" and "us"; the other speaks of "me". So it works where
nobody says a usual phrase, and in every language with a list of these few words.
"""

from collections.abc import Sequence

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.pack.pack_file import Capped, RoleEvidence
from callgrade.norms.phrases.tokens import Token
from callgrade.norms.questions import questions
from callgrade.norms.signs.asking import NO
from callgrade.text import SENTENCE_ENDS

ANYTHING_ELSE = "closing.further_questions"
"""The norm whose phrases ask for anything else."""


def manner(call: Call, weights: RoleEvidence) -> float:
    """Log-odds that agent and customer are as ``call`` has them."""
    asked = len(questions(call, Role.AGENT)) - len(questions(call, Role.CUSTOMER))
    of_other = _of_other(call, Role.AGENT) - _of_other(call, Role.CUSTOMER)
    return _capped(asked, weights.question) + _capped(of_other, weights.word_of_other)


def goes_on_after_questions(call: Call, role: Role) -> bool:
    """Whether most questions of ``role`` are followed by words without a pause, so that somebody else may answer."""
    tokens = call.text(role).tokens
    asked = [question.end for question in questions(call, role) if _is_mark(tokens[question.end - 1])]
    followed = sum(end < len(tokens) and tokens[end] is not None for end in asked)
    return len(asked) > 1 and followed > len(asked) / 2


def answers_itself(call: Call, role: Role) -> bool:
    """Whether ``role`` asks for anything else and goes on with "no,": two persons do. "No problem" is no answer."""
    words = call.language.norms.get(ANYTHING_ELSE) if call.language else None
    asked = call.hits(role, words.phrases, words.not_in) if words else []
    tokens = call.text(role).tokens
    refused = {hit.start for hit in call.hits(role, call.listed(NO)) if _is_marked(tokens[hit.end - 1])}
    return any(_next_sentence(tokens, hit.end) in refused for hit in asked)


def _next_sentence(tokens: Sequence[Token | None], place: int) -> int:
    """Where the sentence after the one at ``place`` begins."""
    end = next((i for i in range(place - 1, len(tokens)) if _ends(tokens[i])), len(tokens))
    return next((i for i in range(end + 1, len(tokens)) if tokens[i]), len(tokens))


def _is_marked(token: Token | None) -> bool:
    return token is not None and bool(token.mark)


def _ends(token: Token | None) -> bool:
    return token is None or (bool(token.mark) and token.mark in SENTENCE_ENDS)


def _is_mark(token: Token | None) -> bool:
    return token is not None and token.mark == "?"


def _of_other(call: Call, role: Role) -> int:
    """How much more often ``role`` says "you" and "we" than "I"."""
    if call.language is None:
        return 0
    me, you, us = (call.language.list(name) for name in ("of_me", "of_you", "of_us"))
    return len(call.hits(role, you)) + len(call.hits(role, us)) - len(call.hits(role, me, us))


def _capped(count: int, weight: Capped) -> float:
    return max(-weight.most, min(weight.most, count * weight.each))
