"""The command line: one file per command, and one place that turns errors into messages and exit codes."""

from callgrade.cli.main import main

__all__ = ["main"]
