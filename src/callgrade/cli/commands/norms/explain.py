"""``callgrade norms explain``: shows why a norm came to its verdict."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callgrade.cli.options import FILE, call_options, grading_options, record_of_options
from callgrade.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from callgrade.grading.grader import Grader
    from callgrade.grading.judge import PreparedCall
    from callgrade.grading.spec import GraderSpec
    from callgrade.model.finding import Evidence
    from callgrade.model.record import CallRecord
    from callgrade.norms.call import Call
    from callgrade.norms.explain import Explanation
    from callgrade.norms.pack.language import Line
    from callgrade.norms.pack.norm import Norm, Pack

MARGIN = 12
MOST_SHOWN = 70
"""Characters of a phrase that are shown; the pack has the rest."""


@click.command()
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--norm", "norm_ids", metavar="ID", multiple=True, help="Only this norm; may be repeated.")
@call_options
@grading_options
def explain(*, file: Path, norm_ids: tuple[str, ...], spec: "GraderSpec", **facts: Any) -> ExitCode:
    """Show why the norms come to their verdicts on FILE, a recording, vCon or transcript.

    The verdicts are those of callgrade analyze with the same options. Shown are the searched window, the phrases that
    were found, why a phrase does not count, the nearest match if nothing was found, and the known facts of the call.
    """
    from callgrade.norms.explain import explain as explained
    from callgrade.text import plain

    grader = spec.grader()
    chosen = [_norm(grader.pack(None), norm_id).id for norm_id in norm_ids]
    read = _read(grader, file, record_of_options(**facts))
    for line in _facts(read.call):
        click.echo(plain(line))
    for norm in read.pack.norms:
        if chosen and norm.id not in chosen:
            continue
        click.echo()
        for line in _lines(norm, explained(norm, read.pack, read.call)):
            click.echo(line[: len(line) - len(line.lstrip())] + plain(line))
    return ExitCode.OK


def _read(grader: "Grader", file: Path, options: "CallRecord") -> "PreparedCall":
    """The call, ready for its norms; raises ``InputError``."""
    from callgrade.cli.progress import Display
    from callgrade.grading.outcome import CallInput, Refused

    with Display() as display:
        (outcome,) = grader.grade([CallInput(file)], options, display.report)
    if isinstance(outcome, Refused):
        raise outcome.error
    return grader.judge.prepare(outcome.heard)


def _norm(pack: "Pack", norm_id: str) -> "Norm":
    norm = pack.norm(norm_id)
    if norm is None:
        raise ConfigError(f"No norm is called {norm_id!r}.", "See callgrade norms list.")
    return norm


def _facts(call: "Call") -> Iterator[str]:
    """The known facts of the call with their sources, and the names found in the conversation or given by a site."""
    record = call.record
    for name in ("language", "direction", "started", "company", "agent", "customer"):
        value = getattr(record, name)
        source = f" ({record.sources[name]})" if name in record.sources else ""
        yield _row(name, f"{value}{source}" if value is not None else "not known")
    for who in ("company", "agent", "customer"):
        said = ", ".join(" ".join(name) for name in getattr(call.names, f"given_{who}"))
        if said:
            yield _row(who, f"also known as: {said}")


def _lines(norm: "Norm", explanation: "Explanation") -> Iterator[str]:
    finding = explanation.finding
    reason = f": {finding.reason.text}" if finding.reason else ""
    value = f" ({finding.value:g} {finding.unit})" if finding.value is not None else ""
    yield f"{norm.id}  {finding.verdict}{reason}{value}"
    yield "  " + _row("expected", finding.expected)
    if explanation.looked:
        looked = explanation.looked
        yield "  " + _row("looked at", f"{looked.role}, window {looked.window}, {_where(looked.evidence)}")
    for group, count in explanation.searched.items():
        heard = [one for one in explanation.heard if one.group == group]
        if not heard:
            yield "  " + _row(group, f"none of {count} phrases found")
        for one in heard:
            kept = "" if one.counts else f"; does not count: {one.why_not}"
            yield "  " + _row(group, f"turn {one.turn}, {_where(one.evidence)}, {_phrase(one.line)}{kept}")
    for near in explanation.nearest:
        share = f"{near.share:.0%} of {near.group}, {_phrase(near.line)}"
        yield "  " + _row("nearest", f"turn {near.turn}, {_where(near.evidence)}: {share}")
    for evidence in finding.evidence:
        yield "  " + _row("evidence", _where(evidence))
    if not explanation.searched:
        for name, value in norm.parameters.model_dump(mode="json", exclude_none=True).items():
            yield "  " + _row(name, str(value))


def _where(evidence: "Evidence") -> str:
    from callgrade.export.clock import clock

    said = f'{evidence.role or "both"} "{evidence.quote}"' if evidence.quote else str(evidence.role or "the call")
    if evidence.start_s is None or evidence.end_s is None:
        return said
    return f"{clock(evidence.start_s)}-{clock(evidence.end_s)} {said}"


def _phrase(line: "Line") -> str:
    """A phrase with its place in the pack, shortened."""
    folder, name = line.source.path.parts[-2:]
    row = line.source.where(line.at).rsplit(":", 2)[1]
    text = line.text if len(line.text) <= MOST_SHOWN else line.text[:MOST_SHOWN] + " …"
    return f"{folder}/{name}:{row} {text}"


def _row(name: str, text: str) -> str:
    return f"{name + ':':<{MARGIN}} {text}"
