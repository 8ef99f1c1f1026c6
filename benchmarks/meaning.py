"""How well each norm is found by meaning: its examples with each left out, and other norms' examples that it takes.

`python -m benchmarks.meaning`; with `--write` the vectors of the pack's sentences and the classifiers are written to
configs/meaning, which comes with the program. Do that after a change of the examples.
"""

import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from benchmarks.meaning_training import trained

from callgrade.config.folder import configs_folder
from callgrade.grading.meant import CLASSIFIERS, SHIPPED, encoder
from callgrade.meaning.classifier_file import write_classifiers
from callgrade.meaning.sentence_vectors import digest, encoded, read_vectors, write_vectors
from callgrade.meaning.training import sentences_hash
from callgrade.norms.pack.sentences import read_powers, read_sentences


def main() -> int:
    folder = configs_folder()
    sentences = list(read_sentences(folder / "words"))
    texts = [one.text for one in sentences]
    known = read_vectors(folder / SHIPPED)
    began = time.process_time()
    new = encoded(texts, known, encoder())
    seconds = time.process_time() - began
    if new:
        print(f"{len(new)} new sentences, {seconds / len(new) * 1000:.1f} ms of processor time each")
    vectors = {**known, **new}
    print("sentences", dict(Counter(one.language for one in sentences)))
    rows = np.stack([vectors[digest(text)] for text in texts])
    powers = read_powers(folder / "norms", None)
    norms = trained(sentences, rows, powers)
    print("| norm | examples found, each left out | others found |\n|---|---|---|")
    for norm, one in norms.items():
        print(f"| `{norm}` | {one.found} of {one.examples} | {one.wrong} of {one.others} |")
    if "--write" in sys.argv:
        _write(folder / SHIPPED, {digest(text): vectors[digest(text)] for text in texts})
        classifiers = {norm: one.classifier for norm, one in norms.items()}
        write_classifiers(folder / CLASSIFIERS, classifiers, sentences_hash(sentences, powers))
    return 0


def _write(path: Path, vectors: dict[bytes, np.ndarray]) -> None:
    path.parent.mkdir(exist_ok=True)
    write_vectors(path, vectors)
    print(f"{path}: {len(vectors)} sentences, {path.stat().st_size} bytes")


if __name__ == "__main__":
    sys.exit(main())
