"""What rescoring a call changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from callgrade.model.finding import Finding, Verdict
from callgrade.model.scorecard import Judgement


@dataclass(frozen=True, order=True)
class Flip:
    """A norm's verdict before and after; ``None``: the pack did not have the norm."""

    norm: str
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True)
class CardChange:
    """Overall score and band before and after, and the norms whose verdict changed."""

    overall: tuple[float | None, float | None]
    band: tuple[str | None, str | None]
    flips: tuple[Flip, ...]

    def __bool__(self) -> bool:
        """Whether the score, the band or a verdict changed."""
        return bool(self.flips) or self.overall[0] != self.overall[1] or self.band[0] != self.band[1]

    @property
    def size(self) -> float:
        """Change of the overall score in points, 0…100; 100 if there was or is no score."""
        before, after = self.overall
        if before is None or after is None:
            return 0.0 if before == after else 100.0
        return abs(after - before)


def change(before: Judgement, after: Judgement) -> CardChange:
    """What changed from ``before`` to ``after``; flips in the order of its norms, then norms that are gone."""
    return CardChange(
        (before.score.overall, after.score.overall),
        (before.score.band, after.score.band),
        tuple(_flips(before.findings, after.findings)),
    )


def _flips(before: Iterable[Finding], after: Iterable[Finding]) -> Iterable[Flip]:
    was = {finding.norm: finding.verdict for finding in before}
    now = {finding.norm: finding.verdict for finding in after}
    for norm in {**now, **was}:
        if was.get(norm) is not now.get(norm):
            yield Flip(norm, was.get(norm), now.get(norm))
