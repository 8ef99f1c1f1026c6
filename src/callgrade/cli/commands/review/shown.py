"""``callgrade review agreement`` and ``log``: what people's verdicts show, and every change of them."""

import click

from callgrade.cli.edge import say
from callgrade.cli.options import site_file_option, store_option
from callgrade.errors import ExitCode

form_option = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True
)


@click.command()
@store_option
@site_file_option
@click.option("--all", "every", is_flag=True, help="Also show norms with too few cases to say much.")
@form_option
def agreement(store: str, every: bool, form: str) -> ExitCode:
    """Show how far people and the machine agree, and people among themselves, for each norm.

    agreement: share of the same verdicts. kappa (Cohen), ac1 (Gwet), alpha (Krippendorff): what is above chance, 1 is
    full agreement, 0 is chance. In brackets the 95 % interval. docs/how-to/review.md says how to read them. Norms with
    fewer than 20 cases are left out.
    """
    from callgrade.cli.stored.review_lists import AGREEMENT, print_rows
    from callgrade.review.figures import ENOUGH_CASES, agreements
    from callgrade.store import open_store

    with open_store(store, create=False) as opened:
        found = agreements(opened)
    shown = [one for one in found if every or one.cases >= ENOUGH_CASES]
    print_rows(AGREEMENT, shown, form)
    if len(shown) < len(found):
        say(f"Left out, as they have fewer than {ENOUGH_CASES} cases: {len(found) - len(shown)}. Give --all.")
    elif not found:
        say("Nobody has marked a verdict yet. Begin with callgrade review export.")
    return ExitCode.OK


@click.command()
@click.argument("call", required=False)
@store_option
@site_file_option
@form_option
def log(call: str | None, store: str, form: str) -> ExitCode:
    """Show every change of people's verdicts, disputes and answers: who, when, and what before and after.

    CALL: only of this call, as for callgrade show.
    """
    from callgrade.cli.stored.review_lists import CHANGES, print_rows
    from callgrade.store import open_store

    with open_store(store, create=False) as opened:
        changes = opened.reviews.changes(opened.calls.find(call).id if call else None)
    print_rows(CHANGES, changes, form)
    if not changes:
        say("There is no change.")
    return ExitCode.OK
