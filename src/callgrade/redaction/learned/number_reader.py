"""Tells secrets from ordinary numbers by what is said around them, in whatever words.

The sentence encoder reads the window around a number; a small network, trained on example dialogues in five
languages, tells from its vectors, from the number's shape and from the phrases around it whether it is a secret.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from callgrade.config.redaction import LearnedSettings
from callgrade.redaction.digit_runs import DigitRun, runs_of
from callgrade.redaction.learned.network import Floats, NumberWeights
from callgrade.redaction.learned.number_features import number_features
from callgrade.redaction.learned.number_windows import NumberWindow, number_windows
from callgrade.redaction.talk import Talk

EncodeInContext = Callable[[Sequence[tuple[str, str, str]]], Floats]
"""Texts before, of and behind a stretch → the stretch's vector in its context and the whole's, side by side."""


@dataclass(frozen=True)
class NumberReader:
    """``encode``: the sentence encoder."""

    weights: NumberWeights
    encode: EncodeInContext

    def reading(self, settings: LearnedSettings) -> "Reading":
        """A reading of one call."""
        return Reading(self, settings)


@dataclass
class Reading:
    """The numbers of one call; what was read once is not read again."""

    reader: NumberReader
    settings: LearnedSettings
    _hidden: dict[NumberWindow, Floats] = field(default_factory=dict)

    def scores(self, talk: Talk, language: str | None) -> list[tuple[DigitRun, float]]:
        """Each run of ``talk`` that may be a secret, with its score: above 0 rather a secret.

        In a call with more numbers than ``most_numbers`` the others are left to the rules.
        """
        runs = runs_of(talk)
        windows = number_windows(talk, runs)
        chosen = [at for at, run in enumerate(runs) if len(run.digits) + run.letters in self.settings.lengths]
        chosen = chosen[: self.settings.most_numbers]
        self._read([windows[at] for at in chosen])
        return [(runs[at], self._score(runs[at], windows[at], talk, language)) for at in chosen]

    def _read(self, windows: Sequence[NumberWindow]) -> None:
        new = [window for window in dict.fromkeys(windows) if window not in self._hidden]
        if new:
            vectors = self.reader.encode([(one.before, one.number, one.behind) for one in new])
            self._hidden |= dict(zip(new, self.reader.weights.hidden(vectors), strict=True))

    def _score(self, run: DigitRun, window: NumberWindow, talk: Talk, language: str | None) -> float:
        return self.reader.weights.score(self._hidden[window], number_features(run, talk, language))
