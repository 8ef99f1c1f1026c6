"""How far people and the machine agree, and people among themselves, norm by norm."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from callgrade.agreement import Ratings, cohen_kappa, gwet_ac1, krippendorff_alpha, share_alike
from callgrade.export.intervals import Estimate
from callgrade.model.finding import Verdict
from callgrade.store import CardFilter, Store, StoredCard

ENOUGH_CASES = 20
"""Below so many cases the intervals are too wide to say anything (convention)."""

WITH_MACHINE = "people and machine"
AMONG_PEOPLE = "people"
_PAGE = 5000


@dataclass(frozen=True)
class Agreement:
    """How far raters agree on a norm. ``between``: ``WITH_MACHINE`` or ``AMONG_PEOPLE``.

    ``cases``: calls that at least two raters judged. ``share``: of pairs of verdicts that are the same. ``kappa``:
    only of two raters. A figure is ``None`` where it is not defined.
    """

    norm: str
    between: str
    cases: int
    share: Estimate | None
    kappa: Estimate | None
    ac1: Estimate | None
    alpha: Estimate | None


def agreements(store: Store) -> list[Agreement]:
    """The agreement on each norm that people marked, by norm; with the machine's verdicts as they are now."""
    machine: dict[str, list[tuple[Verdict, Verdict]]] = defaultdict(list)
    people: dict[str, list[Mapping[str, Verdict]]] = defaultdict(list)
    for stored in _marked(store):
        verdicts = {finding.norm: finding.verdict for finding in stored.judgement.findings}
        for norm, review in stored.reviews.items():
            if review.marked and norm in verdicts:
                machine[norm].append((review.marked, verdicts[norm]))
                people[norm].append({mark.reader: mark.verdict for mark in review.marks})
    return [one for norm in sorted(machine) for one in _of_norm(norm, machine[norm], people[norm])]


def _of_norm(norm: str, machine: Ratings, people: list[Mapping[str, Verdict]]) -> Iterator[Agreement]:
    yield agreement(norm, WITH_MACHINE, machine)
    readers = sorted({reader for marks in people for reader in marks})
    if len(readers) > 1:
        yield agreement(norm, AMONG_PEOPLE, [[marks.get(reader) for reader in readers] for marks in people])


def agreement(norm: str, between: str, ratings: Ratings) -> Agreement:
    """The figures of ``ratings``, as ``callgrade.agreement`` describes them."""
    cases = sum(len(row) - list(row).count(None) > 1 for row in ratings)
    two = bool(ratings) and len(ratings[0]) == 2
    return Agreement(
        norm,
        between,
        cases,
        share_alike(ratings),
        cohen_kappa(ratings) if two else None,
        gwet_ac1(ratings),
        krippendorff_alpha(ratings),
    )


def _marked(store: Store) -> Iterator[StoredCard]:
    ids = store.reviews.reviewed_calls()
    for first in range(0, len(ids), _PAGE):
        yield from store.cards.read(CardFilter(call_ids=ids[first : first + _PAGE]))
