"""Faults of recordings in the reader's language.

The store keeps an English sentence with its details, and a word or code that never changes. In English the sentence
itself is shown, in other languages what the word or code means (docs/reference/reason-codes.md).
"""

from collections.abc import Mapping

from callgrade.intake.refusal import Refusal
from callgrade.translation.current import ctr, texts
from callgrade.translation.languages import ENGLISH

REFUSALS: Mapping[str, str] = {
    Refusal.MISSING: "there is no such file",
    Refusal.UNREADABLE: "the file cannot be opened or read",
    Refusal.NOT_A_FILE: "it is no regular file",
    Refusal.LINK_OUTSIDE: "it is a link that leads out of its folder",
    Refusal.EMPTY: "the file is empty",
    Refusal.NOT_AUDIO: "it is neither a recording in a known format nor a transcript",
    Refusal.NO_AUDIO: "there is no sound in it",
    Refusal.ENCRYPTED: "the file is encrypted",
    Refusal.DAMAGED: "the recording is damaged and cannot be decoded",
    Refusal.RATE_OUT_OF_RANGE: "the sample rate is too low or too high",
    Refusal.TOO_MANY_CHANNELS: "the recording has too many channels, or none",
    Refusal.TOO_SHORT: "the recording is too short",
    Refusal.TOO_LONG: "the recording is too long",
    Refusal.TOO_LARGE: "the document is too large",
    Refusal.BAD_JSON: "the document is not JSON",
    Refusal.BAD_RECORD: "a fact of the call is impossible: a direction, a time or a channel",
    Refusal.BAD_VCON: "the vCon cannot be read",
    Refusal.BAD_TRANSCRIPT: "the transcript has no words, or cannot be read",
    Refusal.NOT_A_CALL: "the document is not of a call",
    Refusal.AUDIO_ELSEWHERE: "the sound of the vCon is neither in it nor beside it",
    Refusal.NO_TRANSCRIPT: "there is no transcript",
    Refusal.BAD_TABLE: "the table lacks columns that are needed",
    Refusal.INTERNAL_CALL: "colleagues talk to each other",
    "crashed": "the program crashed at this recording",
    "keeps_ending_the_run": "every run that began this call ended before it was done",
    "hung": "the recording took too long to score",
    "failed": "an unforeseen error stopped the scoring",
}
WARNINGS: Mapping[str, str] = {
    "truncated": "a part of the recording is missing",
    "damaged": "some seconds could not be decoded or are missing",
    "unread": "a part of the file was not read: another track, or another recording",
    "header": "the file holds more than its header says; all of it was read",
    "rate": "the recording was made at another sample rate than the file says",
    "offset": "a constant offset of the sound was taken off",
    "samples": "impossible samples were set to silence",
    "vcon": "not all of the vCon could be read, or it does not fit the recording",
    "sidecar": "not all of the file beside the recording could be read or fits it",
    "transcript": "parts of the transcript were repaired or are unknown",
    "cdr": "not all of the call detail record was understood",
    "file name": "what the file name says of the call does not fit the recording",
    "scorecard": "not all of the scorecard in the file could be read or fits the recording",
}


def refusal_text(code: str | None, stored: str) -> str:
    """Why a call has no card; ``stored``: the English sentence."""
    known = REFUSALS.get(code or "")
    return stored if known is None or texts().language == ENGLISH else ctr("refusal", known)


def warning_text(stored: str) -> str:
    """A warning of a file; ``stored``: the English sentence, which begins with its word."""
    known = WARNINGS.get(stored.partition(":")[0])
    return stored if known is None or texts().language == ENGLISH else ctr("warning", known)
