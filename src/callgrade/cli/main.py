"""The command ``callgrade``. Commands import what they need when they run, so that help comes at once."""

import click

from callgrade import __version__
from callgrade.cli.analyze import analyze
from callgrade.cli.batch import batch
from callgrade.cli.doctor import doctor
from callgrade.cli.edge import Edge
from callgrade.cli.export import export
from callgrade.cli.forget import forget
from callgrade.cli.norms import norms
from callgrade.cli.purge import purge
from callgrade.cli.rescore import rescore
from callgrade.cli.retry import retry
from callgrade.cli.schedule import schedule
from callgrade.cli.show import show


@click.group(cls=Edge, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="callgrade", message="%(prog)s %(version)s")
def main() -> None:
    """Score recorded telephone calls against norms of good telephone conduct, on your own machine."""


for command in (analyze, batch, show, retry, rescore, forget, purge, export, schedule, norms, doctor):
    main.add_command(command)
