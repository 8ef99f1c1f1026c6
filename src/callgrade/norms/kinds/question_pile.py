"""The agent does not ask many questions in one breath, without room for an answer."""

from itertools import pairwise

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.han_questions import formed_questions
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import Question, clear_of, questions


class QuestionPileParameters(Section):
    """``most``: allowed questions in one breath.

    A breath ends with a pause of ``pause_s`` seconds, or with more than ``words_between`` words between two questions.
    """

    most: int = Field(ge=1)
    pause_s: float = Field(gt=0)
    words_between: int = Field(ge=0)


def judge(parameters: QuestionPileParameters, words: NormWords, call: Call) -> Outcome:
    """Fail on too many questions in one breath, else pass."""
    free = call.hits(Role.AGENT, words.not_in)
    asked = clear_of(formed_questions(call, questions(call, Role.AGENT)), free)
    piles = [breath for breath in _breaths(parameters, call, asked) if len(breath) > parameters.most]
    sure = [pile for pile in piles if not call.uncertain(call.words_of(Role.AGENT, _whole(pile)))]
    if sure:
        return Outcome(Verdict.FAIL, call.evidence(Role.AGENT, map(_whole, sure)), found=True)
    if piles:
        return cannot_tell(Reason.UNCERTAIN_WORDS, found=True)
    shown = call.evidence(Role.AGENT, [one.hit for one in asked[:1]])
    return Outcome(Verdict.PASS, shown or (call.whole(Role.AGENT),))


def _breaths(parameters: QuestionPileParameters, call: Call, asked: list[Question]) -> list[list[Question]]:
    """The questions, in groups without a pause between them."""
    breaths: list[list[Question]] = []
    for question in asked:
        if breaths and _one_breath(parameters, call, breaths[-1][-1], question):
            breaths[-1].append(question)
        else:
            breaths.append([question])
    return breaths


def _one_breath(parameters: QuestionPileParameters, call: Call, before: Question, after: Question) -> bool:
    if before.turn != after.turn or after.start - before.end > parameters.words_between:
        return False
    words = call.words_of(Role.AGENT, _whole([before, after]))
    return all(b.start_s - a.end_s < parameters.pause_s for a, b in pairwise(words))


def _whole(pile: list[Question]) -> Hit:
    return Hit(pile[0].start, pile[-1].end, pile[-1].end)


KIND = NormKind(QuestionPileParameters, judge, frozenset({Need.WORDS, Need.AGENT}), other_words=("not_in",))
