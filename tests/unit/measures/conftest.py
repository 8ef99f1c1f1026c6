from collections.abc import Callable

import pytest
from tests.support.talk import Times, spans

from callgrade.config.load import load_settings
from callgrade.config.measures import MeasureSettings
from callgrade.measures import measure_exchange
from callgrade.model.conversation import Conversation
from callgrade.model.measurement import Measurement
from callgrade.model.record import CallRecord

Measured = Callable[..., tuple[Measurement, ...]]


@pytest.fixture(scope="session")
def settings() -> MeasureSettings:
    return load_settings().measures


@pytest.fixture(scope="session")
def exchange(settings: MeasureSettings) -> Measured:
    """``measure_exchange`` with the shipped settings."""

    def measured(
        conversation: Conversation, record: CallRecord | None = None, announced: Times = ()
    ) -> tuple[Measurement, ...]:
        return measure_exchange(conversation, record or CallRecord(), spans(announced), settings)

    return measured
