"""``callgrade norms try``: how often norms would have had which verdict on calls of the past."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callgrade.cli.edge import say
from callgrade.cli.options import call_options, grading_options, record_of_options
from callgrade.errors import ConfigError, ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.config.settings import Settings
    from callgrade.grading.grader import Grader
    from callgrade.grading.outcome import Scored
    from callgrade.grading.spec import GraderSpec
    from callgrade.model.finding import Finding
    from callgrade.norms.pack.norm import Norm

_CALLS = 500
_QUOTES = 20


@click.command("try")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--norm", "norm_ids", metavar="ID", multiple=True, help="Of which norm; default: all of your own.")
@click.option("--calls", type=click.IntRange(1), default=_CALLS, show_default=True, help="At most; the newest files.")
@click.option("--quotes", type=click.IntRange(0), default=_QUOTES, show_default=True, help="Shown for each norm.")
@call_options
@grading_options
def try_norms(
    *,
    folder: Path,
    norm_ids: tuple[str, ...],
    calls: int,
    quotes: int,
    spec: "GraderSpec",
    **facts: Any,
) -> ExitCode:
    """Show how often norms would have been kept in the calls of FOLDER, with what was said.

    FOLDER has recordings, vCons or transcripts. Nothing is stored. Transcripts take a moment, recordings have to be
    heard.
    """
    wanted = norm_ids or _own_norms(spec.site)
    grader = spec.grader()
    chosen = [_norm(grader, norm_id) for norm_id in wanted]
    scored = list(_scored(grader, _newest(folder, calls, spec.settings), record_of_options(**facts)))
    for norm in chosen:
        found = [(one.path.name, finding) for one in scored for finding in one.judgement.findings]
        for line in _lines(norm, [(name, finding) for name, finding in found if finding.norm == norm.id], quotes):
            click.echo(line)
    return ExitCode.OK


def _norm(grader: "Grader", norm_id: str) -> "Norm":
    norm = grader.pack(None).norm(norm_id)
    if norm is None:
        raise ConfigError(f"No norm is called {norm_id!r}.", "See callgrade norms list.")
    return norm


def _own_norms(site: Path | None) -> Sequence[str]:
    from callgrade.norms.pack.load import own_norms

    own = own_norms(site)
    if not own:
        raise UsageError(
            "There is no norm of your own to try.", "Give its site pack with --norms, or a norm with --norm."
        )
    return own


def _newest(folder: Path, most: int, settings: "Settings") -> list[Path]:
    """The newest files of ``folder`` that callgrade reads, newest first."""
    files = [
        path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in settings.batch.scan.endings
    ]
    return sorted(files, key=lambda path: (-path.stat().st_mtime_ns, path))[:most]


def _scored(grader: "Grader", files: Sequence[Path], options: Any) -> Iterator["Scored"]:
    from callgrade.cli.progress import Display
    from callgrade.grading.outcome import CallInput, Refused

    with Display() as display:
        for outcome in grader.grade((CallInput(path) for path in files), options, display.report):
            if isinstance(outcome, Refused):
                say(f"{outcome.path.name}: {outcome.error}")
            else:
                yield outcome


def _lines(norm: "Norm", found: Sequence[tuple[str, "Finding"]], quotes: int) -> Iterator[str]:
    from callgrade.export.clock import clock
    from callgrade.model.finding import Verdict
    from callgrade.text import plain

    counts = Counter(finding.verdict for _, finding in found)
    by_meaning = sum(finding.by_meaning for _, finding in found)
    verdicts = ", ".join(f"{verdict} {counts[verdict]}" for verdict in Verdict if counts[verdict])
    yield f"{norm.id} in {len(found)} calls: {verdicts or 'none'}; found by meaning {by_meaning}"
    hit = Verdict.FAIL if getattr(norm.parameters, "expect", None) == "absent" else Verdict.PASS
    said = [
        (name, finding, one)
        for name, finding in found
        if finding.by_meaning or finding.verdict is hit
        for one in finding.evidence[:1]
    ]
    for name, finding, one in said[:quotes]:
        when = f"{clock(one.start_s)} " if one.start_s is not None else ""
        how = " (by meaning)" if finding.by_meaning else ""
        yield plain(f"  {finding.verdict} {name} {when}{one.quote}") + how
