"""What the rules take for a card only because it has enough digits, and what is said around it tells otherwise.

A telephone number with opening hours behind it, or an order number and an amount, have as many digits as a card.
"""

from collections.abc import Iterator, Mapping, Sequence

from callgrade.model.redaction import RedactionKind
from callgrade.redaction.cards.issuers import checks, is_issued
from callgrade.redaction.digit_runs import DigitRun

Scores = Sequence[tuple[DigitRun, float]]


def ordinary_cards(found: Mapping[int, RedactionKind], scores: Scores, below: float) -> set[int]:
    """The items of card numbers whose digits score less than ``below`` in the mean.

    What has an issuer's beginning and length is none of them, said in one go or, with its check digit, in several.
    """
    return {
        item
        for group in _groups(found, scores)
        if _mean(group) < below and not _may_be_card([run.digits for run, _ in group])
        for item in range(group[0][0].items.start, group[-1][0].items.stop)
        if found.get(item) is RedactionKind.CARD_NUMBER
    }


def _groups(found: Mapping[int, RedactionKind], scores: Scores) -> Iterator[list[tuple[DigitRun, float]]]:
    """Runs of card numbers with no other number between them."""
    group: list[tuple[DigitRun, float]] = []
    for run, score in scores:
        if any(found.get(item) is RedactionKind.CARD_NUMBER for item in run.items):
            group.append((run, score))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _may_be_card(parts: Sequence[str]) -> bool:
    whole = "".join(parts)
    return any(map(is_issued, parts)) or (is_issued(whole) and checks(whole))


def _mean(group: Scores) -> float:
    """The mean score of a digit."""
    return sum(len(run.digits) * score for run, score in group) / sum(len(run.digits) for run, _ in group)
