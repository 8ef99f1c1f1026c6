"""Convert documents of version 1, which stored a reason as a sentence, to version 2.

The sentences are those of version 1; today's may differ.
"""

import json
from typing import Any

_PLACES = ("reason", "ringing_reason", "note")
"""Keys whose value is a reason."""

_CODES = {
    "no audio": "no_audio",
    "the transcript has no times": "no_times",
    "one channel": "one_channel",
    "too much noise on the line": "low_snr",
    "too little silence to measure the noise": "too_little_silence",
    "the noise floor is digital silence": "digital_silence",
    "no ring in the recording": "no_ringing",
    "the moment of answering is not certain": "answer_uncertain",
    "the recording begins while it rings": "already_ringing",
    "nobody answered": "not_answered",
    "no speech": "no_speech",
    "too little speech": "too_little_speech",
    "too little voiced speech": "too_little_voiced",
    "speakers not separated": "not_separated",
    "one voice only: the other party was not recorded, or both sound alike": "one_voice",
    "more than two voices": "more_voices",
    "the words do not tell which voice is the agent": "roles_unsure",
    "the words show that agent and customer are on each other's channel: exchanged": "roles_exchanged",
    "the words suggest that agent and customer are on each other's channel": "roles_doubtful",
    "no speech of the agent": "no_agent",
    "no speech of the customer": "no_customer",
    "only recorded prompts: no person spoke": "only_prompts",
    "a recorded prompt answered": "prompt_answered",
    "too few to measure": "too_few",
    "words recognised with low confidence": "uncertain_words",
    "the language is not known": "no_language",
    "no words for this language in the norm pack": "no_words",
    "no band for this language": "no_band",
    "no way to count syllables in this language's writing": "no_syllables",
    "the direction of the call is not known": "no_direction",
    "the customer's name is not known": "no_customer_name",
    "no list of terms is configured": "no_terms",
    "the local time of the call is not known": "no_local_time",
    "only for calls that the customer makes": "inbound_only",
    "only for calls that the agent makes": "outbound_only",
    "no hold in this call": "no_hold",
    "nothing in this call asks for it": "no_trigger",
    "nothing could be judged": "nothing_judged",
    "too little could be judged": "too_little_judged",
    "shown for information, without weight": "no_weight",
}


def of_version_1(text: bytes) -> bytes:
    """The JSON ``text`` of a document of version 1, converted to version 2."""
    return json.dumps(_with_codes(json.loads(text)) | {"version": 2}).encode()


def _with_codes(value: Any) -> Any:
    """``value`` with codes instead of sentences; an unknown sentence stays, and is refused later as damaged."""
    if isinstance(value, list):
        return [_with_codes(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _CODES.get(item, item) if _is_reason(key, item) else _with_codes(item) for key, item in value.items()}


def _is_reason(key: str, item: object) -> bool:
    return key in _PLACES and isinstance(item, str)
