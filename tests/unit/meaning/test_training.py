"""Classifiers find what is like their examples, and what is not stays out. Vectors are made up."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from callgrade.meaning.classifier import Classifier, Power, seen_by
from callgrade.meaning.classifier_file import learnt_from, read_classifiers, write_classifiers
from callgrade.meaning.hidden_layer import FIRST_STEPS, UNIT_STEP, HiddenLayer
from callgrade.meaning.training import Sentence, Trained, train
from callgrade.meaning.vectors import WIDTH, Small, small


def around(direction: int, count: int, seed: int) -> Small:
    """Vectors near one direction, as sentences of one meaning are."""
    vectors = np.random.default_rng(seed).normal(0, 0.3, (count, WIDTH)) / np.sqrt(WIDTH)
    vectors[:, direction] += 0.6
    return small((vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32))


def fires(classifier: Classifier, vectors: Small, language: str | None) -> npt.NDArray[np.bool_]:
    return classifier.fires(seen_by(classifier.layer, vectors, language), language)


EXAMPLES = (("a.like", True, 1), ("a.like", False, 2), ("b.like", True, 3), ("", False, 4))


@pytest.fixture(scope="module")
def trained() -> Trained:
    sentences, rows = [], []
    for seed, (norm, like, direction) in enumerate(EXAMPLES):
        for language in ("en", "nl"):
            sentences += [Sentence(language, norm, like, f"{seed} {number}") for number in range(12)]
            rows.append(around(direction, 12, seed * 2 + (language == "nl")))
    return train(sentences, np.concatenate(rows), {"a.like": Power.PASS, "none.at_all": Power.LOOK})["a.like"]


def test_what_means_the_same_is_found_in_any_language(trained: Trained) -> None:
    for language in ("en", "nl", "zh", None):
        assert fires(trained.classifier, around(1, 20, 90), language).mean() > 0.9


def test_close_sentences_and_those_of_other_norms_are_not_found(trained: Trained) -> None:
    for direction in (2, 3, 4):
        assert not fires(trained.classifier, around(direction, 20, 91), "en").any()


def test_it_says_how_many_examples_it_finds_when_they_are_left_out(trained: Trained) -> None:
    assert trained.examples == 24
    assert trained.found > trained.examples / 2
    assert trained.wrong < trained.others / 20


def test_a_norm_with_too_few_examples_has_none() -> None:
    few = [Sentence("en", "a.like", number < 2, str(number)) for number in range(8)]
    assert train(few, around(1, 8, 1), {"a.like": Power.PASS}) == {}


def test_a_wider_limit_finds_at_least_as_much() -> None:
    sentences, rows = [], []
    for seed, (norm, like, direction) in enumerate((*EXAMPLES, ("a.like", False, 1))):
        sentences += [Sentence("en", norm, like, f"{seed} {number}") for number in range(12)]
        rows.append(around(direction, 12, seed))
    vectors = np.concatenate(rows)
    narrow, wide = (train(sentences, vectors, {"a.like": power})["a.like"] for power in (Power.PASS, Power.WIDE))
    assert wide.found > narrow.found


def test_in_doubt_what_lies_in_the_band_below_the_limit_is_found_too() -> None:
    weights, vectors = np.zeros(WIDTH, np.int64), np.zeros((3, WIDTH))
    weights[0], vectors[:, 0] = 1, (60, 30, 10)
    classifier = Classifier(weights, {}, 50, band=30)
    assert classifier.fires(vectors, "en").tolist() == [True, False, False]
    assert classifier.fires(vectors, "en", doubtful=True).tolist() == [True, True, False]


def test_only_a_power_that_may_pass_has_a_band_of_doubt() -> None:
    sentences = [
        Sentence("en", norm, like, f"{seed} {n}") for seed, (norm, like, _) in enumerate(EXAMPLES) for n in range(12)
    ]
    vectors = np.concatenate([around(direction, 12, seed) for seed, (*_, direction) in enumerate(EXAMPLES)])
    assert train(sentences, vectors, {"a.like": Power.LOOK})["a.like"].classifier.band == 0


def test_classifiers_are_read_as_they_were_written(trained: Trained, tmp_path: Path) -> None:
    path = tmp_path / "norms.npz"
    write_classifiers(path, {"a.like": trained.classifier})
    read = read_classifiers(path)
    assert read is not None
    assert (read["a.like"].limits, read["a.like"].other) == (trained.classifier.limits, trained.classifier.other)
    assert read["a.like"].band == trained.classifier.band
    assert (read["a.like"].weights == trained.classifier.weights).all()


def test_a_hidden_layer_is_read_as_it_was_written_and_says_what_it_learnt_from(tmp_path: Path) -> None:
    random = np.random.default_rng(4)
    layer = HiddenLayer(random.integers(-99, 99, (WIDTH, 5)).astype(np.float64), {"en": np.ones(5)}, np.full(5, 2.0))
    classifier = Classifier(random.integers(-99, 99, 5), {"en": 3}, 4, 1, layer)
    write_classifiers(tmp_path / "norms.npz", {"a": classifier, "b": classifier}, "these")
    read = read_classifiers(tmp_path / "norms.npz")
    assert read is not None
    assert read["a"].layer is read["b"].layer
    vectors = around(1, 20, 7)
    for language in ("en", "nl"):
        assert (seen_by(read["a"].layer, vectors, language) == layer(vectors, language)).all()
        assert (fires(read["a"], vectors, language) == fires(classifier, vectors, language)).all()
    assert learnt_from(tmp_path / "norms.npz") == "these"


def test_sums_are_the_same_in_any_order() -> None:
    """All numbers are whole and small enough for float64, so no machine rounds."""
    random = np.random.default_rng(5)
    weights = random.integers(-FIRST_STEPS, FIRST_STEPS, (WIDTH, 256)).astype(np.float64)
    layer, vectors = HiddenLayer(weights, {}, np.zeros(256)), random.integers(-127, 128, (9, WIDTH)).astype(np.int8)
    exact = np.maximum((vectors.astype(object) @ weights.astype(int).astype(object)) // UNIT_STEP, 0)
    assert (layer(vectors, "en") == exact.astype(np.float64)).all()


def test_a_damaged_file_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "norms.npz").write_bytes(b"PK no zip")
    assert read_classifiers(tmp_path / "norms.npz") is None
    assert read_classifiers(tmp_path / "none.npz") is None
