"""Turns sentences into vectors with multilingual-e5-small (Wang et al. 2024), in numpy.

The matrices are unpacked to float32 once (85 MB); the rows of words stay packed in the file until they are used. The
tokens of all sentences lie in one matrix, so each weight is read once for all of them; each sentence attends to itself
only, so its vector depends on its own words alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.special import erf

from callgrade.meaning.model_file import BLOCK, Floats, ModelFile, unpacked
from callgrade.meaning.tokeniser import Tokeniser

_PREFIX = "query: "
"""What the model's card asks for before texts that are compared with each other."""

TOKENS_AT_ONCE = 256
"""Tokens in one pass; more are not faster, and need more memory."""

MOST_TOKENS = 96
"""Tokens of one sentence that are read. Agents seldom say more without a pause; the rest changes the mean little."""

TOKENS_BEFORE, TOKENS_OF_MIDDLE, TOKENS_BEHIND = 48, 12, 24
"""Tokens of each part that are read of a text in three parts."""


@dataclass(frozen=True)
class _Layer:
    query: tuple[Floats, Floats]
    key: tuple[Floats, Floats]
    value: tuple[Floats, Floats]
    out: tuple[Floats, Floats]
    wide: tuple[Floats, Floats]
    narrow: tuple[Floats, Floats]
    attention_norm: tuple[Floats, Floats]
    output_norm: tuple[Floats, Floats]


class SentenceEncoder:
    """The sentence encoder."""

    def __init__(self, path: Path) -> None:
        """``path``: the file of the weights, verified. Raises ``ValueError`` for another format."""
        file = ModelFile(path)
        self._header = file.header
        self._tokenise = Tokeniser(file.pieces)
        width = file.header.width
        self._words = file.blocks("emb.word").reshape(-1, width // BLOCK)
        self._places = file.floats("emb.pos").reshape(-1, width) + file.floats("emb.type")[:width]
        self._norm = (file.floats("emb.ln.w"), file.floats("emb.ln.b"))
        self._layers = [_layer(file, number) for number in range(file.header.layers)]

    def __call__(self, texts: Sequence[str]) -> Floats:
        """One vector of length 1 for each of ``texts``, in rows."""
        tokens = [self._tokenise(_PREFIX + text, MOST_TOKENS) for text in texts]
        rows = [self._encoded(group) for group in _groups(tokens)]
        return np.concatenate(rows) if rows else np.zeros((0, self._header.width), np.float32)

    def in_context(self, texts: Sequence[tuple[str, str, str]]) -> Floats:
        """For each text in three parts the vector of the middle one in its context, and that of the whole, in a row.

        Not of length 1. Of the first part the last ``TOKENS_BEFORE`` tokens are read, of the last part the first
        ``TOKENS_BEHIND``.
        """
        cut = [self._in_parts(*parts) for parts in texts]
        rows: list[Floats] = []
        for group in _groups([tokens for tokens, _ in cut]):
            hidden, spans = self._hidden(group)
            for span, (_, middle) in zip(spans, cut[len(rows) : len(rows) + len(group)], strict=True):
                rows.append(np.concatenate([hidden[span][middle].mean(axis=0), hidden[span].mean(axis=0)]))
        return np.stack(rows) if rows else np.zeros((0, 2 * self._header.width), np.float32)

    def _in_parts(self, before: str, middle: str, behind: str) -> tuple[list[int], slice]:
        """The tokens of a text in three parts, and where the middle one stands."""
        first = [*self._tokenise.begun(_PREFIX), *self._tokenise.cut(before)[-TOKENS_BEFORE:]]
        inside = self._tokenise.cut(middle)[:TOKENS_OF_MIDDLE] or [self._tokenise.unknown]
        last = self._tokenise.cut(behind)[:TOKENS_BEHIND]
        return [*first, *inside, *last, self._tokenise.end], slice(len(first), len(first) + len(inside))

    def _encoded(self, group: Sequence[Sequence[int]]) -> Floats:
        hidden, spans = self._hidden(group)
        means = np.stack([hidden[span].mean(axis=0) for span in spans])
        vectors: Floats = means / np.linalg.norm(means, axis=1, keepdims=True)
        return vectors

    def _hidden(self, group: Sequence[Sequence[int]]) -> tuple[Floats, list[slice]]:
        """A vector for each token of all texts of ``group``, and where each text's stand."""
        bounds = np.cumsum([0, *map(len, group)]).tolist()
        spans = [slice(start, stop) for start, stop in pairwise(bounds)]
        places = np.concatenate([np.arange(len(one)) for one in group])
        hidden = unpacked(self._words[np.concatenate(group)]) + self._places[places]
        hidden = self._normal(hidden, self._norm)
        for layer in self._layers:
            hidden = self._passed(hidden, layer, spans)
        return hidden, spans

    def _passed(self, hidden: Floats, layer: _Layer, spans: Sequence[slice]) -> Floats:
        attended = self._attended(hidden, layer, spans)
        hidden = self._normal(hidden + _times(attended, layer.out), layer.attention_norm)
        wide = _times(hidden, layer.wide)
        wide *= np.float32(0.5) * (1 + erf(wide * np.float32(0.5**0.5)))
        return self._normal(hidden + _times(wide, layer.narrow), layer.output_norm)

    def _attended(self, hidden: Floats, layer: _Layer, spans: Sequence[slice]) -> Floats:
        heads = self._header.heads
        shape = (len(hidden), heads, -1)
        query, key, value = (
            _times(hidden, part).reshape(shape).transpose(1, 0, 2) for part in (layer.query, layer.key, layer.value)
        )
        scale = np.float32(query.shape[-1] ** -0.5)
        attended = np.empty_like(hidden)
        for span in spans:
            weights = _shares(query[:, span] @ key[:, span].transpose(0, 2, 1) * scale)
            attended[span] = (weights @ value[:, span]).transpose(1, 0, 2).reshape(-1, hidden.shape[1])
        return attended

    def _normal(self, rows: Floats, norm: tuple[Floats, Floats]) -> Floats:
        rows = rows - rows.mean(axis=1, keepdims=True)
        spread = np.sqrt((rows * rows).mean(axis=1, keepdims=True) + np.float32(self._header.epsilon))
        normal: Floats = rows / spread * norm[0] + norm[1]
        return normal


def _layer(file: ModelFile, number: int) -> _Layer:
    def linear(name: str) -> tuple[Floats, Floats]:
        bias = file.floats(f"l{number}.{name}.b")
        return np.ascontiguousarray(file.matrix(f"l{number}.{name}.w").reshape(len(bias), -1).T), bias

    def norm(name: str) -> tuple[Floats, Floats]:
        return file.floats(f"l{number}.{name}.w"), file.floats(f"l{number}.{name}.b")

    query, key, value, out, wide, narrow = map(linear, ("q", "k", "v", "ao", "fi", "fo"))
    return _Layer(query, key, value, out, wide, narrow, norm("aln"), norm("oln"))


def _times(rows: Floats, linear: tuple[Floats, Floats]) -> Floats:
    product: Floats = rows @ linear[0] + linear[1]
    return product


def _shares(scores: Floats) -> Floats:
    """Softmax over the last axis."""
    powers: Floats = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _groups(tokens: Sequence[Sequence[int]]) -> Iterator[list[Sequence[int]]]:
    """``tokens`` of texts in groups, in order."""
    group: list[Sequence[int]] = []
    size = 0
    for one in tokens:
        if group and size + len(one) > TOKENS_AT_ONCE:
            yield group
            group, size = [], 0
        group.append(one)
        size += len(one)
    if group:
        yield group
