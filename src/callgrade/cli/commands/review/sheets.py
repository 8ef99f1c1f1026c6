"""``callgrade review export`` and ``import``: sheets on which people mark verdicts."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callgrade.cli.commands.review.who import by_option
from callgrade.cli.edge import say
from callgrade.cli.options import FILE, site_file_option, store_option
from callgrade.cli.stored.chosen_calls import ChosenCalls, choosing_options
from callgrade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.store import Store, StoredCall

MOST_CALLS = 2000


class StrataOption(click.ParamType["tuple[str, ...]"]):
    """By what a sample is divided."""

    name = "strata"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "tuple[str, ...]":
        """``agent,band`` as names."""
        from callgrade.review.sample import STRATA

        names = tuple(part.strip() for part in str(value).split(",") if part.strip())
        if not names or not set(names) <= set(STRATA):
            self.fail(f"{value!r}: write it like agent,band; there are {', '.join(STRATA)}.", param, ctx)
        return names


@click.command("export")
@store_option
@site_file_option
@click.option("--out", required=True, type=FILE, metavar="FILE", help="Write the sheet here; .xlsx or .csv.")
@click.option("--force", is_flag=True, help="Replace a sheet that is there, with the marks in it.")
@click.option("--sample", "size", type=click.IntRange(1, MOST_CALLS), default=30, show_default=True, help="Calls.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed draws other calls.")
@click.option("--strata", type=StrataOption(), metavar="LIST", default=None,
              help="Draw from each group in turn, such as agent,band, so that rare ones are there.")  # fmt: skip
@click.option("--norm", "norms", multiple=True, metavar="NORM", help="Only this norm; may be repeated.")
@choosing_options
def export_sheet(store: str, out: Path, force: bool, norms: tuple[str, ...], **drawn: Any) -> ExitCode:
    """Write a sheet on which people mark verdicts blind: without those of the machine.

    One row per call and norm. Fill in reader, verdict and, if you like, remark; leave the other columns as they are.
    A row without a verdict is not used. Give each reader a copy. The sheet holds words of the calls and is not erased
    with them: delete it when it is imported.
    """
    from callgrade.review.sheet import check_form, sheet_rows, write_sheet
    from callgrade.store import CardFilter, open_store

    check_form(out)
    if out.exists() and not force:
        raise UsageError(f"{out} is there already, perhaps with marks.", "Give another file, or --force to replace it.")
    with open_store(store, create=False) as opened:
        calls = _sample(opened, **drawn)
        cards = opened.cards.read(CardFilter(call_ids=[call.id for call in calls]))
        rows = list(sheet_rows(cards, norms))
    absent = sorted(set(norms) - {row.finding.norm for row in rows})
    if absent or not rows:
        what = f"No scored call has the norm {absent[0]}." if absent else "No scored call matches."
        raise UsageError(what, "See callgrade calls and callgrade norms list.")
    write_sheet(out, rows)
    say(f"Calls in the sheet: {len(calls)}. Verdicts to mark: {len(rows)}.")
    return ExitCode.OK


def _sample(
    store: "Store", chosen: ChosenCalls, size: int, seed: int, strata: tuple[str, ...] | None
) -> "list[StoredCall]":
    from callgrade.review.sample import sample
    from callgrade.store import CallQuery, CallState

    chosen.refuse_unknown(store)
    query = CallQuery(**chosen.limits, states=(CallState.SCORED,))
    return sample(store.calls.listed(query), size, seed, strata or ())


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@store_option
@site_file_option
@click.option("--reader", metavar="NAME", help="Who marked the rows that name no reader.")
@by_option
def import_sheet(files: tuple[Path, ...], store: str, reader: str | None, who: str) -> ExitCode:
    """Keep the verdicts of filled sheets beside the machine's.

    What most people marked counts in the score, and stays when calls are judged or heard again; where they are even,
    the latest counts. Importing a sheet twice changes nothing. A file with a mistake is not imported at all.

    Exit code 5: a sheet has a mistake, or cannot be read.
    """
    from callgrade.review.marked_sheet import read_sheet
    from callgrade.store import open_store

    with open_store(store, create=False) as opened:
        for file in files:
            sheet = read_sheet(opened, file, reader)
            done = opened.reviews.mark(sheet.marks, who)
            click.echo(
                f"{file.name}: new verdicts: {done.new}, changed: {done.changed}, the same as before: {done.same}, "
                f"rows without a verdict: {sheet.blank}."
            )
    return ExitCode.OK
