"""callgrade: recorded telephone calls in, scorecards that a team lead trusts out."""

from importlib.metadata import version

__version__ = version("callgrade")
