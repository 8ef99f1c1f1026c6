"""The stages of a call come in order: greeting, matter, help, closing.

A stage is found by the words of other norms, by words of its own or by a long turn. It is out of order only if all
of it comes before the beginning of an earlier stage: a second question after the goodbye does not matter.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Evidence, Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Mistake, Need, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell
from callgrade.norms.pack.language import NormWords


class CallStage(Section):
    """How a stage is found in what ``role`` says.

    By words of ``norms``, by words of this norm (``own``), or by the first turn of at least ``words`` words.
    """

    role: Role
    norms: tuple[str, ...] = ()
    own: bool = False
    words: int = Field(default=0, ge=0)


class StagesParameters(Section):
    """``stages``: in the expected order. ``least``: number of stages that must be found for a verdict."""

    stages: dict[str, CallStage] = Field(min_length=2)
    least: int = Field(ge=2)


@dataclass(frozen=True)
class FoundStage:
    """The turn numbers and the evidence of the beginning and the end of a stage."""

    first: int
    last: int
    begins: Evidence
    ends: Evidence


def judge(parameters: StagesParameters, words: NormWords, call: Call) -> Outcome:
    """Fail on a stage that comes before an earlier one; pass if those found are in order."""
    placed = [found for stage in parameters.stages.values() if (found := _find(stage, words, call))]
    if len(placed) < parameters.least:
        return cannot_tell(Reason.TOO_FEW)
    for earlier, later in combinations(placed, 2):
        if later.last < earlier.first and (reason := call.why_unknown(Role.AGENT, call.window("whole", Role.AGENT))):
            return cannot_tell(reason)
        if later.last < earlier.first:
            return Outcome(Verdict.FAIL, (later.ends, earlier.begins), found=True)
    return Outcome(Verdict.PASS, tuple(found.begins for found in placed))


def _find(stage: CallStage, words: NormWords, call: Call) -> FoundStage | None:
    if stage.words:
        return _long_turn(stage, call)
    known = call.language.norms if call.language else {}
    sources = [known[norm] for norm in stage.norms if norm in known] + ([words] if stage.own else [])
    hits = sorted(hit for source in sources for hit in call.hits(stage.role, source.phrases, source.not_in))
    if not hits:
        return None
    begins, ends = call.evidence(stage.role, (hits[0], hits[-1]))
    return FoundStage(call.turn_of(stage.role, hits[0]), call.turn_of(stage.role, hits[-1]), begins, ends)


def _long_turn(stage: CallStage, call: Call) -> FoundStage | None:
    for index, turn in call.turns(stage.role):
        if len(turn.words) >= stage.words:
            quote = call.quote(stage.role, turn.words)
            return FoundStage(index, index, quote, quote)
    return None


def _reads(parameters: StagesParameters) -> tuple[str, ...]:
    return tuple(norm for stage in parameters.stages.values() for norm in stage.norms)


def _mistakes(parameters: StagesParameters, norms: Collection[str]) -> Iterator[Mistake]:
    for name, stage in parameters.stages.items():
        for index, norm in enumerate(stage.norms):
            if norm not in norms:
                at = ("stages", name, "norms", index)
                yield at, f"no norm is called {norm!r}", "Correct the id or remove it."


KIND = NormKind(
    StagesParameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT}),
    words=("phrases",),
    other_words=("not_in",),
    reads=_reads,
    mistakes=_mistakes,
)
