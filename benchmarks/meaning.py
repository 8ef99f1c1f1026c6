"""How well each norm is found by meaning: its examples with each left out, and other norms' examples that it takes.

`python -m benchmarks.meaning`; with `--write` the vectors of the pack's sentences are made and written to
configs/meaning/sentences.npz, which comes with the program. Do that after a change of the examples.
"""

import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

from callgrade.config.folder import configs_folder
from callgrade.grading.meant import SHIPPED, encoder
from callgrade.meaning.sentence_vectors import digest, encoded, read_vectors, write_vectors
from callgrade.meaning.training import train
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
    if "--write" in sys.argv:
        _write(folder / SHIPPED, {digest(text): vectors[digest(text)] for text in texts})
    print("sentences", dict(Counter(one.language for one in sentences)))
    rows = np.stack([vectors[digest(text)] for text in texts])
    print("| norm | examples found, each left out | others found |\n|---|---|---|")
    for norm, trained in train(sentences, rows, read_powers(folder / "norms", None)).items():
        print(f"| `{norm}` | {trained.found} of {trained.examples} | {trained.wrong} of {trained.others} |")
    return 0


def _write(path: Path, vectors: dict[bytes, np.ndarray]) -> None:
    path.parent.mkdir(exist_ok=True)
    write_vectors(path, vectors)
    print(f"{path}: {len(vectors)} sentences, {path.stat().st_size} bytes")


if __name__ == "__main__":
    sys.exit(main())
