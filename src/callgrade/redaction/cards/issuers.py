"""What a card's number may be: the beginnings and lengths that issuers give out, and the check digit."""

SHORTEST, LONGEST = 13, 19
"""Digits of cards that are about (ISO/IEC 7812-1)."""
# Issuer prefixes with the lengths of their numbers: Visa, Mastercard, American Express, Diners, Discover, JCB,
# UnionPay, Maestro, Mir, Troy, RuPay. From the networks' public lists of ranges.
_ISSUERS = (
    (("4", "4"), (13, 16, 19)), (("51", "55"), (16,)), (("2221", "2720"), (16,)), (("34", "34"), (15,)),
    (("37", "37"), (15,)), (("300", "305"), (14, 16)), (("36", "36"), range(14, 20)), (("38", "39"), (14, 16)),
    (("6011", "6011"), (16, 19)), (("644", "659"), (16, 19)), (("3528", "3589"), range(16, 20)),
    (("62", "62"), range(16, 20)), (("81", "81"), range(16, 20)), (("50", "50"), range(13, 20)),
    (("56", "58"), range(13, 20)), (("60", "60"), (16,)), (("63", "63"), (16, 18, 19)), (("67", "67"), (16, 18, 19)),
    (("2200", "2204"), range(16, 20)), (("9792", "9792"), (16,)),
)  # fmt: skip


def is_issued(digits: str) -> bool:
    """Whether a card may have this beginning and this length."""
    return any(low <= digits[: len(low)] <= high and len(digits) in lengths for (low, high), lengths in _ISSUERS)


def begins_as_card(digits: str) -> bool:
    """Whether a card may have this beginning."""
    return any(low <= digits[: len(low)] <= high for (low, high), _ in _ISSUERS)


def checks(digits: str) -> bool:
    """The check digit of Luhn."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0
