"""``callgrade norms explain``: why a norm decided as it did."""

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from callgrade.cli.options import FILE, Language, config_option, norms_option, profile_option, settings_of
from callgrade.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from callgrade.model.finding import Evidence
    from callgrade.norms.call import Call
    from callgrade.norms.explain import Explanation
    from callgrade.norms.language import Line
    from callgrade.norms.pack import Norm, Pack

MARGIN = 12
MOST_SHOWN = 70
"""Characters of a phrase that are shown; the rest stands in the pack."""


@click.command()
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--norm", "norm_ids", metavar="ID", multiple=True, help="Only this norm; may be given several times.")
@click.option("--language", type=Language(), metavar="CODE", help="Such as en, where the file does not say.")
@config_option
@profile_option
@norms_option
def explain(
    file: Path, norm_ids: tuple[str, ...], language: str | None, config: Path | None, profile: str, site: Path | None
) -> ExitCode:
    """Tell why the norms decide as they do on the transcript of a vCon or JSON FILE.

    Shown are the window that was searched, the words that were found, what kept them from counting, what came nearest
    where nothing was found, and the facts of the call that were used. A recording is scored first, with
    callgrade analyze --format vcon; its words are then in the vCon.
    """
    from callgrade.export.plain import plain
    from callgrade.norms.explain import explain as explained

    pack, call = _call(file, language, config, profile, site)
    norms = [_norm(pack, norm_id) for norm_id in norm_ids] or list(pack.norms)
    for line in _facts(call):
        click.echo(plain(line))
    for norm in norms:
        click.echo()
        for line in _lines(norm, explained(norm, pack, call)):
            click.echo(line[: len(line) - len(line.lstrip())] + plain(line))
    return ExitCode.OK


def _call(
    file: Path, language: str | None, config: Path | None, profile: str, site: Path | None
) -> tuple["Pack", "Call"]:
    """The pack and the call as its norms see it."""
    from callgrade.config.folder import configs_folder
    from callgrade.intake.source import WrittenCall, open_call
    from callgrade.judging import measured
    from callgrade.model.conversation import Assignment
    from callgrade.model.record import CallRecord
    from callgrade.norms.pack import load_pack
    from callgrade.norms.reading import prepare_for

    settings = settings_of(config)
    opened = open_call(file, settings.intake, CallRecord(language=language), prefer_transcript=True)
    if not isinstance(opened, WrittenCall):
        raise TypeError("open_call gave a recording where a transcript was asked for")
    pack = load_pack(configs_folder(), opened.conversation.language, profile, site)
    assumed = MappingProxyType({"direction": f"profile {pack.profile}"})
    record = opened.record.filled_from(CallRecord(direction=pack.direction, sources=assumed))
    call = prepare_for(pack, opened.conversation, record)
    said = Assignment(MappingProxyType({}), None)
    return pack, call.measured(measured((), said, call, settings.measures))


def _norm(pack: "Pack", norm_id: str) -> "Norm":
    norm = pack.norm(norm_id)
    if norm is None:
        raise ConfigError(f"No norm is called {norm_id!r}.", "See callgrade norms list.")
    return norm


def _facts(call: "Call") -> Iterator[str]:
    """What is known of the call, with its source, and the names that were found in the talk or given by a site."""
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
    from callgrade.export.plain import clock

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
