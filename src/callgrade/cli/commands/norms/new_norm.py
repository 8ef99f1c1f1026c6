"""``callgrade norms new``: begins a norm of one's own."""

from pathlib import Path

import click

from callgrade.errors import ExitCode

_BEGUN = """\
# A site pack with a norm of your own. Replace the sentences, then run:
#   callgrade norms check --norms THIS_FILE
#   callgrade norms try FOLDER --norms THIS_FILE
site: Our site
norms:
  {norm}:
    title: Mentions the allergens
    section: {section}
    why: Customers with an allergy can decide.
    sources: [House rules]
    severity: minor                     # critical, major, minor or info
    direction: both                     # in, out or both
    expected: the allergens, at any time in the call
    with: {{expect: {expect}, window: whole}}
words:
  en:                                   # the language of the sentences; they count in all languages
    norms:
      {norm}:
        advice: Name the allergens before you take the order.
        like:                           # three sentences or more that agents say
          - It contains nuts and traces of milk.
          - There is gluten in the crust, just so you know.
          - I have to tell you that the sauce is made with celery.
        unlike:                         # three or more that are close, and are not it
          - We are out of nuts today.
          - The milk is delivered on Monday.
          - Would you like the sauce with it?
"""


@click.command("new")
@click.argument("norm", metavar="ID", callback=lambda _context, _parameter, value: _checked(value))
@click.option("--section", default="help", show_default=True, help="The section of the card that shows it.")
@click.option(
    "--expect", type=click.Choice(["present", "absent"]), default="present", show_default=True,
    help="Whether agents must say it or must not.",
)  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it to a new file, not the screen.")
def new_norm(norm: str, section: str, expect: str, out: Path | None) -> ExitCode:
    """Begin a norm of your own, called ID (as own.allergens): a site pack to fill in."""
    text = _BEGUN.format(norm=norm, section=section, expect=expect)
    if out is None:
        click.echo(text, nl=False)
        return ExitCode.OK
    from callgrade.errors import UsageError
    from callgrade.files import write_whole

    if out.exists():
        raise UsageError(f"{out} exists already.", "Choose another file, or add the norm to this one.")
    write_whole(out, text)
    return ExitCode.OK


def _checked(norm: str) -> str:
    import re

    if not re.fullmatch(r"[a-z_]+\.[a-z_]+", norm):
        raise click.BadParameter("write a group, a dot and a name, in small letters, as own.allergens")
    return norm
