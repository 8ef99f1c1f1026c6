"""Find which workers of a cluster are fit for a run, and why the others are not."""

from collections.abc import Callable
from typing import Any

from distributed import Client

from callgrade.workers.dask.plugin import NAME, faults_of

Notify = Callable[[str], None]


class Fitness:
    """The workers of a cluster: which are fit, and which are not. Each one that is not fit is reported once."""

    def __init__(self, client: Client, notify: Notify) -> None:
        """Ask no worker yet. ``notify``: called with a message about each worker that is not fit."""
        self._client, self._notify = client, notify
        self._fit: set[str] = set()
        self._unfit: dict[str, str] = {}

    def update(self) -> None:
        """Ask the workers that have joined, and forget those that have left."""
        present = set(self._workers())
        self._fit &= present
        self._unfit = {address: why for address, why in self._unfit.items() if address in present}
        joined = present - self._fit - set(self._unfit)
        if joined:
            answers = self._client.run(faults_of, workers=sorted(joined), on_error="return")
            for address, answer in answers.items():
                self._note(address, answer)

    def places(self) -> int:
        """How many groups the fit workers do at a time."""
        return int(sum(worker["resources"].get(NAME, 0) for worker in self._workers().values()))

    @property
    def has_fit(self) -> bool:
        """Whether any worker was fit at the last ``update``."""
        return bool(self._fit)

    def unfit_text(self) -> str:
        """The workers that are not fit, and why, to follow a sentence."""
        return "".join(f" {address}: {why}." for address, why in sorted(self._unfit.items()))

    def _note(self, address: str, answer: tuple[str, ...] | Exception | None) -> None:
        if answer is None or isinstance(answer, OSError):
            return  # it is still checking itself, or has just left; the next update asks it again
        if not answer:
            self._fit.add(address)
            return
        self._unfit[address] = _why(answer)
        self._notify(f"The worker {address} is not fit for this run and gets no work: {self._unfit[address]}.")

    def _workers(self) -> dict[str, dict[str, Any]]:
        workers: dict[str, dict[str, Any]] = self._client.scheduler_info()["workers"]
        return workers


def _why(answer: tuple[str, ...] | Exception) -> str:
    if isinstance(answer, Exception):
        return f"it cannot load callgrade ({type(answer).__name__})"
    return ", ".join(answer)
