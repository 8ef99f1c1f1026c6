"""The network of numbers, and its file."""

from pathlib import Path

import numpy as np

from callgrade.redaction.learned.network import NumberWeights
from callgrade.redaction.learned.weights_file import read_number_weights, write_number_weights


def small() -> NumberWeights:
    """Two units: one for the first number of a vector, one for the feature "n=4"."""
    return NumberWeights(
        features={"n=3": 0, "n=4": 1},
        of_features=np.array([[0, 0], [0, 2]], np.float32),
        of_vector=np.array([[1, 0], [0, 0], [0, 0]], np.float32),
        thresholds=np.array([-1, 0], np.float32),
        outputs=np.array([1, 3], np.float32),
        bias=-0.5,
    )


def test_a_score_is_the_sum_of_the_units_that_are_above_their_threshold() -> None:
    (low, high) = small().hidden(np.array([[0.5, 9, 9], [3, 9, 9]], np.float32))
    assert small().score(low, {"n=3"}) == -0.5
    assert small().score(high, {"n=3"}) == 1.5
    assert small().score(high, {"n=4", "of no training"}) == 7.5


def test_the_file_gives_the_same_weights_again(tmp_path: Path) -> None:
    write_number_weights(tmp_path / "numbers.npz", small())
    found = read_number_weights(tmp_path / "numbers.npz")
    (hidden,) = found.hidden(np.array([[3, 9, 9]], np.float32))
    assert found.score(hidden, {"n=4"}) == 7.5
