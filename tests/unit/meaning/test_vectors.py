"""Vectors of what the agent says."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from tests.support.norms import conversation

from callgrade.meaning.vectors import WIDTH, meanings_of, small, vectors_of


def test_a_sentence_that_is_said_twice_is_encoded_once_and_has_its_vector_twice() -> None:
    encoded: list[str] = []

    def encode(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        encoded.extend(texts)
        return np.repeat(np.array([[0.1 * len(text)] for text in texts], np.float32), WIDTH, axis=1)

    found = vectors_of(meanings_of(conversation("agent: Yes. Fine.\ncustomer: No.\nagent: Yes."), encode))
    assert encoded == ["Yes.", "Fine."]
    assert np.array_equal(found, small(encode(["Yes.", "Fine.", "Yes."])))


def test_an_agent_who_says_nothing_has_no_vectors() -> None:
    def encode(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.zeros((len(texts), WIDTH), np.float32)

    assert vectors_of(meanings_of(conversation("customer: No."), encode)).shape == (0, WIDTH)
