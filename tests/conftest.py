"""Fixtures that all tests share."""

from pathlib import Path

import pytest

from callgrade.config.folder import configs_folder
from callgrade.config.intake import IntakeSettings
from callgrade.config.yaml_source import read_yaml

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared_calls() -> Path:
    """The folder of real calls, which is not part of the project."""
    folder = ROOT.parent / "shared" / "calls"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/calls of real calls is not here")
    return folder


@pytest.fixture(scope="session")
def intake() -> IntakeSettings:
    """The shipped section ``intake``."""
    return IntakeSettings.model_validate(read_yaml(configs_folder() / "callgrade.yaml").data["intake"])
