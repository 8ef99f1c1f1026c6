"""Recognition that is done once: words kept in a folder, so that whatever follows can be measured again in seconds.

Kept by what decides a window's words (its sound, its pieces, language and hotwords), never by a file's name.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from callgrade.config.recognition import RecognitionSettings
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.recognition.speech import Progress, Recognised, Speech
from callgrade.hearing.recognition.weights import find_weights
from callgrade.model.conversation import Word
from callgrade.model.span import Span


class Remembering(Recogniser):
    """A recogniser that looks into ``folder`` first, and leaves there what it had to recognise."""

    def __init__(self, folder: Path, settings: RecognitionSettings, threads: int) -> None:
        super().__init__(find_weights(settings.model), settings, threads)
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def recognise(self, calls: Sequence[Speech], progress: Progress | None = None) -> list[Recognised]:
        """As ``Recogniser.recognise``, one call after the other, so that a broken-off run loses one call at most."""
        return [self._recall(call, progress) for call in calls]

    def _recall(self, call: Speech, progress: Progress | None) -> Recognised:
        path = self._folder / f"{_key(call)}.json"
        if not path.exists():
            heard = super().recognise([call], progress)[0]
            path.write_text(json.dumps(asdict(heard)), encoding="utf-8")
        kept = json.loads(path.read_text(encoding="utf-8"))
        words = tuple(tuple(Word(**word) for word in window) for window in kept.pop("words"))
        foreign = tuple((channel, Span(**span), code) for channel, span, code in kept.pop("foreign"))
        return Recognised(words=words, languages=tuple(kept.pop("languages")), foreign=foreign, **kept)


def _key(call: Speech) -> str:
    digest = sha256(repr((call.language, call.hotwords)).encode())
    for window in call.windows:
        digest.update(repr((window.channel, window.pieces, window.sample_rate_hz)).encode())
        digest.update(window.samples[:].tobytes())
    return digest.hexdigest()[:32]
