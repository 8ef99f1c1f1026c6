"""Documents beside a recording: a sidecar (``call.wav.json``, ``call.json``) and a vCon (``call.vcon.json``)."""

import os
from pathlib import Path

from callgrade.config.intake import IntakeSettings
from callgrade.intake.call_document import CallDocument, is_scorecard, read_call_document
from callgrade.intake.document import read_document
from callgrade.intake.probe import open_regular

SOURCE = "sidecar"
_ENDINGS = (".json", ".vcon.json", ".vcon")


def find_companions(audio: Path, settings: IntakeSettings) -> list[CallDocument]:
    """The documents beside ``audio``, most important first: sidecars, then vCons.

    Callgrade's own scorecards are left out: what was said of a call once must not steer what is said next. Raises
    ``InputError`` for a document that cannot be read.
    """
    found = []
    for ending in _ENDINGS:
        for path in (audio.with_name(audio.name + ending), audio.with_suffix(ending)):
            if path != audio and os.path.lexists(path):
                with open_regular(path) as opened:
                    content = read_document(opened, settings)
                if not is_scorecard(content):
                    found.append(read_call_document(content, opened.name, settings, SOURCE, audio.name))
    return sorted(found, key=lambda document: document.vcon is not None)
