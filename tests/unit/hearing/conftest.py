"""Fixtures for tests of hearing: the shipped settings, and the recogniser with its real weights, loaded once."""

import pytest

from callgrade.config.hearing import HearingSettings
from callgrade.config.load import load_settings
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.recognition.weights import find_weights


@pytest.fixture(scope="session")
def hearing() -> HearingSettings:
    """The shipped section ``hearing``."""
    return load_settings().hearing


@pytest.fixture(scope="session")
def recogniser(hearing: HearingSettings) -> Recogniser:
    """Whisper `base` from the installed packages."""
    return Recogniser(find_weights("base"), hearing.recognition, threads=2)
