"""Vectors in 8 bits: a quarter of the room, and the same on every machine but for rare roundings."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from callgrade.meaning.encoder_weights import NAME
from callgrade.meaning.utterances import text_of, utterances
from callgrade.model.conversation import Conversation
from callgrade.model.heard import Meanings
from callgrade.model.record import Role

Small = npt.NDArray[np.int8]
Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Texts → their vectors of length 1, in rows."""

SCALE = 400.0
"""Steps to 1. The numbers of a vector are about 0.05 in size, few exceed 0.3."""

WIDTH = 384


def small(vectors: npt.NDArray[np.float32]) -> Small:
    """``vectors`` of length 1 in 8 bits."""
    steps: Small = np.clip(np.rint(vectors * SCALE), -127, 127).astype(np.int8)
    return steps


def meanings_of(conversation: Conversation, encode: Encode) -> Meanings:
    """The vectors of all that the agent says in ``conversation``."""
    words = {
        number: [word.text for word in turn.words]
        for number, turn in enumerate(conversation.turns)
        if turn.role is Role.AGENT
    }
    found = list(utterances(words.items()))
    texts = [text_of(words[one.turn], one) for one in found]
    rows = {text: row for row, text in enumerate(dict.fromkeys(texts))}  # "yes" is encoded once
    vectors = small(encode(list(rows)))[[rows[text] for text in texts]]
    places = tuple((one.turn, one.start, one.end) for one in found)
    return Meanings(NAME, places, b64encode(vectors.tobytes()).decode("ascii"))


def vectors_of(meanings: Meanings) -> Small:
    """The vectors of ``meanings``, in rows."""
    return np.frombuffer(b64decode(meanings.vectors), np.int8).reshape(-1, WIDTH)
