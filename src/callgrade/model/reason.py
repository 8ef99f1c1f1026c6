"""Why a value or a verdict is missing: the words shown instead of a number."""

from enum import Enum


class Reason(Enum):
    """Why there is no value or no verdict, as a code that never changes.

    The value is stored and exported. ``text`` is the sentence that people read; it may be edited.
    """

    text: str

    def __new__(cls, code: str, text: str) -> "Reason":
        """A member known by its code."""
        reason = object.__new__(cls)
        reason._value_ = code
        reason.text = text
        return reason

    def __str__(self) -> str:
        """The sentence, so that no message ever shows the name of the member."""
        return self.text

    # of the recording
    NO_AUDIO = "no_audio", "no audio"
    NO_TIMES = "no_times", "the transcript has no times"
    NO_ENDS = "no_ends", "the transcript does not say when turns end, so its gaps are not known"
    WHOLE_SECONDS = "whole_seconds", "turn times in whole seconds do not show the gaps"
    TURNS_TOUCH = "turns_touch", "turns end where the next begin, so the gaps are not known"
    NO_OVERLAP_TIMES = "no_overlap_times", "the turn times show no overlap at all"
    ONE_CHANNEL = "one_channel", "one channel"
    LOW_SNR = "low_snr", "too much noise on the line"
    TOO_LITTLE_SILENCE = "too_little_silence", "too little silence to measure the noise"
    DIGITAL_SILENCE = "digital_silence", "the noise floor is digital silence"
    NO_RINGING = "no_ringing", "no ring in the recording"
    ANSWER_UNCERTAIN = "answer_uncertain", "the moment of answering is not certain"
    ALREADY_RINGING = "already_ringing", "the recording begins while it rings"
    NOT_ANSWERED = "not_answered", "nobody answered"
    BEGINNING_MISSING = "beginning_missing", "the beginning is missing"
    END_MISSING = "end_missing", "the end is missing"
    LINE_DROPPED = "line_dropped", "the end is missing: the line dropped, or the recording stopped in the midst"
    CLOSING_CUT = "closing_cut", "the recording stops before anybody says goodbye"
    WRONG_RATE = (
        "wrong_rate",
        "the sample rate in the file seems wrong, so it plays too fast or too slowly: correct the recorder or the file",
    )
    SECOND_CALL = "second_call", "there may be two calls in this recording"
    NOT_RECORDED = "not_recorded", "not recorded: the channel is silent"
    # of the speech
    NO_SPEECH = "no_speech", "no speech"
    TOO_LITTLE_SPEECH = "too_little_speech", "too little speech"
    TOO_LITTLE_VOICED = "too_little_voiced", "too little voiced speech"
    NOT_SEPARATED = "not_separated", "speakers not separated"
    ONE_VOICE = "one_voice", "one voice only: the other party was not recorded, or both sound alike"
    VOICES_UNSURE = "voices_unsure", "one voice, or two that sound alike: not certain which"
    VOICES_UNSURE_OTHER_SILENT = (
        "voices_unsure_other_silent",
        "one voice, or two that sound alike: not certain which; nobody speaks on the other channel",
    )
    OTHER_CHANNEL_SILENT = "other_channel_silent", "both voices are on one channel: nobody speaks on the other one"
    MORE_VOICES = "more_voices", "more than two voices"
    ROLES_UNSURE = "roles_unsure", "the words do not tell which voice is the agent"
    ROLES_EXCHANGED = (
        "roles_exchanged",
        "the words show that agent and customer have each other's channel or label: exchanged",
    )
    ROLES_DOUBTFUL = "roles_doubtful", "the words suggest that agent and customer have each other's channel or label"
    ROLES_NOT_TOLD = "roles_not_told", "the transcript does not tell who is the agent and who the customer"
    SPEAKER_NOT_KNOWN = (
        "speaker_not_known",
        "who said some of the words is not known, and it could change the verdict",
    )
    WORDS_NOT_READ = (
        "words_not_read",
        "some of the words could not be read, and they could change the verdict",
    )
    NAMES_REMOVED = "names_removed", "words were taken out of the transcript before it came here, maybe names"
    NO_AGENT = "no_agent", "no speech of the agent"
    NO_CUSTOMER = "no_customer", "no speech of the customer"
    ONLY_PROMPTS = "only_prompts", "only recorded prompts: no person spoke"
    PROMPT_ANSWERED = "prompt_answered", "a recorded prompt answered"
    TOO_FEW = "too_few", "too few to measure"
    UNCERTAIN_WORDS = "uncertain_words", "words recognised with low confidence"
    NO_WORDS_HEARD = "no_words_heard", "somebody speaks, but no words were recognised"
    OTHER_LANGUAGE = (
        "other_language",
        "somebody does not speak the call's language, as far as can be heard, and the words are not judged",
    )
    HIDDEN_BY_NOISE = "hidden_by_noise", "noise on the line may hide speech"
    SOUND_MISSING = (
        "sound_missing",
        "a part was not recorded, or muted: the line is digitally silent there",
    )
    BADLY_HEARD = "badly_heard", "too much of what this person says is not recognised well"
    BACKGROUND_SPEECH = (
        "background_speech",
        "somebody else talks in the background, and those words are left out",
    )
    LISTEN = "listen", "some words may mean it: listen to them"
    # of the language and the pack
    NO_LANGUAGE = "no_language", "the language is not known"
    NO_ENCODER = "no_encoder", "found by meaning only, and the call was heard without the sentence encoder"
    NO_WORDS = "no_words", "no words for this language in the norm pack"
    NO_BAND = "no_band", "no band for this language"
    NO_SYLLABLES = "no_syllables", "no way to count syllables in this language's writing"
    # of the call record
    NO_DIRECTION = "no_direction", "the direction of the call is not known"
    NO_CUSTOMER_NAME = "no_customer_name", "the customer's name is not known"
    ANOTHER_NAME = "another_name", "the agent says another name than the one that is listed"
    NO_TERMS = "no_terms", "no list of terms is configured"
    NO_LOCAL_TIME = "no_local_time", "the local time of the call is not known"
    # why a norm does not apply
    INBOUND_ONLY = "inbound_only", "only for calls that the customer makes"
    OUTBOUND_ONLY = "outbound_only", "only for calls that the agent makes"
    NO_HOLD = "no_hold", "no hold in this call"
    NO_TRIGGER = "no_trigger", "nothing in this call asks for it"
    NOTHING_JUDGED = "nothing_judged", "nothing could be judged"
    TOO_LITTLE_JUDGED = "too_little_judged", "too little could be judged"
    NO_WEIGHT = "no_weight", "shown for information, without weight"
    # of the people who review verdicts
    REVIEWED = "reviewed", "a person who listened marked it so"
