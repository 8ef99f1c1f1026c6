"""Writes the documents that are made from the code: run it after changing a command, an exit code or the JSON.

``python docs/generate.py`` writes them; a test compares them with what stands here.
"""

import json
from pathlib import Path

from callgrade.export.document import json_schema

DOCS = Path(__file__).parent


def documents() -> dict[Path, str]:
    """Every generated document with its text."""
    return {
        DOCS / "scorecard.schema.json": json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n",
    }


if __name__ == "__main__":
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")
