"""Cuts a text into the pieces of the sentence encoder: the most probable pieces of a unigram model (Kudo 2018)."""

from callgrade.meaning.model_file import Pieces

_BLANK = "\u2581"
"""Stands for a blank in pieces."""

_UNKNOWN_COST = 10.0
"""How much less probable than the rarest piece an unknown character is; the value of SentencePiece."""


class Tokeniser:
    """Cuts texts into pieces."""

    def __init__(self, pieces: Pieces) -> None:
        """``pieces``: of the model."""
        self._pieces = pieces
        self._scores = pieces.scores.tolist()
        self._longest = max(map(len, pieces.ids))
        self._unknown_score = min(self._scores) - _UNKNOWN_COST

    def __call__(self, text: str, most: int) -> list[int]:
        """The numbers of the pieces of ``text``, with those of its begin and end; at most ``most``."""
        return [self._pieces.begin, *self._cut(self._normal(text))[: most - 2], self._pieces.end]

    def begun(self, text: str) -> list[int]:
        """The same with the begin and without the end."""
        return [self._pieces.begin, *self.cut(text)]

    def cut(self, text: str) -> list[int]:
        """The numbers of the pieces of ``text`` alone; none of blanks."""
        return self._cut(self._normal(text)) if text.strip() else []

    @property
    def end(self) -> int:
        """The piece that ends every text."""
        return self._pieces.end

    @property
    def unknown(self) -> int:
        """The piece of characters that the model does not know."""
        return self._pieces.unknown

    def _normal(self, text: str) -> str:
        """``text`` in the model's spelling, one mark instead of each run of blanks, and one before it."""
        replaced = text.translate(self._pieces.replaced)
        return _BLANK + _BLANK.join(part for part in replaced.split(" ") if part)

    def _cut(self, text: str) -> list[int]:
        best, back = [0.0], [(0, 0)]
        for end in range(1, len(text) + 1):
            choices = [(best[end - 1] + self._unknown_score, end - 1, self._pieces.unknown)]
            for start in range(max(end - self._longest, 0), end):
                number = self._pieces.ids.get(text[start:end])
                if number is not None:
                    choices.append((best[start] + self._scores[number], start, number))
            score, *step = max(choices)
            best.append(score)
            back.append((step[0], step[1]))
        return _walked(back)


def _walked(back: list[tuple[int, int]]) -> list[int]:
    """The pieces of the best way. ``back``: for each end of a text, where its last piece begins, and which it is."""
    numbers, at = [], len(back) - 1
    while at:
        at, number = back[at]
        numbers.append(number)
    return numbers[::-1]
