"""A summary as rows of text, for the terminal and the run log."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from callgrade.batch.matching_records import RecordsTally
from callgrade.batch.summary import Summary

Row = tuple[str, str]


def rows(summary: Summary) -> Iterator[Row]:
    """Yield name and value of each row; rows without a value are left out."""
    for name, value in (*_due(summary), *_passed_over(summary), *_records(summary.records), *_pace(summary)):
        if value:
            yield name, f"{value:,}" if isinstance(value, int) else value


def rate(summary: Summary) -> str:
    """Calls per hour and, if there was sound, how many times faster than real time."""
    wall_s = summary.wall_s
    if not wall_s or not summary.finished:
        return ""
    calls = f"{summary.finished / wall_s * 3600:,.0f} calls/h"
    return f"{calls}, {summary.audio_s / wall_s:.1f} × real time" if summary.audio_s else calls


def _due(summary: Summary) -> Iterator[tuple[str, str | int]]:
    without = summary.withheld.total()
    yield "due", f"{summary.due:,}"
    yield "scored", f"{summary.scored:,}" + (f", {without:,} of them without a score" if without else "")
    for reason, count in sorted((reason.text, count) for reason, count in summary.withheld.items()):
        yield f"  no score: {reason}", f"{count:,}; see docs/troubleshooting.md"
    yield "not scored", summary.not_scored
    for code, count in sorted(summary.reasons.items()):
        yield f"  {code}", count
    yield "not taken", f"{summary.left:,} ({summary.end})" if summary.left else 0
    for code, count in sorted(summary.unread.items()):
        yield f"not read, tried again by the next run: {code}", count
    yield "taken by another run", summary.elsewhere
    yield "calls among colleagues, not scored; see batch.cdr.internal", summary.internal
    yield "unchanged since an earlier run", summary.unchanged
    for state, count in sorted(summary.unchanged_not_scored.items()):
        yield f"  {state}; callgrade retry takes them up again", count
    yield "erased earlier, not done again", summary.erased
    yield "copies of known recordings", summary.copies


def _passed_over(summary: Summary) -> Iterator[tuple[str, str | int]]:
    if summary.growing and summary.again:
        stable, again = f"{summary.stable_s:g} s", f"run again after {_clock(summary.again, summary.started)}"
        written = summary.growing - summary.ahead
        yield "still being written", f"{written:,} changed less than {stable} ago; {again}" if written else 0
        when = f"taken when a later run sees them unchanged for {stable}; {again}"
        yield "dated in the future", f"{summary.ahead:,}, {when}" if summary.ahead else 0
    yield "documents whose recording is not there", summary.lone_documents
    endings = ", ".join(f"{ending} {count:,}" for ending, count in sorted(summary.endings.items()))
    yield "passed over, no ending of batch.scan.endings", endings
    yield "passed over by a pattern of --include, --exclude or batch.scan", summary.excluded
    yield "passed over, the name begins with a dot", summary.hidden
    for code, count in sorted(summary.skipped.items()):
        yield f"skipped: {code}", count


def _records(tally: RecordsTally | None) -> Iterator[tuple[str, str | int]]:
    if tally is None:
        return
    yield "call detail records found for", f"{tally.found:,} of {tally.asked:,} recordings" if tally.asked else 0
    for cause, count in sorted(tally.without.items()):
        yield f"  none: {cause.text}", count
    yield "  with a direction that is not understood", tally.not_understood
    yield "rows of call detail records that could not be read; the messages say why", tally.unreadable


def _pace(summary: Summary) -> Iterator[tuple[str, str | int]]:
    yield "audio scored", f"{summary.audio_s / 3600:.2f} h" if summary.audio_s else 0
    yield "rate", rate(summary) if summary.scored else 0
    yield "scored by other norms or settings", f"{summary.outdated:,}; see callgrade rescore" if summary.outdated else 0


def _clock(at: datetime, started: datetime) -> str:
    """The next full minute, with the date if it is another day."""
    up = (at + timedelta(seconds=59, microseconds=999_999)).replace(second=0, microsecond=0)
    return f"{up:%H:%M}" if up.date() == started.date() else f"{up:%Y-%m-%d %H:%M}"
