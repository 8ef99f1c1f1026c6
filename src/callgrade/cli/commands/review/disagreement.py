"""``callgrade review dispute`` and ``answer``: an agent's words against a verdict, and what is said to them."""

import click

from callgrade.cli.commands.calls import VERDICTS
from callgrade.cli.commands.review.who import by_option
from callgrade.cli.options import site_file_option, store_option
from callgrade.errors import ExitCode


def _words(_ctx: click.Context, _parameter: click.Parameter, text: str) -> str:
    if not text.strip():
        raise click.BadParameter("Nothing is said; earlier words would be lost.")
    return text


@click.command()
@click.argument("call")
@click.argument("norm")
@store_option
@site_file_option
@click.option("--text", required=True, metavar="WORDS", callback=_words, help="The agent's own words.")
@by_option
def dispute(call: str, norm: str, store: str, text: str, who: str) -> ExitCode:
    """Mark the verdict of NORM on CALL as disputed, with the agent's words.

    The verdict counts until the dispute is answered. CALL: as for callgrade show.
    """
    from callgrade.store import open_store

    with open_store(store, create=False) as opened:
        opened.reviews.dispute(opened.calls.find(call).id, norm, text, who)
    click.echo("The verdict is marked as disputed.")
    return ExitCode.OK


@click.command()
@click.argument("call")
@click.argument("norm")
@store_option
@site_file_option
@click.option("--text", required=True, metavar="WORDS", callback=_words, help="What is said to the agent.")
@click.option("--verdict", type=click.Choice(VERDICTS), help="The verdict that counts now. Default: as before.")
@by_option
def answer(call: str, norm: str, store: str, text: str, verdict: str | None, who: str) -> ExitCode:
    """Answer the dispute of NORM on CALL. A verdict given here counts before all others.

    CALL: as for callgrade show.
    """
    from callgrade.model.finding import Verdict
    from callgrade.store import open_store

    with open_store(store, create=False) as opened:
        opened.reviews.answer(opened.calls.find(call).id, norm, text, Verdict(verdict) if verdict else None, who)
    click.echo("The dispute is answered.")
    return ExitCode.OK
