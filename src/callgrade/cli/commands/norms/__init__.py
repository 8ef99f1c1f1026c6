"""``callgrade norms`` and its commands."""

from callgrade.cli.commands.norms.norms import norms

__all__ = ["norms"]
