"""The stages of a call come in their order: greeting, matter, help, closing.

A stage is known by the words of other norms, by words of its own or by how much somebody says. It is out of order only
when all of it lies before the beginning of an earlier one: a second question after the goodbye disturbs nothing.
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
from callgrade.norms.kinds.kind import Kind, Mistake, Need
from callgrade.norms.language import NormWords
from callgrade.norms.outcome import Outcome, cannot_tell


class Stage(Section):
    """A stage begins and ends with what ``role`` says: words of ``norms``, words of this norm (``own``), or with the
    first turn of at least ``words`` words."""

    role: Role
    norms: tuple[str, ...] = ()
    own: bool = False
    words: int = Field(default=0, ge=0)


class Parameters(Section):
    """``stages``: in the order in which they should come. ``least``: so many must be found for a verdict."""

    stages: dict[str, Stage] = Field(min_length=2)
    least: int = Field(ge=2)


@dataclass(frozen=True)
class Found:
    """Where a stage is: the number of the turn and the evidence of its beginning and of its end."""

    first: int
    last: int
    begins: Evidence
    ends: Evidence


def judge(parameters: Parameters, words: NormWords, call: Call) -> Outcome:
    """Fail on a stage that lies before an earlier one, pass when those found are in order."""
    placed = [found for stage in parameters.stages.values() if (found := _find(stage, words, call))]
    if len(placed) < parameters.least:
        return cannot_tell(Reason.TOO_FEW)
    for earlier, later in combinations(placed, 2):
        if later.last < earlier.first:
            return Outcome(Verdict.FAIL, (later.ends, earlier.begins), found=True)
    return Outcome(Verdict.PASS, tuple(found.begins for found in placed))


def _find(stage: Stage, words: NormWords, call: Call) -> Found | None:
    if stage.words:
        return _long_turn(stage, call)
    known = call.language.norms if call.language else {}
    sources = [known[norm] for norm in stage.norms if norm in known] + ([words] if stage.own else [])
    hits = sorted(hit for source in sources for hit in call.hits(stage.role, source.phrases, source.not_in))
    if not hits:
        return None
    begins, ends = call.evidence(stage.role, (hits[0], hits[-1]))
    return Found(call.turn_of(stage.role, hits[0]), call.turn_of(stage.role, hits[-1]), begins, ends)


def _long_turn(stage: Stage, call: Call) -> Found | None:
    for index, turn in call.turns(stage.role):
        if len(turn.words) >= stage.words:
            quote = call.quote(stage.role, turn.words)
            return Found(index, index, quote, quote)
    return None


def _reads(parameters: Parameters) -> tuple[str, ...]:
    return tuple(norm for stage in parameters.stages.values() for norm in stage.norms)


def _mistakes(parameters: Parameters, norms: Collection[str]) -> Iterator[Mistake]:
    for name, stage in parameters.stages.items():
        for index, norm in enumerate(stage.norms):
            if norm not in norms:
                at = ("stages", name, "norms", index)
                yield at, f"no norm is called {norm!r}", "Correct the id or remove it."


KIND = Kind(
    Parameters,
    judge,
    frozenset({Need.WORDS, Need.AGENT}),
    words=("phrases",),
    other_words=("not_in",),
    reads=_reads,
    mistakes=_mistakes,
)
