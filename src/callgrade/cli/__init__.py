"""The command line, thin on top: one file a command, one translator of errors at the edge."""

from callgrade.cli.main import main

__all__ = ["main"]
