"""callgrade: recorded telephone calls in, scorecards that a team lead trusts out."""

import os
from importlib.metadata import version

# onnxruntime reports to its maker unless this is set before its first import. A package's own module is imported
# before any of its others: by the command, by workers on any machine and by programs that use callgrade.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = version("callgrade")
