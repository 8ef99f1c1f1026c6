"""``callgrade calls``: lists the calls of the store."""

from typing import Any

import click

from callgrade.cli.edge import say
from callgrade.cli.options import site_file_option, store_option
from callgrade.cli.stored.chosen_calls import ChosenCalls, choosing_options
from callgrade.errors import ExitCode

STATES = ("scored", "waiting", "claimed", "refused", "crashed", "hung", "failed", "erased")
VERDICTS = ("pass", "partial", "fail", "cannot_tell", "not_applicable")
ORDERS = ("started", "score", "name", "duration")
USUAL_LIMIT = 50


class VerdictOption(click.ParamType["tuple[str, str]"]):
    """A norm and its verdict."""

    name = "verdict"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "tuple[str, str]":
        """``greeting.company=fail`` as the norm and the verdict."""
        if isinstance(value, tuple):
            return value
        norm, _, verdict = (part.strip() for part in str(value).partition("="))
        if not norm or verdict not in VERDICTS:
            self.fail(f"{value!r}: write it like greeting.company=fail; verdicts: {', '.join(VERDICTS)}.", param, ctx)
        return norm, verdict


@click.command()
@store_option
@site_file_option
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only calls in this state.")
@click.option("--below", type=click.FloatRange(0, 100), metavar="SCORE", help="Only calls with a lower score.")
@click.option(
    "--norm", "verdicts", multiple=True, type=VerdictOption(), metavar="NORM=VERDICT",
    help="Only calls with this verdict, such as greeting.company=fail; may be repeated.",
)  # fmt: skip
@choosing_options
@click.option("--sort", type=click.Choice(ORDERS), default="started", show_default=True,
              help="The latest, lowest, first or longest come first.")  # fmt: skip
@click.option("--limit", type=click.IntRange(1), default=USUAL_LIMIT, show_default=True, help="At most so many.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def calls(*, store: str, chosen: ChosenCalls, states: tuple[str, ...], sort: str, form: str, **others: Any) -> ExitCode:
    """List the calls of the store, whatever became of them."""
    from callgrade.cli.stored.call_list import print_calls
    from callgrade.cli.stored.known_names import refuse_unknown_norm
    from callgrade.store import CallOrder, CallQuery, CallState, open_store

    query = CallQuery(**chosen.limits, **others, states=tuple(map(CallState, states)), order=CallOrder(sort))
    with open_store(store, create=False) as opened:
        chosen.refuse_unknown(opened)
        for norm, _ in query.verdicts:
            refuse_unknown_norm(opened, norm)
        listed, matching = opened.calls.listed(query), opened.calls.count(query)
    print_calls(listed, form)
    if matching > len(listed):
        say(f"Calls listed: {len(listed)} of {matching:,}. Give --limit for more.")
    elif not listed:
        say("No call in the store matches.")
    return ExitCode.OK
