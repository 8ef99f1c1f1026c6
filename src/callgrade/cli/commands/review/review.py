"""``callgrade review``: people's verdicts beside the machine's."""

import click

from callgrade.cli.commands.review.disagreement import answer, dispute
from callgrade.cli.commands.review.sheets import export_sheet, import_sheet
from callgrade.cli.commands.review.shown import agreement, log


@click.group()
def review() -> None:
    """Let people mark verdicts, compare them with the machine, and answer disputes."""


for command in (export_sheet, import_sheet, agreement, dispute, answer, log):
    review.add_command(command)
