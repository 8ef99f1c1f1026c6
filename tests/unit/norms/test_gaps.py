"""What is not known of a call withholds verdicts about what is missing in it, whatever the cause."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.support.norms import AGENT, CUSTOMER, call, conversation, judge, phrases

from callgrade.model.conversation import Conversation, Unheard
from callgrade.model.finding import Verdict
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.span import Span
from callgrade.norms.kinds import phrase
from callgrade.norms.outcome import Outcome
from callgrade.norms.pack.language import NormWords

SAID = conversation(
    "agent: hello this is anna from the bank what is it about\n"
    "customer: my card is gone and i need another one before the weekend\n"
    "agent: i send you a card today and it will be there on friday\n"
    "customer: fine then i wait for it at home\n"
    "agent: so that is all done now see you"
)
HEARD = replace(SAID, duration_s=SAID.duration_s + 3.0)
LAST_S = HEARD.duration_s
THANKS = NormWords(phrases=phrases("thank you"))
FINE = NormWords(phrases=phrases("hello"))


def said(heard: Conversation, window: str, words: NormWords = THANKS, expect: str = "present") -> Outcome:
    return judge(phrase.KIND, call(heard), words, speaker="agent", expect=expect, window=window)


def gap(start_s: float, end_s: float, reason: Reason = Reason.NOT_RECORDED) -> Callable[[Conversation], Conversation]:
    return lambda heard: heard.with_gaps([Gap(Span(start_s, end_s), reason)])


def unheard(role: str, start_s: float) -> Callable[[Conversation], Conversation]:
    stretch = Unheard(AGENT if role == "agent" else CUSTOMER, start_s, start_s + 1.5, Reason.NO_WORDS_HEARD)
    return lambda heard: replace(heard, unheard=(stretch,))


def in_german(heard: Conversation) -> Conversation:
    return replace(heard, turns=(*heard.turns[:-1], replace(heard.turns[-1], language="de")))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (gap(6.0, 8.0), Reason.NOT_RECORDED),
        (gap(0.0, 0.0, Reason.BEGINNING_MISSING), Reason.BEGINNING_MISSING),
        (gap(LAST_S, LAST_S, Reason.END_MISSING), Reason.END_MISSING),
        (gap(LAST_S, LAST_S + 60, Reason.LINE_DROPPED), Reason.LINE_DROPPED),
        (unheard("agent", 6.0), Reason.NO_WORDS_HEARD),
        (unheard("agent", LAST_S - 2.0), Reason.NO_WORDS_HEARD),
        (in_german, Reason.OTHER_LANGUAGE),
    ],
)
def test_words_that_may_lie_in_a_gap_are_not_missing(
    change: Callable[[Conversation], Conversation], reason: Reason
) -> None:
    assert said(HEARD, "whole").verdict is Verdict.FAIL
    outcome = said(change(HEARD), "whole")
    assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, reason)


def test_a_gap_of_the_other_person_or_outside_the_window_changes_nothing() -> None:
    assert said(unheard("customer", 6.0)(HEARD), "whole").verdict is Verdict.FAIL
    assert said(unheard("agent", 6.0)(HEARD), "closing").verdict is Verdict.FAIL


def test_words_that_were_said_were_said() -> None:
    assert said(gap(6.0, 8.0)(HEARD), "whole", FINE).verdict is Verdict.PASS


@pytest.mark.parametrize("reason", [Reason.HIDDEN_BY_NOISE, Reason.SOUND_MISSING])
def test_a_call_with_a_silent_part_at_its_edge_has_its_beginning(reason: Reason) -> None:
    assert said(gap(0.0, 1.0, reason)(HEARD), "opening", FINE).verdict is Verdict.PASS
    assert said(gap(0.0, 1.0, reason)(HEARD), "opening").reason is reason


def test_nobody_knows_where_the_opening_is_in_a_call_without_its_beginning() -> None:
    cut = gap(0.0, 0.0, Reason.BEGINNING_MISSING)(HEARD)
    for expect in ("present", "absent"):
        outcome = said(cut, "opening", FINE, expect)
        assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, Reason.BEGINNING_MISSING)
    assert said(cut, "closing").verdict is Verdict.FAIL


def test_the_opening_of_a_call_without_its_end_may_be_longer_than_what_is_there() -> None:
    short = conversation("agent: hello this is the bank\ncustomer: yes")
    cut = gap(short.duration_s, short.duration_s, Reason.END_MISSING)(short)
    assert said(short, "opening").verdict is Verdict.FAIL
    assert said(cut, "opening").reason is Reason.END_MISSING


def test_what_was_said_before_the_line_dropped_counts_in_a_transcript() -> None:
    dropped = gap(LAST_S, LAST_S, Reason.LINE_DROPPED)(HEARD)
    assert said(dropped, "closing", NormWords(phrases=phrases("see you"))).verdict is Verdict.PASS
    assert said(dropped, "closing").reason is Reason.LINE_DROPPED
    recorded = replace(dropped, has_audio=True)
    assert said(recorded, "closing", NormWords(phrases=phrases("see you"))).verdict is Verdict.CANNOT_TELL


def test_what_was_said_in_a_closing_that_is_cut_counts_and_what_was_not_is_not_missing() -> None:
    cut = gap(LAST_S, LAST_S, Reason.CLOSING_CUT)(replace(HEARD, has_audio=True))
    assert said(cut, "closing", NormWords(phrases=phrases("see you"))).verdict is Verdict.PASS
    assert said(cut, "closing").reason is Reason.CLOSING_CUT
