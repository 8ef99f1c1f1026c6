"""Messages about plug-ins that cannot be used."""

from callgrade.cli.edge import say
from callgrade.export.exporter import exporters
from callgrade.intake.documents.transcripts.registry import added_readers


def say_broken_plugins() -> None:
    """Print a message for each plug-in that cannot be used; the command goes on without it."""
    for group in (added_readers(), exporters()):
        for fault in group.faults:
            say(fault)
