"""What the tests of intake share."""

import pytest

from callgrade.config.folder import configs_folder
from callgrade.config.intake import IntakeSettings
from callgrade.config.yaml_source import read_yaml


@pytest.fixture(scope="session")
def intake() -> IntakeSettings:
    """The shipped section ``intake``."""
    return IntakeSettings.model_validate(read_yaml(configs_folder() / "callgrade.yaml").data["intake"])
