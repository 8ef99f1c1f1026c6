"""Settings of the batch; values, units and sources in ``configs/callgrade.yaml``."""

from datetime import UTC, datetime
from enum import StrEnum

from pydantic import Field, ValidationError, field_validator

from callgrade.config.section import Section
from callgrade.errors import UsageError
from callgrade.globs import Glob


class WorkerSettings(Section):
    """Worker processes: how long a call may take, and when a worker is replaced."""

    budget_s: float = Field(gt=0)
    budget_per_audio: float = Field(ge=0)
    start_s: float = Field(gt=0)
    cluster_wait_s: float = Field(gt=0)
    start_attempts: int = Field(ge=1)
    grace_s: float = Field(ge=0, le=4)
    recycle_calls: int = Field(ge=1)
    recycle_growth_mib: float = Field(gt=0)
    worker_mib: float = Field(gt=0)


class ScanSettings(Section):
    """What in a folder is a call, and when it is ready.

    ``endings``: of names, lower case, with their dot. ``include`` (empty: everything) and ``exclude``: globs.
    """

    endings: tuple[str, ...]
    include: tuple[Glob, ...]
    exclude: tuple[Glob, ...]
    stable_s: float = Field(ge=0)

    @field_validator("endings")
    @classmethod
    def _with_dot(cls, endings: tuple[str, ...]) -> tuple[str, ...]:
        for ending in endings:
            if not ending.startswith(".") or ending != ending.lower():
                raise ValueError(f"{ending!r} is no ending such as .wav, in lower case")
        return endings

    def narrowed(self, include: tuple[str, ...], exclude: tuple[str, ...]) -> "ScanSettings":
        """These settings with ``include`` instead of their own if given, and ``exclude`` added to their own.

        Raises ``UsageError`` for an invalid pattern.
        """
        chosen = {"include": include or self.include, "exclude": (*self.exclude, *exclude)}
        try:
            return ScanSettings.model_validate(self.model_dump() | chosen)
        except ValidationError as error:
            what = error.errors()[0]["msg"].removeprefix("Value error, ")
            raise UsageError(f"{what}.", "Patterns are compared with the paths below the recordings folder.") from None


class CdrField(StrEnum):
    """What a column of call detail records can hold."""

    STARTED = "started"
    ANSWERED = "answered"
    DURATION = "duration"
    TALK = "talk"
    RING = "ring"
    DISPOSITION = "disposition"
    DIRECTION = "direction"
    SOURCE = "source"
    SOURCE_NUMBER = "source_number"
    SOURCE_NAME = "source_name"
    CALLER_ID = "caller_id"
    DESTINATION = "destination"
    DESTINATION_NAME = "destination_name"
    FINAL = "final"
    FINAL_NAME = "final_name"
    CONTEXT = "context"
    CHANNEL = "channel"
    DESTINATION_CHANNEL = "destination_channel"
    LAST_APP = "last_app"
    UNIQUE_ID = "unique_id"
    LINKED_ID = "linked_id"
    RECORDING = "recording"
    EXTENSION = "extension"
    AGENT = "agent"
    TEAM = "team"
    CUSTOMER = "customer"


class InternalCalls(StrEnum):
    """What a batch does with calls among colleagues."""

    SKIP = "skip"
    SCORE = "score"


class CdrSettings(Section):
    """How call detail records are read. The case of column names, words and contexts makes no difference.

    ``columns``: the names that a column may have. ``time_formats``: of strptime, or ``%s`` for seconds since 1970;
    tried after ISO 8601. ``extension_digits``: the fewest and most digits of an internal number.
    ``external_digits``: the fewest digits of a number of the public network. ``internal``: whether calls among
    colleagues are scored.
    """

    columns: dict[CdrField, tuple[str, ...]]
    time_formats: tuple[str, ...]
    utc: bool
    tolerance_s: float = Field(ge=0)
    extension_digits: tuple[int, int]
    external_digits: int = Field(ge=1)
    internal: InternalCalls
    answered: tuple[str, ...]
    inbound_contexts: tuple[str, ...]
    ringing_apps: tuple[str, ...]
    caller_id_names: bool
    no_names: tuple[str, ...]

    @field_validator("time_formats")
    @classmethod
    def _tells_the_minute(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        moment = datetime(2026, 11, 23, 17, 45, tzinfo=UTC)  # an offset, so that %z has something to write
        for text in formats:
            if text == "%s":
                continue
            try:
                same = datetime.strptime(moment.strftime(text), text)
            except ValueError as error:
                raise ValueError(f"{text!r}: {error}") from None
            if same.replace(second=0, tzinfo=UTC) != moment:
                raise ValueError(f"{text!r} lacks the day, the hour or the minute, as in %d.%m.%Y %H:%M:%S")
        return formats

    @field_validator("extension_digits")
    @classmethod
    def _in_order(cls, digits: tuple[int, int]) -> tuple[int, int]:
        if not 1 <= digits[0] <= digits[1]:
            raise ValueError("give the fewest and the most digits of an extension, such as [2, 6]")
        return digits


class LogSettings(Section):
    """The run log: the size at which another file is begun, and how many of the older ones are kept."""

    file_mib: float = Field(gt=0)
    kept_files: int = Field(ge=0)


class BatchSettings(Section):
    """The section ``batch``."""

    log: LogSettings
    scan: ScanSettings
    cdr: CdrSettings
    workers: WorkerSettings
