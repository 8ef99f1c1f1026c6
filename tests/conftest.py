"""Fixtures that all tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.postgres import MISSING, REQUIRED, Server, binaries, server

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


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL server; skipped, saying so, where none is installed."""
    programs = binaries()
    if programs is None:
        if os.environ.get(REQUIRED):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with server(programs) as running:
        yield running
