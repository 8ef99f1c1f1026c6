"""Which workers of a cluster take part in a run, and why others do not."""

from collections.abc import Callable
from typing import Any

from distributed import Client

from callgrade.batch.station import NAME, faults_of

Tell = Callable[[str], None]


class Roll:
    """The workers around a scheduler. Each that is not fit is told of once."""

    def __init__(self, client: Client, tell: Tell) -> None:
        """Nobody is asked yet."""
        self._client, self._tell = client, tell
        self._fit: set[str] = set()
        self._unfit: dict[str, str] = {}

    def call(self) -> None:
        """Ask those who have joined since; forget those who have left."""
        there = set(self._workers())
        self._fit &= there
        self._unfit = {address: why for address, why in self._unfit.items() if address in there}
        joined = there - self._fit - set(self._unfit)
        if joined:
            answers = self._client.run(faults_of, workers=sorted(joined), on_error="return")
            for address, answer in answers.items():
                self._note(address, answer)

    def places(self) -> int:
        """How many groups the fit workers do at a time."""
        return int(sum(worker["resources"].get(NAME, 0) for worker in self._workers().values()))

    @property
    def has_fit(self) -> bool:
        """Whether any worker was fit when they were asked."""
        return bool(self._fit)

    def told(self) -> str:
        """Who is there and not fit, in words after a sentence."""
        return "".join(f" {address}: {why}." for address, why in sorted(self._unfit.items()))

    def _note(self, address: str, answer: tuple[str, ...] | Exception | None) -> None:
        if answer is None or isinstance(answer, OSError):
            return  # it looks itself over still, or has just left; it is asked again
        if not answer:
            self._fit.add(address)
            return
        self._unfit[address] = _why(answer)
        self._tell(f"The worker {address} is not fit for this run and gets no calls: {self._unfit[address]}.")

    def _workers(self) -> dict[str, dict[str, Any]]:
        workers: dict[str, dict[str, Any]] = self._client.scheduler_info()["workers"]
        return workers


def _why(answer: tuple[str, ...] | Exception) -> str:
    if isinstance(answer, Exception):
        return f"it cannot load callgrade ({type(answer).__name__})"
    return ", ".join(answer)
