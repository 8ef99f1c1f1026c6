"""Names that are spelt: "K-L-A-U-S", "S, M, Y, T, H, E", "T wie Theodor, S wie Samuel"."""

from collections.abc import Sequence

from callgrade.norms.phrases.tokens import Token

LEAST_LETTERS = 3
"""Letters from which single letters are a word."""

MOST_BETWEEN = 2
"""Words between a letter and the word that explains it: "A as in Alpha"."""


def spelt(tokens: Sequence[Token | None]) -> str:
    """The longest run of spelt letters as a word; "" if there is none."""
    runs, at = [""], 0
    while at < len(tokens):
        token = tokens[at]
        if token is None or not _is_letter(token.text):
            runs.append("")
            at += 1
            continue
        runs[-1] += token.text
        at = _past_explanation(tokens, at)
    longest = max(runs, key=len)
    return longest if len(longest) >= LEAST_LETTERS else ""


def _past_explanation(tokens: Sequence[Token | None], at: int) -> int:
    """The place after the letter at ``at`` and the word that explains it."""
    letter = tokens[at]
    if letter is None or letter.mark:
        return at + 1
    for place in range(at + 2, at + 2 + MOST_BETWEEN):
        word = tokens[place] if place < len(tokens) else None
        if word is None or _is_letter(word.text) or not word.text[0].isalpha():
            break
        if word.text.startswith(letter.text) and len(word.text) > LEAST_LETTERS - 1:
            return place + 1
    return at + 1


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha() and text < "ÿ"
