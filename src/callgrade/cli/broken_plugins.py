"""Messages about plug-ins that cannot be used."""

from callgrade.cli.edge import say
from callgrade.export.exporter import exporters
from callgrade.intake.documents.transcripts.reader import TranscriptReader
from callgrade.plugins import TRANSCRIPT_READERS, plugins


def say_broken_plugins() -> None:
    """Print a message for each plug-in that cannot be used; the command goes on without it."""
    for group in (plugins(TRANSCRIPT_READERS, TranscriptReader), exporters()):
        for fault in group.faults:
            say(fault)
