"""Print the exact versions of callgrade's whole dependency tree as installed here.

``python .ci/lock.py > constraints.txt``. Run it in a virtual environment in which the tests have passed.
"""

import platform
import sys
from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS = ("weights", "dev")


def tree(name: str, extras: tuple[str, ...], seen: dict[str, str]) -> dict[str, str]:
    """Name → version of everything that ``name`` with ``extras`` needs on this platform."""
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        wanted = any(
            requirement.marker is None or requirement.marker.evaluate({"extra": extra}) for extra in (*extras, "")
        )
        needed = canonicalize_name(requirement.name)
        if wanted and needed not in seen:
            seen[needed] = distribution(needed).version
            tree(needed, tuple(requirement.extras), seen)
    return seen


if __name__ == "__main__":
    where = f"Python {platform.python_version()} on {platform.system()}"
    lines = [f"{package}=={version}" for package, version in sorted(tree("callgrade", EXTRAS, {}).items())]
    sys.stdout.write("\n".join([f"# Tested with {where}. Made by .ci/lock.py; do not edit.", *lines, ""]))
