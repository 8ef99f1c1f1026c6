"""Settings of the pipeline; values, units and sources in ``configs/callgrade.yaml``."""

from pydantic import Field

from callgrade.config.section import Section


class PipelineSettings(Section):
    """The section ``pipeline``."""

    group_calls: int = Field(ge=1)
    group_audio_s: float = Field(gt=0)
    group_sound_mib: float = Field(gt=0)
