"""Choose the calls that people listen to."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest

from callgrade.store import StoredCall

STRATA = ("agent", "team", "band", "language", "direction")
"""By what a sample can be divided."""


def sample(calls: Iterable[StoredCall], size: int, seed: int, strata: Sequence[str] = ()) -> list[StoredCall]:
    """At most ``size`` of ``calls``, drawn by chance: the same for the same calls and ``seed``.

    ``strata``: of ``STRATA``. Each group of calls that are alike in them gives a call in turn, so that rare groups are
    in the sample as well; without, every call has the same chance.
    """
    chance = random.Random(seed)
    drawn = sorted(calls, key=lambda call: call.sha256)
    chance.shuffle(drawn)
    groups: dict[tuple[object, ...], list[StoredCall]] = defaultdict(list)
    for call in drawn:
        groups[tuple(getattr(call, name) for name in strata)].append(call)
    in_turn = chain.from_iterable(zip_longest(*groups.values()))
    return [call for call in in_turn if call is not None][:size]
