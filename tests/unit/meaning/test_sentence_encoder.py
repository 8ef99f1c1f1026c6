"""The encoder gives sentences of one meaning, in several languages, near vectors. It needs the extra ``weights``."""

import numpy as np
import pytest

from callgrade.config.folder import configs_folder
from callgrade.grading.meant import CLASSIFIERS, SHIPPED, encoder
from callgrade.meaning.classifier_file import learnt_from
from callgrade.meaning.sentence_vectors import digest, read_vectors
from callgrade.meaning.training import sentences_hash
from callgrade.meaning.vectors import Encode, small
from callgrade.norms.pack.sentences import read_powers, read_sentences

SAME = ("Is there anything else?", "Is er verder nog iets?", "Er det noe mer?", "还有别的吗？", "Gibt es noch etwas?")
OTHER = "The parcel weighs four kilos."


@pytest.fixture(scope="module")
def encode() -> Encode:
    found = encoder()
    if found is None:
        pytest.skip("the extra weights is not installed")
    return found


def test_one_meaning_in_five_languages_is_nearer_than_another_meaning(encode: Encode) -> None:
    vectors = encode([*SAME, OTHER])
    likeness = vectors @ vectors.T
    assert likeness[:5, :5].min() > likeness[5, :5].max()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_vector_does_not_depend_on_what_is_encoded_with_it(encode: Encode) -> None:
    together = small(encode([*SAME, OTHER]))
    alone = np.concatenate([small(encode([text])) for text in (*SAME, OTHER)])
    assert np.abs(together.astype(int) - alone).max() <= 1


def test_nothing_has_no_vectors_and_an_empty_text_has_one(encode: Encode) -> None:
    assert encode([]).shape == (0, 384)
    assert encode([""]).shape == (1, 384)


def test_the_program_comes_with_the_vectors_of_all_its_sentences() -> None:
    known = read_vectors(configs_folder() / SHIPPED)
    missing = [one.text for one in read_sentences(configs_folder() / "words") if digest(one.text) not in known]
    assert missing == [], "run python -m benchmarks.meaning --write"


def test_the_program_comes_with_classifiers_that_learnt_from_its_sentences() -> None:
    folder = configs_folder()
    now = sentences_hash(list(read_sentences(folder / "words")), read_powers(folder / "norms", None))
    assert learnt_from(folder / CLASSIFIERS) == now, "run python -m benchmarks.meaning --write"
