"""Why a call is refused: stable reason codes (docs/reference/reason-codes.md), and what to do about each."""

from enum import StrEnum

from callgrade.errors import InputError


class Refusal(StrEnum):
    """Reason codes of ``InputError``; never renamed, because stores and scripts keep them."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    NOT_A_FILE = "not_a_file"
    LINK_OUTSIDE = "link_outside"
    EMPTY = "empty"
    NOT_AUDIO = "not_audio"
    NO_AUDIO = "no_audio"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    RATE_OUT_OF_RANGE = "rate_out_of_range"
    TOO_MANY_CHANNELS = "too_many_channels"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    BAD_JSON = "bad_json"
    BAD_RECORD = "bad_record"
    BAD_VCON = "bad_vcon"
    BAD_TRANSCRIPT = "bad_transcript"
    NOT_A_CALL = "not_a_call"
    AUDIO_ELSEWHERE = "audio_elsewhere"
    NO_TRANSCRIPT = "no_transcript"
    BAD_TABLE = "bad_table"
    INTERNAL_CALL = "internal_call"


REMEDIES = {
    Refusal.MISSING: "Check the path.",
    Refusal.UNREADABLE: "Check the permissions and the disk.",
    Refusal.NOT_A_FILE: "Give the path of a regular file.",
    Refusal.LINK_OUTSIDE: "Copy the recording into the folder, or give its real path.",
    Refusal.EMPTY: "Export the recording again.",
    Refusal.NOT_AUDIO: "Give a wav, mp3, ogg, opus, flac, m4a, webm, amr, gsm or au recording, a vCon or a transcript.",
    Refusal.NO_AUDIO: "Export the call with its sound.",
    Refusal.ENCRYPTED: "Decrypt the file first.",
    Refusal.DAMAGED: "Export the recording again, or convert it to wav.",
    Refusal.RATE_OUT_OF_RANGE: "Export the recording again; the limits are intake.min_rate_hz and intake.max_rate_hz.",
    Refusal.TOO_MANY_CHANNELS: "Export one channel a party; the limit is intake.max_channels.",
    Refusal.TOO_SHORT: "There is nothing to score; the limit is intake.min_duration_s.",
    Refusal.TOO_LONG: "Cut the recording; the limits are intake.max_duration_s and intake.max_decoded_mib.",
    Refusal.TOO_LARGE: "Keep the audio in a file of its own; the limit is intake.max_document_mib.",
    Refusal.BAD_JSON: "Correct the JSON.",
    Refusal.BAD_RECORD: "Correct the value or remove it.",
    Refusal.BAD_VCON: "Correct the vCon, or give the audio file itself.",
    Refusal.BAD_TRANSCRIPT: "Give turns with a speaker and a text each, and a time where known.",
    Refusal.NOT_A_CALL: "Give a recording, a vCon of a call, or a transcript as in docs/reference/transcripts.md.",
    Refusal.AUDIO_ELSEWHERE: "Put the audio file beside the vCon; nothing is fetched from a network.",
    Refusal.NO_TRANSCRIPT: "Give a vCon or JSON with speaker turns, or score the audio.",
    Refusal.BAD_TABLE: "Give a CSV file with the columns of docs/how-to/call-detail-records.md.",
    Refusal.INTERNAL_CALL: "Colleagues talk to each other. To score such calls, set batch.cdr.internal to score.",
}


def refuse(code: Refusal, what: str) -> InputError:
    """The error to raise: ``what`` happened, with the code's remedy."""
    return InputError(code.value, what, REMEDIES[code])
