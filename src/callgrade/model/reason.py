"""Why a value or a verdict is missing: the words that stand where a number would."""

from enum import StrEnum


class Reason(StrEnum):
    """A missing number is ``None`` with one of these; the value is the text that is shown and stored."""

    # of the recording
    NO_AUDIO = "no audio"
    NO_TIMES = "the transcript has no times"
    ONE_CHANNEL = "one channel"
    LOW_SNR = "too much noise on the line"
    TOO_LITTLE_SILENCE = "too little silence to measure the noise"
    DIGITAL_SILENCE = "the noise floor is digital silence"
    NO_RINGING = "no ring in the recording"
    ANSWER_UNCERTAIN = "the moment of answering is not certain"
    ALREADY_RINGING = "the recording begins while it rings"
    NOT_ANSWERED = "nobody answered"
    # of the speech
    NO_SPEECH = "no speech"
    TOO_LITTLE_SPEECH = "too little speech"
    TOO_LITTLE_VOICED = "too little voiced speech"
    NOT_SEPARATED = "speakers not separated"
    ONE_VOICE = "one voice only: the other party was not recorded, or both sound alike"
    MORE_VOICES = "more than two voices"
    ROLES_UNSURE = "the words do not tell which voice is the agent"
    ROLES_NOT_TOLD = "the transcript does not tell who is the agent and who the customer"
    SPEAKER_NOT_KNOWN = "it is not known who said some of the words, and that could change the verdict"
    ROLES_EXCHANGED = "the words show that agent and customer are on each other's channel: exchanged"
    ROLES_DOUBTFUL = "the words suggest that agent and customer are on each other's channel"
    NO_AGENT = "no speech of the agent"
    NO_CUSTOMER = "no speech of the customer"
    ONLY_PROMPTS = "only recorded prompts: no person spoke"
    PROMPT_ANSWERED = "a recorded prompt answered"
    TOO_FEW = "too few to measure"
    UNCERTAIN_WORDS = "words recognised with low confidence"
    # of the language and the pack
    NO_LANGUAGE = "the language is not known"
    NO_WORDS = "no words for this language in the norm pack"
    NO_BAND = "no band for this language"
    NO_SYLLABLES = "no way to count syllables in this language's writing"
    # of the call record
    NO_DIRECTION = "the direction of the call is not known"
    NO_CUSTOMER_NAME = "the customer's name is not known"
    NO_TERMS = "no list of terms is configured"
    NO_LOCAL_TIME = "the local time of the call is not known"
    # why a norm does not apply
    INBOUND_ONLY = "only for calls that the customer makes"
    OUTBOUND_ONLY = "only for calls that the agent makes"
    NO_HOLD = "no hold in this call"
    NO_TRIGGER = "nothing in this call asks for it"
    NOTHING_JUDGED = "nothing could be judged"
    TOO_LITTLE_JUDGED = "too little could be judged"
    NO_WEIGHT = "shown for information, without weight"
