"""The verdict of one norm on one call, with its evidence."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from callgrade.model.reason import Reason
from callgrade.model.record import Role


class Verdict(StrEnum):
    """What a norm says of a call. The last two leave the denominator of the score."""

    PASS = "pass"
    PARTIAL = "partial"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_TELL = "cannot_tell"

    @property
    def judged(self) -> bool:
        """Whether the norm came to a judgement that counts."""
        return self in (Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL)


class Severity(StrEnum):
    """How much a norm matters; a failed ``CRITICAL`` norm puts the call below all others."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    INFO = "info"


class Effect(StrEnum):
    """How a norm counts in the score.

    ``CREDIT`` earns points when kept. ``DEDUCTION`` loses points when broken, and earns nothing when kept. ``SITE`` is
    the site's and not the agent's (staffing, queues): it is shown and does not count.
    """

    CREDIT = "credit"
    DEDUCTION = "deduction"
    SITE = "site"


@dataclass(frozen=True)
class Evidence:
    """Where to listen. Times are ``None`` only for a transcript without times; ``quote`` is empty for a sound."""

    start_s: float | None
    end_s: float | None
    role: Role | None
    quote: str


@dataclass(frozen=True)
class ReaderMark:
    """The verdict of a person who listened. ``at``: when it came into the store, UTC."""

    reader: str
    verdict: Verdict
    remark: str
    at: datetime


@dataclass(frozen=True)
class Dispute:
    """The agent's words against a verdict, and the answer; ``verdict``: the answer's, ``None``: none or no other."""

    text: str
    by: str
    at: datetime
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Review:
    """What people say of the verdict of one norm on one call."""

    marks: tuple[ReaderMark, ...] = ()
    dispute: Dispute | None = None

    @property
    def marked(self) -> Verdict | None:
        """The verdict that most people marked; where they are even, the latest of those. ``None``: nobody marked."""
        counts = Counter(mark.verdict for mark in self.marks)
        most = [mark for mark in self.marks if counts[mark.verdict] == max(counts.values())]
        return max(most, key=lambda mark: (mark.at, mark.reader)).verdict if most else None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict that counts: that of an answer to a dispute, or else the one that people marked."""
        answered = self.dispute.verdict if self.dispute else None
        return answered or self.marked

    @property
    def judges(self) -> tuple[str, ...]:
        """The people whose verdict counts."""
        if self.dispute and self.dispute.verdict:
            return (self.dispute.answered_by or "",)
        return tuple(sorted(mark.reader for mark in self.marks if mark.verdict is self.marked))


@dataclass(frozen=True)
class Finding:
    """One norm's verdict. ``expected`` says in words what would have passed; ``advice`` helps the agent.

    A ``pass``, ``partial`` or ``fail`` carries evidence (for words that were missing: the stretch that was searched)
    or a value; ``not_applicable`` and ``cannot_tell`` carry a reason. ``attribution``: 0…1 that the words are those of
    whom it judges, ``None`` where nothing depends on it or a transcript says it. ``rule``: hash of the norm's
    definition and words as they were; "" where not known. ``by_meaning``: no phrase was found; the quoted words mean
    what the norm is about. ``fault``: what the call does that falls short, in words; "" if nothing does. ``review``:
    what people say of the verdict; ``verdict`` is then the one that counts, and ``machine`` the machine's.
    """

    norm: str
    section: str
    title: str
    verdict: Verdict
    severity: Severity
    expected: str
    value: float | None = None
    unit: str | None = None
    evidence: tuple[Evidence, ...] = ()
    reason: Reason | None = None
    advice: str | None = None
    attribution: float | None = None
    rule: str = ""
    effect: Effect = Effect.CREDIT
    by_meaning: bool = False
    fault: str = ""
    review: Review | None = None
    machine: Verdict | None = None

    @property
    def headline(self) -> str:
        """What to say of this call: the fault, or else the title, which names what is right."""
        return self.fault or self.title

    @property
    def short_of_a_pass(self) -> bool:
        """Whether the norm was broken, wholly or partly."""
        return self.verdict in (Verdict.FAIL, Verdict.PARTIAL)

    @property
    def counts(self) -> bool:
        """Whether it is the agent's and may cost points."""
        return self.severity is not Severity.INFO and self.effect is not Effect.SITE

    def __post_init__(self) -> None:
        """Refuse a verdict that cannot be checked (``ValueError``)."""
        by_person = self.review is not None and self.review.verdict is not None
        if self.verdict.judged and not self.evidence and self.value is None and not by_person:
            raise ValueError(f"{self.norm}: a {self.verdict} without evidence")
        if not self.verdict.judged and self.reason is None:
            raise ValueError(f"{self.norm}: a {self.verdict} without a reason")
