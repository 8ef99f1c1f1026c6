"""The command ``callgrade``. Each command imports what it needs when it runs, so help is fast."""

import click

from callgrade import __version__
from callgrade.cli.command_groups import GroupedHelp
from callgrade.cli.commands.analyze import analyze
from callgrade.cli.commands.batch import batch
from callgrade.cli.commands.calls import calls
from callgrade.cli.commands.completion import completion
from callgrade.cli.commands.config import config
from callgrade.cli.commands.doctor import doctor
from callgrade.cli.commands.export import export
from callgrade.cli.commands.forget import forget
from callgrade.cli.commands.init import init
from callgrade.cli.commands.norms import norms
from callgrade.cli.commands.purge import purge
from callgrade.cli.commands.report import report
from callgrade.cli.commands.rescore import rescore
from callgrade.cli.commands.retry import retry
from callgrade.cli.commands.review import review
from callgrade.cli.commands.schedule import schedule
from callgrade.cli.commands.show import show
from callgrade.cli.commands.status import status
from callgrade.cli.examples import add_examples
from callgrade.memory import look_for_garbage_seldom


@click.group(cls=GroupedHelp, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="callgrade", message="%(prog)s %(version)s")
def main() -> None:
    """Score recorded telephone calls against norms of good telephone conduct, on your own machine."""
    look_for_garbage_seldom()


_COMMANDS = (
    analyze, batch, status, calls, show, retry, rescore, forget, purge, export, report, schedule, init, config,
    norms, doctor, review, completion,
)  # fmt: skip
for command in _COMMANDS:
    # Also without this group around it: click keeps the first help option that it makes for a command.
    command.context_settings = {**main.context_settings, **command.context_settings}
    main.add_command(command)
    add_examples(command, str(command.name))
