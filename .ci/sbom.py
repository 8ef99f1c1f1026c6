"""Make uv's list of parts reproducible: no time, no serial number, no download addresses.

``uv export --format cyclonedx1.5 --frozen --no-dev | python .ci/sbom.py > sbom.cdx.json``
"""

import json
import sys


def main() -> None:
    """Read a CycloneDX document from standard input, write it to standard output."""
    document = json.load(sys.stdin)
    document.pop("serialNumber", None)
    document["metadata"].pop("timestamp", None)
    for component in document["components"]:
        component.pop("externalReferences", None)
    json.dump(document, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
