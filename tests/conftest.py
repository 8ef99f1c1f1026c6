"""Fixtures that all tests share."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared_calls() -> Path:
    """The folder of real calls, which is not part of the project."""
    folder = ROOT.parent / "shared" / "calls"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/calls of real calls is not here")
    return folder
