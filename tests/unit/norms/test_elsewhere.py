"""A silence in which somebody else talks in the background is nobody's to blame."""

import pytest
from tests.support.conversations import pack_of

from callgrade.model.finding import Evidence, Verdict
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.model.span import Span
from callgrade.norms.outcome import Outcome
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call
from callgrade.norms.unknown.elsewhere import why_elsewhere

TALK = Gap(Span(20.0, 24.0), Reason.BACKGROUND_SPEECH, Role.AGENT)


@pytest.mark.parametrize(
    ("verdict", "start_s", "quote", "reason"),
    [
        (Verdict.FAIL, 10.0, "", Reason.BACKGROUND_SPEECH),
        (Verdict.FAIL, 30.0, "", None),
        (Verdict.FAIL, 10.0, "Hm.", None),
        (Verdict.PASS, 10.0, "", None),
    ],
    ids=["a silence with talk in it", "a silence beside it", "words", "a pass"],
)
def test_a_silence_with_background_speech_fails_nobody(
    verdict: Verdict, start_s: float, quote: str, reason: Reason | None
) -> None:
    spoken = read_dialogue(Example(dialogue="agent: Good morning.\ncustomer: Hello."), "en", Direction.INBOUND)
    call = prepare_call(pack_of("en", "service"), spoken.conversation, spoken.record).with_gaps((TALK,))
    outcome = Outcome(verdict, (Evidence(start_s, start_s + 15.0, None, quote),))
    assert why_elsewhere(outcome, call) is reason
