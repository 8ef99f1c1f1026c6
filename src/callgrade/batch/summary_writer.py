"""Count what happens in a run; the only place that writes the summary."""

from datetime import datetime

from callgrade.batch.found_files import FoundFile, LoneDocument, PassedBy, PassedOver, SkippedFile, Unstable
from callgrade.batch.matching_records import Records
from callgrade.batch.summary import RunEnd, Summary
from callgrade.intake.cdr.records import CdrMatch
from callgrade.model.reason import Reason
from callgrade.store import CallState


class SummaryWriter:
    """Writes the summary of one run. ``summary``: the counts so far, to be read only."""

    def __init__(self, summary: Summary) -> None:
        """``summary``: of a run that begins."""
        self.summary = summary

    def not_taken(self, scanned: Unstable | PassedOver | LoneDocument | SkippedFile) -> None:
        """Count something in the folder that is not taken as a call."""
        match scanned:
            case Unstable():
                self._growing_until(scanned.ready_s)
                self.summary.ahead += scanned.ahead
            case LoneDocument():
                self.summary.lone_documents += 1
            case SkippedFile():
                self.summary.skipped[scanned.code] += 1
            case PassedOver():
                self._passed_over(scanned)

    def done_before(self, state: CallState) -> None:
        """Count a file whose call an earlier run has done, or that was erased."""
        if state is CallState.ERASED:
            self.summary.erased += 1
        else:
            self.summary.before[state] += 1

    def copy_of(self, state: CallState) -> None:
        """Count a due file that holds a known call, or an erased one."""
        if state is CallState.ERASED:
            self.summary.erased += 1
        else:
            self.summary.copies += 1

    def record(self, match: CdrMatch, found: FoundFile, records: Records) -> None:
        """Count the call detail record of a due file, or why there is none."""
        tally = self.summary.records
        if tally is None:
            return
        if match.record:
            tally.found += 1
            tally.not_understood += bool(match.warnings)
        else:
            tally.without[records.why_none(found)] += 1

    def begin(self, due: int) -> None:
        """Note how many files are due."""
        self.summary.due = due

    def unread(self, code: str) -> None:
        """Count a due file that is gone or cannot be read."""
        self.summary.unread[code] += 1

    def changed(self) -> None:
        """Count a due file that was written to a moment ago."""
        self._growing_until(datetime.now().timestamp() + self.summary.stable_s)

    def internal(self) -> None:
        """Count a due call among colleagues, which is not done."""
        self.summary.internal += 1

    def elsewhere(self) -> None:
        """Count a call that another run holds."""
        self.summary.elsewhere += 1

    def scored(self, audio_s: float, withheld: Reason | None) -> None:
        """Count a scored call. ``audio_s``: seconds of sound; ``withheld``: why it has no overall score."""
        self.summary.outcomes[CallState.SCORED] += 1
        self.summary.audio_s += audio_s
        if withheld:
            self.summary.withheld[withheld] += 1

    def not_scored(self, state: CallState, code: str) -> None:
        """Count a call without a scorecard."""
        self.summary.outcomes[state] += 1
        self.summary.reasons[code] += 1

    def taken_until(self, end: RunEnd, left: int) -> None:
        """Note why the run took no more calls, and how many due files are left."""
        self.summary.end, self.summary.left = end, left

    def outdated(self, count: int) -> None:
        """Note how many stored scorecards other norms or settings made."""
        self.summary.outdated = count

    def close(self, at: datetime, stopped_by: RunEnd | None = None) -> None:
        """Note when the run ended, and what stopped it before its end, if anything."""
        self.summary.ended = at
        self.summary.end = stopped_by or self.summary.end

    def _growing_until(self, ready_s: float) -> None:
        ready = datetime.fromtimestamp(ready_s).astimezone()
        self.summary.again = max(self.summary.again or ready, ready)
        self.summary.growing += 1

    def _passed_over(self, name: PassedOver) -> None:
        match name.by:
            case PassedBy.ENDING:
                self.summary.endings[name.ending] += 1
            case PassedBy.PATTERN:
                self.summary.excluded += 1
            case PassedBy.DOT:
                self.summary.hidden += 1
