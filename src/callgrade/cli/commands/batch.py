"""``callgrade batch``: scores all new recordings of a folder into the store, every night."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callgrade.cli.edge import say
from callgrade.cli.options import (
    FILE,
    FOLDER,
    TimeOfDayOption,
    channels_option,
    grading_options,
    language_option,
    record_of_options,
    store_option,
)
from callgrade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.batch.matching_records import RecordsByName
    from callgrade.config.settings import Settings
    from callgrade.grading.spec import GraderSpec
    from callgrade.store import Store


def next_time(at: time, now: datetime) -> datetime:
    """The next moment, with its UTC offset, at which this machine's local time is ``at``.

    ``now``: local time without an offset, because the offset may change before ``at``.
    """
    today = datetime.combine(now, at)
    return (today if today > now else today + timedelta(days=1)).astimezone()


@click.command()
@click.argument("recordings", metavar="RECORDINGS", type=FOLDER)
@store_option
@click.option("--cdr", multiple=True, type=FILE, help="Call detail records (CSV of Asterisk, FreePBX, 3CX …).")
@click.option("--agents", type=FILE, help="CSV with extension, name and team of each agent.")
@click.option(
    "--include", multiple=True, metavar="PATTERN", help="Only these files, such as support/**; may be repeated."
)
@click.option(
    "--exclude", multiple=True, metavar="PATTERN", help="Skip these files, such as **/test-*; may be repeated."
)
@click.option("--workers", type=click.IntRange(1), help="Processes; workers × threads never exceed the cores.")
@click.option("--threads", type=click.IntRange(1), help="Threads per worker.")
@click.option("--until", type=TimeOfDayOption(), metavar="HH:MM", help="Start no new calls after this time.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Score at most N calls.")
@click.option("--cluster", metavar="ADDRESS", help="Use the Dask cluster at tcp://host:port instead of this machine.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", show_default=True,
              help="Print the summary as a table, or a JSON object a line, as each call is done.")  # fmt: skip
@click.option("--summary", type=FILE, help="Write the run's summary to this file, as JSON.")
@click.option("--log", type=FILE, help="Run log, - for standard error; default: beside the store, if that is a file.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="Form of the run log's lines.")  # fmt: skip
@click.option(
    "--direction", type=click.Choice(["in", "out"]), help="Who called, in all calls; overrides every other source."
)
@click.option("--company", metavar="NAME", help="Company that the agents should name.")
@language_option
@channels_option
@grading_options
def batch(
    *,
    recordings: Path,
    store: str,
    cdr: tuple[Path, ...],
    agents: Path | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    workers: int | None,
    threads: int | None,
    until: time | None,
    limit: int | None,
    cluster: str | None,
    form: str,
    summary: Path | None,
    log: Path | None,
    log_format: str,
    spec: "GraderSpec",
    **facts: Any,
) -> ExitCode:
    """Score the new recordings in RECORDINGS into a store. Run it every night.

    Files that are still being written are left for the next run. A copied or renamed recording is not scored again. If
    a recording cannot be used or crashes its worker, only that call is lost; callgrade retry queues such calls again.
    Ctrl-C stops at once, and the next run continues from there.

    Exit codes: 0 all due calls were scored, 3 some were not, 11 another run is active; docs/reference/exit-codes.md
    has the others.
    """
    from callgrade.batch.nightly import Nightly, NightOrder
    from callgrade.batch.run_log import run_log
    from callgrade.batch.scan import readable_folder
    from callgrade.cli.batch_display import BatchDisplay
    from callgrade.cli.broken_plugins import say_broken_plugins
    from callgrade.cli.site.judged_by import judged_by
    from callgrade.cli.workers import executor_of, plan_of
    from callgrade.grading.grading_work import MakeGrading
    from callgrade.store import open_store
    from callgrade.workers.stop import stopping_on_signals

    readable_folder(recordings)  # before a store is made
    say_broken_plugins()
    settings = _narrowed(spec.settings, agents, include, exclude)
    spec = replace(spec, settings=settings)
    planned = plan_of(workers, threads, cluster, settings)
    make = MakeGrading(spec, record_of_options(**facts), planned.threads)
    executor = executor_of(make, planned, cluster, settings)
    with (
        _call_detail_records(cdr, settings) as records,
        open_store(store) as opened,
        run_log(_beside_the_store(opened, log, summary), settings.batch.log, log_format) as logger,
        BatchDisplay(summary, form) as display,
        stopping_on_signals(),
    ):
        order = NightOrder(recordings, records, limit, _next(until), judged_by(spec.profile, spec.site))
        finished = Nightly(opened, settings, planned, executor, spec.versions(), logger).run(order, display)
    return ExitCode.OK if finished.complete else ExitCode.SOME_NOT_SCORED


def _narrowed(
    settings: "Settings", agents: Path | None, include: tuple[str, ...], exclude: tuple[str, ...]
) -> "Settings":
    """``settings`` with this run's agents and patterns: ``include`` replaces the configured ones, ``exclude`` adds."""
    from callgrade.intake.agents import read_agents

    scan = settings.batch.scan.narrowed(include, exclude)
    known_agents = {**settings.intake.agents, **(read_agents(agents) if agents else {})}
    return settings.model_copy(
        update={
            "batch": settings.batch.model_copy(update={"scan": scan}),
            "intake": settings.intake.model_copy(update={"agents": known_agents}),
        }
    )


@contextmanager
def _call_detail_records(files: tuple[Path, ...], settings: "Settings") -> Iterator["RecordsByName | None"]:
    """The call detail records of ``files``, ``None`` if there are no files; prints their warnings."""
    from callgrade.batch.matching_records import RecordsByName
    from callgrade.intake.cdr.records import CallDetailRecords

    with CallDetailRecords(settings.batch.cdr, settings.intake.time_zone) as records:
        for file in files:
            records.add(file)
        for warning in records.warnings:
            say(warning)
        yield RecordsByName(records, settings.intake.file_names) if files else None


def _beside_the_store(store: "Store", log: Path | None, summary: Path | None) -> Path | None:
    """The file of the run log: ``log``, else beside a store that is a file, else none.

    Raises ``UsageError`` if the log or the summary would overwrite the store.
    """
    if store.file is None:
        return log
    if any(path and path.exists() and path.samefile(store.file) for path in (log, summary)):
        raise UsageError(f"{store} is the store.", "Give another file for --log or --summary.")
    return log or store.file.with_name(store.file.name + ".log")


def _next(at: time | None) -> datetime | None:
    return next_time(at, datetime.now()) if at else None
