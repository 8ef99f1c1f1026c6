"""Settings of accepting recordings; values, units and sources in ``configs/callgrade.yaml``."""

from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

from callgrade.config.name_template import NameTemplate, compile_template
from callgrade.config.section import Section


class FileNamePattern(Section):
    """One way of naming recordings. ``direction`` and ``utc``: what the pattern itself says about the call."""

    pattern: str
    direction: Literal["in", "out"] | None
    utc: bool

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        compile_template(pattern)
        return pattern

    @cached_property
    def template(self) -> NameTemplate:
        """The pattern, compiled."""
        return compile_template(self.pattern)


class SpeakerLabels(Section):
    """Labels of speakers in transcripts and vCons, lower case."""

    agent: tuple[str, ...]
    customer: tuple[str, ...]
    machine: tuple[str, ...]
    caller: tuple[str, ...]
    callee: tuple[str, ...]


class MarkerWords(Section):
    """Words in brackets that are not said, lower case: ``unread`` words, ``sounds``, words that were ``removed``."""

    unread: tuple[str, ...]
    sounds: tuple[str, ...]
    removed: tuple[str, ...]


class Agent(Section):
    """Who sits at an extension."""

    name: str = Field(min_length=1)
    team: str | None


class IntakeSettings(Section):
    """The section ``intake``."""

    min_rate_hz: int = Field(ge=1)
    max_rate_hz: int = Field(ge=1)
    max_channels: int = Field(ge=1)
    min_duration_s: float = Field(gt=0)
    max_duration_s: float = Field(gt=0)
    max_decoded_mib: int = Field(ge=1)
    max_document_mib: int = Field(ge=1)
    max_captions_mib: int = Field(ge=1)
    max_stdin_mib: int = Field(ge=1)
    truncated_share: float = Field(gt=0, lt=1)
    time_zone: str | None
    nominal_word_s: float = Field(gt=0)
    touch_s: float = Field(ge=0)
    language_min_letters: int = Field(ge=1)
    language_min_probability: float = Field(gt=0, lt=1)
    third_speaker_share: float = Field(gt=0, lt=1)
    file_names: tuple[FileNamePattern, ...]
    speaker_labels: SpeakerLabels
    markers: MarkerWords
    agents: dict[str, Agent]

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str | None) -> str | None:
        try:
            if name is not None:
                ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{name!r} is not an IANA time zone such as Europe/Oslo") from None
        return name
