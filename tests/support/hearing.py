"""One call heard from its sound to its conversation, for tests and benchmarks; the program hears calls in groups."""

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.conclude import conclude
from callgrade.hearing.prepare import prepare
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.model.conversation import Conversation
from callgrade.model.prompt import PromptFinder, no_prompts
from callgrade.model.record import CallRecord
from callgrade.model.recording import Recording


def hear(
    recording: Recording,
    record: CallRecord,
    recogniser: Recogniser,
    settings: HearingSettings,
    find_prompts: PromptFinder = no_prompts,
) -> Conversation:
    """The conversation of one call."""
    prepared = prepare(recording, record, settings)
    return conclude(prepared, recogniser.recognise([prepared.speech])[0], find_prompts)
