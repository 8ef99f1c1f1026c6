"""Every reason code is documented, and every documented code exists."""

import re
from pathlib import Path

from callgrade.intake.refusal import REMEDIES, Refusal

DOCUMENT = Path(__file__).parents[3] / "docs" / "reference" / "reason-codes.md"


def test_the_documentation_lists_exactly_the_codes_that_exist() -> None:
    documented = re.findall(r"^\| `(\w+)` \|", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert documented == [code.value for code in Refusal]


def test_every_reason_code_has_a_remedy() -> None:
    assert set(REMEDIES) == set(Refusal)
    assert all(remedy.endswith(".") for remedy in REMEDIES.values())
