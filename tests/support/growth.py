"""How work grows with its input, in processor time: other programs on the machine do not change it."""

import time
from collections.abc import Callable

TIMES = 4
MOST_TIMES = 9.0
"""Four times the input takes 4 times as long if the work is linear, 16 times if it is quadratic."""
NOISE_S = 0.02


def grows_in_proportion(work: Callable[[int], object], size: int) -> bool:
    """Whether ``work`` takes about ``TIMES`` as long on input of ``TIMES`` the ``size``."""
    work(size)  # what is loaded or cached once
    return cpu_s(work, TIMES * size) <= MOST_TIMES * cpu_s(work, size) + NOISE_S


def cpu_s(work: Callable[[int], object], size: int) -> float:
    """The shorter of two runs."""
    return min(_run_s(work, size) for _ in range(2))


def _run_s(work: Callable[[int], object], size: int) -> float:
    start_s = time.process_time()
    work(size)
    return time.process_time() - start_s
