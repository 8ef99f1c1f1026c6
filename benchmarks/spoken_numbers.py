"""Trains the classifier that tells secrets from ordinary numbers, and writes configs/meaning/numbers.npz.

    python -m benchmarks.spoken_numbers [--vectors FILE] [--without PART] [--write]

The examples are all dialogues of tests/support (spoken_secrets*.yaml, ordinary_*.yaml) and of
benchmarks/number_examples/*.yaml: a number in braces is a secret, every other one is none. ``--without``: leaves out
the files whose name contains PART and counts how it does on them. ``--vectors``: keeps the vectors there. Run it with
``--write`` after a change of the examples, of the phrases in configs/redaction or of the encoder.
"""

import argparse
import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from benchmarks.number_training import trained
from tests.support.redacting import words

from callgrade.config.folder import configs_folder
from callgrade.grading.meant import NUMBERS, encoder
from callgrade.model.record import Role
from callgrade.redaction.codes.cues import with_cues
from callgrade.redaction.digit_runs import runs_of
from callgrade.redaction.items import SpokenItems
from callgrade.redaction.learned.network import NumberWeights
from callgrade.redaction.learned.number_features import number_features
from callgrade.redaction.learned.number_windows import items_in_turn, number_windows
from callgrade.redaction.learned.weights_file import write_number_weights
from callgrade.redaction.talk import read_talk

FOLDERS = (Path(__file__).with_name("number_examples"), Path(__file__).parents[1] / "tests" / "support")
FILES = ("spoken_secrets*.yaml", "ordinary_*.yaml", "more*.yaml")
CUSTOMER = "customer: "
Floats = npt.NDArray[np.float32]
Window = tuple[str, str, str]


@dataclass(frozen=True)
class Example:
    """A number of a dialogue in ``file``."""

    file: str
    secret: bool
    window: Window
    features: frozenset[str]


def dialogues() -> Iterator[tuple[str, str, str]]:
    """File, language and dialogue, each dialogue once."""
    seen: set[str] = set()
    for path in (path for folder in FOLDERS for pattern in FILES for path in sorted(folder.glob(pattern))):
        for language, kinds in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            listed = kinds if isinstance(kinds, list) else [line for one in kinds.values() for line in one.splitlines()]
            for line in listed:
                if line not in seen:
                    yield path.stem, language, line
                seen.add(line)


def examples_of(file: str, language: str, dialogue: str) -> Iterator[Example]:
    """The numbers of one dialogue."""
    order = (Role.CUSTOMER, Role.AGENT) if dialogue.startswith(CUSTOMER) else (Role.AGENT, Role.CUSTOMER)
    turns = dialogue.removeprefix(CUSTOMER).split(" / ")
    said = [SpokenItems(order[at % 2], [re.sub("[{}]", "", turn)]) for at, turn in enumerate(turns)]
    talk = with_cues(read_talk(said, words().lexicon(language)))
    runs = runs_of(talk)
    for run, window in zip(runs, number_windows(talk, runs), strict=True):
        items = [talk.items[item] for item in items_in_turn(run, talk)]
        start, end = items[0].start, items[-1].end
        secret = any(first < end and start < last for first, last in _braces(turns[run.turn]))
        features = frozenset(number_features(run, talk, language))
        yield Example(file, secret, (window.before, window.number, window.behind), features)


def _braces(turn: str) -> Iterator[tuple[int, int]]:
    """Where the secrets of a turn stand once the braces are gone."""
    for at, found in enumerate(re.finditer("{[^}]*}", turn)):
        yield found.start() - 2 * at, found.end() - 2 * at - 2


def vectors_of(windows: Sequence[Window], keep: Path | None) -> Floats:
    """A vector of each of ``windows``; those in ``keep`` are not made again."""
    known: dict[str, Floats] = {}
    if keep and keep.is_file():
        with np.load(keep) as file:
            known = dict(zip(file["digests"].tolist(), file["vectors"], strict=True))
    new = {digest(window): window for window in windows if digest(window) not in known}
    encode = encoder()
    if new and encode is None:
        raise SystemExit("The sentence encoder is not installed.")
    if new and encode:
        print(f"{len(new)} windows are read", flush=True)
        known |= dict(zip(new, encode.in_context(list(new.values())), strict=True))
    if keep:
        np.savez(keep, digests=np.array(list(known)), vectors=np.stack(list(known.values())))
    return np.stack([known[digest(window)] for window in windows])


def digest(window: Window) -> str:
    return hashlib.sha256("\0".join(window).encode()).hexdigest()[:24]


def scores(weights: NumberWeights, examples: Sequence[Example], vectors: Floats) -> Floats:
    hidden = weights.hidden(vectors)
    found = [weights.score(units, one.features) for units, one in zip(hidden, examples, strict=True)]
    return np.array(found, np.float32)


def report(name: str, secret: npt.NDArray[np.bool_], found: Floats) -> None:
    for limit in (0.0, 0.5, 1.0, 1.5):
        print(f"{name}: above {limit}: {(found[secret] > limit).mean():.1%} of {secret.sum()} secrets,"
              f" {(found[~secret] > limit).mean():.1%} of {(~secret).sum()} other numbers")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--without")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    examples = [one for dialogue in dialogues() for one in examples_of(*dialogue)]
    vectors = vectors_of([one.window for one in examples], options.vectors)
    secret = np.array([one.secret for one in examples])
    left_out = np.array([bool(options.without) and options.without in one.file for one in examples])
    known = [one for one, out in zip(examples, left_out, strict=True) if not out]
    weights = trained(vectors[~left_out], [one.features for one in known], secret[~left_out])
    found = scores(weights, examples, vectors)
    report("trained on", secret[~left_out], found[~left_out])
    if left_out.any():
        report("left out", secret[left_out], found[left_out])
    if options.write:
        path = configs_folder() / NUMBERS
        write_number_weights(path, weights)
        print(f"{path}: {len(examples)} numbers, {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
