"""The same work on other machines, by Dask: groups go to Dask workers, what became of their calls comes back.

Who may take part, the workers settle themselves (``station.py``): only one that is as this machine offers the resource
that groups ask for; that goes for those that come later, too (``roll.py``). A group that is lost with its worker goes
to another one (``flights.py``). The run alone writes to the store, as it does without a cluster.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import dask
from distributed import Client, Lock
from distributed.comm.addressing import get_address_host_port, parse_address
from distributed.security import Security

from callgrade.config.batch import WorkerSettings
from callgrade.errors import DEBUG, LockedError, UsageError, WorkerError
from callgrade.grading.grading_work import MakeGrading
from callgrade.workers.dask.fitness import Fitness, Tell
from callgrade.workers.dask.plugin import NAME, CallgradePlugin, FinishedCall
from callgrade.workers.dask.submissions import GONE, NextGroup, Submission, Submissions

CONNECT_S = 30.0  # s to wait for the scheduler, also where it goes away during the run
LOCK_S = 60.0  # s to wait for the lock of another run; Dask takes it from a killed one after 30

ENCRYPTED = frozenset({"tls", "wss"})
_CERTIFICATES = (
    "Set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__CLIENT__CERT and …__CLIENT__KEY to their files "
    "(see docs/how-to/scaling.md)."
)
LOGGERS = ("distributed", "distributed.client", "tornado", "tornado.application")


class Cluster:
    """The Dask workers around a scheduler; to be used as ``pool.Pool`` is."""

    def __init__(
        self, address: str, make_work: MakeGrading, settings: WorkerSettings, tell: Tell = lambda _: None
    ) -> None:
        """``address``: of the scheduler, such as tcp://host:8786. Nothing is asked of it yet.

        ``tell``: is told which workers get no calls, and why.
        """
        self._address, self._make_work, self._settings, self._tell = address, make_work, settings, tell

    def run(self, next_group: NextGroup) -> Iterator[FinishedCall]:
        """What became of each call, as its group is done; see ``Pool.run``.

        Raises ``UsageError`` for an address that is none, ``LockedError`` when another run uses these workers,
        ``WorkerError`` when the scheduler cannot be reached, when no worker is fit for the run at its beginning or for
        ``cluster_wait_s`` later on, and the ``CallgradeError`` that the work raised.
        """
        first = next_group()
        if not first:
            return
        station = CallgradePlugin(self._make_work, self._settings, landmarks=first)
        with _connected(self._address) as client, _alone(client), _stationed(client, station):
            roll = Fitness(client, self._tell)
            _check_any_fit(roll)
            yield from Submissions(client, roll, self._settings.cluster_wait_s, Submission(first), next_group).ended()


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        get_address_host_port(address, strict=True)  # before there is a client, which would have to be taken down again
        _check_certificates(address)
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except ValueError as error:
        raise UsageError(f"{address} is no address of a scheduler.", "Write such as tcp://host:8786.") from error
    except OSError as error:
        raise WorkerError(
            f"No Dask scheduler answers at {address}.", "Start one with: dask scheduler. See docs/how-to/scaling.md."
        ) from error
    if not os.environ.get(DEBUG):
        for logger in LOGGERS:  # what goes wrong, the errors here say
            logging.getLogger(logger).setLevel(logging.CRITICAL)
    with client:
        yield client


def _check_certificates(address: str) -> None:
    """Raise ``UsageError`` where Dask's configuration lacks what ``address`` needs: its client would not get loose."""
    if dask.config.get("distributed.client.security-loader"):
        return
    security = Security()
    try:
        has_certificates = security.get_connection_args("client")["ssl_context"] is not None
    except OSError as error:  # no such file, or no certificate in it
        raise UsageError(
            f"The certificates in Dask's configuration cannot be read: {error.strerror or error}.", _CERTIFICATES
        ) from error
    encrypted = parse_address(address)[0] in ENCRYPTED
    if encrypted and not has_certificates:
        raise UsageError(f"{address} is encrypted, but Dask's configuration has no certificates.", _CERTIFICATES)
    if security.require_encryption and not encrypted:
        raise UsageError(f"{address} is not encrypted, but Dask's configuration asks for it.", "Write tls://host:port.")


@contextmanager
def _alone(client: Client) -> Iterator[None]:
    """The lock of the cluster: a run takes all of its workers."""
    lock = Lock(NAME, scheduler_rpc=client.scheduler, loop=client.loop)
    if not lock.acquire(timeout=LOCK_S):
        raise LockedError("Another run uses the workers of this cluster.", "Wait for it, or end it.")
    try:
        yield
    finally:
        with suppress(*GONE):
            lock.release()


@contextmanager
def _stationed(client: Client, station: CallgradePlugin) -> Iterator[None]:
    """``station`` in every worker; raises ``WorkerError`` where one cannot load it."""
    try:
        client.register_plugin(station)
    except Exception as error:  # whatever a worker raises that cannot even load it
        raise WorkerError(
            f"A worker of the cluster cannot load callgrade: {type(error).__name__}.",
            "Install on every worker what is installed here, or take the worker out.",
        ) from error
    try:
        yield
    finally:
        if client.status == "running":
            with suppress(*GONE):
                client.unregister_worker_plugin(NAME)


def _check_any_fit(roll: Fitness) -> None:
    roll.call()
    if not roll.has_fit:
        raise WorkerError(
            f"No worker of the cluster is fit for this run.{roll.told() or ' There are none.'}",
            "Verdicts must not depend on who works: install there what is installed here (see docs/how-to/scaling.md).",
        )


def places(address: str) -> int:
    """How many groups the workers around the scheduler at ``address`` could do at a time; at least 1.

    Raises ``UsageError`` and ``WorkerError`` as ``Cluster.run`` does.
    """
    with _connected(address) as client:
        threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))
