"""Split long lists into pieces that fit one statement."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

CHUNK = 500  # rows per statement or transaction; both databases take about 32,000 parameters at most

_T = TypeVar("_T")


def chunks(items: Iterable[_T]) -> Iterator[list[_T]]:
    """Yield ``items`` in lists of ``CHUNK``; the last one may be shorter."""
    iterator = iter(items)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk
