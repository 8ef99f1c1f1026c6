"""callgrade: recorded telephone calls in, scorecards that a team lead trusts out."""

import os
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

# These libraries report to their makers unless this is set before their first import. Python imports a package before
# any of its modules: in the command, in workers on any machine, and in programs that use callgrade.
os.environ |= {"ORT_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}

__version__ = version("callgrade")

if TYPE_CHECKING:
    from callgrade.api import CallFacts as CallFacts
    from callgrade.api import Graded as Graded
    from callgrade.api import grade as grade
    from callgrade.api import grade_many as grade_many

__all__ = ("CallFacts", "Graded", "__version__", "grade", "grade_many")


def __getattr__(name: str) -> Any:
    """Load the API when it is first used, so that ``import callgrade`` and ``callgrade --help`` stay fast."""
    if name not in __all__:
        raise AttributeError(f"module 'callgrade' has no attribute {name!r}")
    from callgrade import api

    return getattr(api, name)
