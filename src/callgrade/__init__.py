"""callgrade: recorded telephone calls in, scorecards that a team lead trusts out."""

import os
from importlib.metadata import version

# These libraries report to their makers unless this is set before their first import. Python imports a package before
# any of its modules: in the command, in workers on any machine, and in programs that use callgrade.
os.environ |= {"ORT_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}

__version__ = version("callgrade")
