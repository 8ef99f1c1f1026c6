"""Run the same work on other machines with Dask: groups go to Dask workers, and what became of their tasks comes back.

Each Dask worker checks itself (``plugin.py``) and offers the resource that groups need only if it is the same as this
machine; workers that join later do so too (``fitness.py``). If a worker is lost, its group goes to another one
(``submissions.py``).
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Generic

from distributed import Client, Lock
from distributed.comm.addressing import get_address_host_port

from callgrade.config.batch import WorkerSettings
from callgrade.errors import DEBUG, LockedError, UsageError, WorkerError
from callgrade.workers.dask.certificates import check_certificates
from callgrade.workers.dask.fitness import Fitness, Notify
from callgrade.workers.dask.plugin import NAME, PoolPlugin
from callgrade.workers.dask.submissions import SCHEDULER_GONE, Submission, Submissions
from callgrade.workers.protocol import Finished, MakeRemoteWork, NextGroup, OutcomeT, RemoteTaskT

CONNECT_S = 30.0  # s to wait for the scheduler, also when it is lost during the run
LOCK_S = 60.0  # s to wait for the lock of another run; Dask frees the lock of a killed run after 30

LOGGERS = ("distributed", "distributed.client", "tornado", "tornado.application")


class Cluster(Generic[RemoteTaskT, OutcomeT]):
    """The Dask workers of a scheduler; an ``Executor`` like ``Pool``."""

    def __init__(
        self,
        address: str,
        make_work: MakeRemoteWork[RemoteTaskT, OutcomeT],
        settings: WorkerSettings,
        notify: Notify = lambda _: None,
    ) -> None:
        """Connect to nothing yet.

        ``address``: of the scheduler, such as tcp://host:8786. ``notify``: called with a message about each worker that
        is not fit.
        """
        self._address, self._make_work, self._settings, self._notify = address, make_work, settings, notify

    def run(self, next_group: NextGroup[RemoteTaskT]) -> Iterator[Finished[RemoteTaskT, OutcomeT]]:
        """Yield what became of each task, as its group is done; see ``Pool.run``.

        Raises ``UsageError`` for an invalid address, ``LockedError`` if another run uses these workers, ``WorkerError``
        if the scheduler cannot be reached or no worker is fit, at the beginning or for ``cluster_wait_s`` later, and
        the ``CallgradeError`` that the work raised.
        """
        first = next_group()
        if not first:
            return
        plugin = PoolPlugin(self._make_work, self._settings, samples=first)
        with _connected(self._address) as client, _locked(client), _registered(client, plugin):
            fitness = Fitness(client, self._notify)
            _check_any_fit(fitness)
            patience_s = self._settings.cluster_wait_s
            submissions: Submissions[RemoteTaskT, OutcomeT] = Submissions(
                client, fitness, patience_s, Submission(first), next_group
            )
            yield from submissions.run()


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        get_address_host_port(address, strict=True)  # before a client exists that would have to be closed again
        check_certificates(address)
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except ValueError as error:
        raise UsageError(f"{address} is not the address of a scheduler.", "Write such as tcp://host:8786.") from error
    except OSError as error:
        raise WorkerError(
            f"No Dask scheduler answers at {address}.", "Start one with: dask scheduler. See docs/how-to/scaling.md."
        ) from error
    if not os.environ.get(DEBUG):
        for logger in LOGGERS:  # callgrade's own errors say what went wrong
            logging.getLogger(logger).setLevel(logging.CRITICAL)
    with client:
        yield client


@contextmanager
def _locked(client: Client) -> Iterator[None]:
    """Hold the lock of the cluster: a run uses all of its workers."""
    lock = Lock(NAME, scheduler_rpc=client.scheduler, loop=client.loop)
    if not lock.acquire(timeout=LOCK_S):
        raise LockedError("Another run uses the workers of this cluster.", "Wait for it, or end it.")
    try:
        yield
    finally:
        with suppress(*SCHEDULER_GONE):
            lock.release()


@contextmanager
def _registered(client: Client, plugin: PoolPlugin[Any, Any]) -> Iterator[None]:
    """Set up ``plugin`` in every worker; raises ``WorkerError`` if one cannot load it."""
    try:
        client.register_plugin(plugin)
    except Exception as error:  # a worker that cannot load it may raise anything
        raise WorkerError(
            f"A worker of the cluster cannot load callgrade: {type(error).__name__}.",
            "Install on every worker what is installed here, or take the worker out.",
        ) from error
    try:
        yield
    finally:
        if client.status == "running":
            with suppress(*SCHEDULER_GONE):
                client.unregister_worker_plugin(NAME)


def _check_any_fit(fitness: Fitness) -> None:
    fitness.update()
    if not fitness.has_fit:
        raise WorkerError(
            f"No worker of the cluster is fit for this run.{fitness.unfit_text() or ' There are none.'}",
            "Results must not depend on the machine: install the same there as here (see docs/how-to/scaling.md).",
        )


def places(address: str) -> int:
    """How many groups the workers of the scheduler at ``address`` can do at a time; at least 1.

    Raises ``UsageError`` and ``WorkerError`` as ``Cluster.run`` does.
    """
    with _connected(address) as client:
        threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))
