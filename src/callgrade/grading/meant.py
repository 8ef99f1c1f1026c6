"""The sentence encoder of this machine, and the classifiers of a ruleset.

Those of the program's own norms come with it; those of a site's are trained once, then kept in the cache.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np

from callgrade.config.folder import configs_folder
from callgrade.errors import ConfigError
from callgrade.hearing.recognition.weights import default_cache
from callgrade.meaning import training
from callgrade.meaning.classifier import Classifier, Power
from callgrade.meaning.classifier_file import read_classifiers, write_classifiers
from callgrade.meaning.encoder_weights import NAME, find_encoder
from callgrade.meaning.hidden_layer import HiddenLayer
from callgrade.meaning.lazy_encoder import LazyEncoder
from callgrade.meaning.sentence_vectors import digest, encoded, read_vectors, write_vectors
from callgrade.meaning.training import Trained, train
from callgrade.norms.pack.fingerprint import Fingerprint, hash_of
from callgrade.norms.pack.norm import Pack
from callgrade.norms.pack.sentences import read_powers, read_sentences, site_powers, site_sentences
from callgrade.redaction.learned.number_reader import NumberReader
from callgrade.redaction.learned.weights_file import read_number_weights

SHIPPED = Path("meaning", "sentences.npz")
"""The vectors of the pack's own examples, below the folder of the configuration."""

CLASSIFIERS = Path("meaning", "classifiers.npz")
"""The classifiers of the norms that come with the program, below the folder of the configuration."""

NUMBERS = Path("meaning", "numbers.npz")
"""The classifier of numbers, below the folder of the configuration."""

_KEPT = 8
"""Rulesets whose classifiers stay in the cache."""


@cache
def encoder() -> LazyEncoder | None:
    """The encoder of this machine; ``None`` if its weights are not installed. Raises ``ModelError``."""
    path = find_encoder(default_cache())
    return LazyEncoder(path) if path else None


@cache
def number_reader() -> NumberReader | None:
    """What tells secrets from ordinary numbers by what is said around them; ``None`` without the encoder.

    Raises ``ModelError``, and ``OSError`` if the program's own file of weights is missing.
    """
    encode = encoder()
    return NumberReader(read_number_weights(configs_folder() / NUMBERS), encode.in_context) if encode else None


@dataclass(frozen=True)
class Meaning:
    """``classifiers``: norm id → how its words are found by what they mean."""

    classifiers: Mapping[str, Classifier]

    def applied(self, pack: Pack) -> Pack:
        """``pack`` with the classifiers of its norms; its hashes say so."""
        norms = {norm.id for norm in (*pack.norms, *pack.left_out) if norm.meaning}
        used = {norm: classifier for norm, classifier in self.classifiers.items() if norm in norms}
        hashes = {norm: self._hashes[norm] for norm in used}
        rules = {
            norm: hash_of([rule, hashes[norm]]) if norm in hashes else rule
            for norm, rule in pack.fingerprint.norms.items()
        }
        whole = hash_of([pack.hash, hashes])
        return replace(pack, classifiers=used, hash=whole, fingerprint=Fingerprint(pack.fingerprint.shared, rules))

    @cached_property
    def _hashes(self) -> Mapping[str, str]:
        """Norm id → hash of its classifier: a change of another norm does not judge this one again."""
        return {
            norm: hash_of([one.weights.tolist(), dict(one.limits), one.other, one.band, self._layer_hashes[one.layer]])
            for norm, one in self.classifiers.items()
        }

    @cached_property
    def _layer_hashes(self) -> Mapping[HiddenLayer | None, str]:
        layers = {one.layer for one in self.classifiers.values()}
        return {layer: _hash_of_layer(layer) if layer else "" for layer in layers}


def _hash_of_layer(layer: HiddenLayer) -> str:
    thresholds = {code: added.tolist() for code, added in layer.thresholds.items()}
    return hash_of([layer.weights.tolist(), thresholds, layer.other.tolist()])


def meaning_of(folder: Path, site: Path | None) -> Meaning:
    """The classifiers of the pack in ``folder``, and of the norms of ``site`` with examples; raises ``ConfigError``."""
    shipped = read_classifiers(folder / CLASSIFIERS)
    if shipped is None:  # without them major norms would fail where the words only are unusual
        what = f"{folder / CLASSIFIERS} is missing or damaged: norms cannot be judged by meaning."
        raise ConfigError(what, "Install callgrade again.")
    return Meaning({**shipped, **(_of_site(folder, site) if site and _own_powers(folder, site) else {})})


def _own_powers(folder: Path, site: Path) -> Mapping[str, Power]:
    """What words may do to the norms that ``site`` adds, and to those for which it has sentences."""
    own = {*site_powers(site), *(one.norm for one in site_sentences(site))}
    return {norm: power for norm, power in read_powers(folder / "norms", site).items() if norm in own}


def _of_site(folder: Path, site: Path) -> Mapping[str, Classifier]:
    """The classifiers of the norms with sentences of ``site``: trained once, then kept."""
    kept = _cache()
    path = kept / f"norms-{_key(folder, site)}.npz"
    classifiers = read_classifiers(path)
    if classifiers is None:
        classifiers = {norm: one.classifier for norm, one in trained(folder, site).items()}
        with suppress(OSError):  # without a cache they are trained again
            kept.mkdir(parents=True, exist_ok=True)
            write_classifiers(path, classifiers)
            _sweep(kept)
    return classifiers


def _cache() -> Path:
    return default_cache().parent / "meaning"


def _key(folder: Path, site: Path) -> str:
    """Hash of all that classifiers depend on: examples, powers, the encoder and the way of training."""
    whole = sha256(f"{NAME} {training.VERSION} {find_encoder(default_cache()) is not None}".encode())
    for path in (*sorted((folder / "words").glob("*/*.yaml")), *sorted((folder / "norms").glob("*.yaml"))):
        whole.update(sha256(path.read_bytes()).digest())
    own = [sorted(site_powers(site).items()), [astuple(one) for one in site_sentences(site)]]
    whole.update(hash_of(own).encode())
    return whole.hexdigest()[:12]


def trained(folder: Path, site: Path) -> Mapping[str, Trained]:
    """The classifiers of ``site``, and how well they find what they were trained on; raises ``ConfigError``."""
    kept = _cache()
    sentences = [*read_sentences(folder / "words"), *site_sentences(site)]
    vectors = {**read_vectors(kept / "sentences.npz"), **read_vectors(folder / SHIPPED)}
    texts = [one.text for one in sentences if digest(one.text) not in vectors]
    new = encoded(texts, vectors, encoder()) if texts else {}  # the encoder is loaded only if it is needed
    if new:
        with suppress(OSError):
            kept.mkdir(parents=True, exist_ok=True)
            write_vectors(kept / "sentences.npz", {**read_vectors(kept / "sentences.npz"), **new})
    vectors.update(new)
    known = [one for one in sentences if digest(one.text) in vectors]
    if not known:
        return {}
    rows = np.stack([vectors[digest(one.text)] for one in known])
    return train(known, rows, _own_powers(folder, site))


def _sweep(kept: Path) -> None:
    """Remove the oldest classifiers."""
    files = sorted(kept.glob("norms-*.npz"), key=lambda path: path.stat().st_mtime_ns)
    for path in files[:-_KEPT]:
        path.unlink(missing_ok=True)
