"""Plan how many workers to start and how many threads each uses: together at most the number of processor cores.

With more threads than cores, native thread pools slow each other down and may deadlock when a worker ends.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from callgrade.errors import UsageError

_CGROUPS = Path("/sys/fs/cgroup")
_MIB = 2**20


@dataclass(frozen=True)
class Plan:
    """``workers`` processes of ``threads`` threads each."""

    workers: int
    threads: int


@dataclass(frozen=True)
class Machine:
    """What this process may use. ``memory_mib``: free now, MiB; ``None`` if the system does not say."""

    cores: int
    memory_mib: float | None


def plan(workers: int | None, threads: int | None, machine: Machine, worker_mib: float) -> Plan:
    """Fill in what is ``None``: as many workers as cores and memory allow, with all cores used.

    Many workers with one thread each do more per hour than few workers with many. ``worker_mib``: memory that a worker
    needs, MiB; it is not checked if ``workers`` is given. Raises ``UsageError`` for more threads than cores.
    """
    if workers is None:
        workers = max(1, min(machine.cores // (threads or 1), _fitting(machine, worker_mib)))
    if threads is None:
        threads = max(1, machine.cores // workers)
    if workers * threads > machine.cores:
        raise UsageError(
            f"{workers} workers of {threads} threads need {workers * threads} cores, and there are {machine.cores}.",
            "Give fewer --workers or --threads.",
        )
    return Plan(workers, threads)


def this_machine() -> Machine:
    """Cores and memory that the scheduler, control groups (version 2) and the kernel grant."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    quotas = [quota for group in _control_groups() if (quota := _cpu_quota(group))]
    free = [mib for mib in (_free_mib(), *(_left_mib(group) for group in _control_groups())) if mib is not None]
    return Machine(max(1, min([cores, *(int(quota) for quota in quotas)])), min(free, default=None))


def _fitting(machine: Machine, worker_mib: float) -> int:
    return machine.cores if machine.memory_mib is None else int(machine.memory_mib // worker_mib)


def _control_groups() -> Iterator[Path]:
    """The folders of this process's control group and of its parents."""
    for line in _read(Path("/proc/self/cgroup")).splitlines():
        if line.startswith("0::/"):
            group = _CGROUPS / line.removeprefix("0::/")
            yield from (folder for folder in (group, *group.parents) if folder.is_relative_to(_CGROUPS))


def _cpu_quota(group: Path) -> float | None:
    """Cores that the group may use."""
    quota, _, period = _read(group / "cpu.max").partition(" ")
    return int(quota) / int(period) if quota.isdecimal() else None


def _left_mib(group: Path) -> float | None:
    """Memory that the group may still use; cached files that the kernel would drop do not count as used."""
    limit, used = _read(group / "memory.max").strip(), _read(group / "memory.current").strip()
    if not (limit.isdecimal() and used.isdecimal()):
        return None
    stat = dict(line.split() for line in _read(group / "memory.stat").splitlines())
    return (int(limit) - int(used) + int(stat.get("inactive_file", 0))) / _MIB


def _free_mib() -> float | None:
    """Memory that is available without swapping."""
    for line in _read(Path("/proc/meminfo")).splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) / 1024
    return None


def _read(path: Path) -> str:
    """The text of a kernel file; empty if there is none."""
    with suppress(OSError):
        return path.read_text(encoding="ascii")
    return ""
