"""``callgrade review`` and its commands."""

from callgrade.cli.commands.review.review import review

__all__ = ["review"]
