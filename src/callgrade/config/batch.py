"""Knobs of the batch; values, units and sources in ``configs/callgrade.yaml``."""

from pydantic import Field

from callgrade.config.section import Section


class WorkerSettings(Section):
    """Worker processes: how long a call may take, and when a worker is replaced."""

    budget_s: float = Field(gt=0)
    budget_per_audio: float = Field(ge=0)
    start_s: float = Field(gt=0)
    start_attempts: int = Field(ge=1)
    grace_s: float = Field(ge=0, le=4)
    recycle_calls: int = Field(ge=1)
    recycle_growth_mib: float = Field(gt=0)
    worker_mib: float = Field(gt=0)


class ScanSettings(Section):
    """Which files may be calls, and when they are complete."""

    endings: tuple[str, ...]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    stable_s: float = Field(ge=0)


class CdrSettings(Section):
    """How call detail records are read: names of columns, forms of times, what a context or an application tells."""

    columns: dict[str, tuple[str, ...]]
    time_formats: tuple[str, ...]
    utc: bool
    tolerance_s: float = Field(ge=0)
    extension_digits: tuple[int, int]
    answered: tuple[str, ...]
    inbound_contexts: tuple[str, ...]
    ringing_apps: tuple[str, ...]
    caller_id_names: bool
    no_names: tuple[str, ...]


class BatchSettings(Section):
    """The section ``batch``."""

    scan: ScanSettings
    cdr: CdrSettings
    workers: WorkerSettings
