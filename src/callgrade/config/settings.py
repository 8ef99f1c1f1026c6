"""The shape of ``configs/callgrade.yaml``. Values, units and sources are there, and only there.

Each folder of the flow has its section and gets that section only.
"""

from callgrade.config.batch import BatchSettings
from callgrade.config.defaults import DefaultSettings
from callgrade.config.export import ExportSettings
from callgrade.config.hearing import HearingSettings
from callgrade.config.intake import IntakeSettings
from callgrade.config.interface import InterfaceSettings
from callgrade.config.measures import MeasureSettings
from callgrade.config.pipeline import PipelineSettings
from callgrade.config.redaction import RedactionSettings
from callgrade.config.scoring import ScoringSettings
from callgrade.config.section import Section
from callgrade.config.store import StoreSettings


class Settings(Section):
    """The whole configuration, frozen; an unknown key is an error."""

    defaults: DefaultSettings
    intake: IntakeSettings
    hearing: HearingSettings
    redaction: RedactionSettings
    measures: MeasureSettings
    scoring: ScoringSettings
    pipeline: PipelineSettings
    store: StoreSettings
    batch: BatchSettings
    export: ExportSettings
    interface: InterfaceSettings
