"""Formats of single scorecards: the endings of their files, and their text."""

from datetime import UTC, datetime
from pathlib import Path

from callgrade.export.exporter import exporter
from callgrade.export.formats.subtitles import TranscriptFormat, transcript_text
from callgrade.export.json import to_document, to_json
from callgrade.export.vcon import to_vcon
from callgrade.files import digest_of
from callgrade.model.scorecard import Scorecard

# Intake reads NAME.json, NAME.srt and the like beside a recording, so what is written has other endings.
_ENDINGS = {
    "terminal": ".scorecard.txt",
    "json": ".scorecard.json",
    "vcon": ".scorecard.vcon.json",
    "html": ".scorecard.html",
    **{form.value: f".callgrade.{form}" for form in TranscriptFormat},
}


def ending_of(form: str) -> str:
    """The ending of a file in ``form``; raises ``UsageError`` if its plug-in cannot be used."""
    if form in _ENDINGS:
        return _ENDINGS[form]
    return f".callgrade{exporter(form).ending}"


def card_text(form: str, card: Scorecard, recording: Path | None, indent: int | None) -> str:
    """``card`` in a format for programs, with a line break at its end. ``recording``: its file, if it is there.

    ``indent``: of JSON; ``None``: on one line. Raises ``InputError`` for a format in which this call cannot be written,
    and what a plug-in raises.
    """
    if form == "json":
        return to_json(card, indent=indent)
    if form == "vcon":
        digest = digest_of(recording, "sha512") if recording else None
        return to_vcon(card, datetime.now(UTC), digest, indent=indent)
    if form in {*TranscriptFormat}:
        return transcript_text(card, TranscriptFormat(form))
    return exporter(form).write(to_document(card)).removesuffix("\n") + "\n"
