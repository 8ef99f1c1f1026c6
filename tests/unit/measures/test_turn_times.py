"""A transcript with times but no audio: what the gaps between its turns show, and what they do not."""

from collections.abc import Iterable

import pytest
from tests.support.talk import get, spoken
from tests.unit.measures.conftest import Measured

from callgrade.measures.presence import speech_of
from callgrade.model.conversation import Conversation, Party, Turn, Word
from callgrade.model.measurement import Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span

AGENT, CUSTOMER = Role.AGENT, Role.CUSTOMER
ASKS = spoken(CUSTOMER, 3.0, 5.0, "Where is my parcel?")
FIND = "One moment please, I look."
HIDDEN = [Reason.WHOLE_SECONDS, Reason.TURNS_TOUCH, Reason.NO_ENDS]


def written(*turns: Turn, hidden: Reason | None = None) -> Conversation:
    parties = tuple(Party(role, None, (), (), None) for role in dict.fromkeys(turn.role for turn in turns))
    end_s = max(turn.end_s for turn in turns)
    return Conversation(
        "en", None, end_s, 0, parties, turns, None, Reason.NO_AUDIO, has_audio=False, gaps_hidden=hidden
    )


def waiting(wait_s: float, hidden: Reason | None = None) -> Conversation:
    """The agent announces a hold at 8 s, and is back ``wait_s`` after the customer's word."""
    back_s = 9.5 + wait_s
    return written(
        spoken(AGENT, 0.5, 2.5, "Good morning."),
        ASKS,
        spoken(AGENT, 5.5, 8.5, FIND),
        spoken(CUSTOMER, 9.0, 9.5, "Sure."),
        spoken(AGENT, back_s, back_s + 3.0, "Thank you for waiting."),
        hidden=hidden,
    )


class TestDeadAir:
    def test_the_gap_after_the_customer_counts_for_the_agent(self, exchange: Measured) -> None:
        found = exchange(written(spoken(AGENT, 0.5, 2.5, "Good morning."), ASKS, spoken(AGENT, 21.0, 23.0, "Here.")))
        assert get(found, "dead_air.longest", AGENT).value == pytest.approx(16.0)
        assert get(found, "dead_air.longest", AGENT).evidence.spans == (Span(5.0, 21.0),)

    def test_the_gap_after_a_question_counts_for_the_customer(self, exchange: Measured) -> None:
        found = exchange(written(spoken(AGENT, 0.5, 2.5, "Your number?"), spoken(CUSTOMER, 20.0, 22.0, "Four.")))
        assert get(found, "dead_air.longest", CUSTOMER).value == pytest.approx(17.5)
        assert get(found, "dead_air.longest", AGENT).value == 0.0

    def test_a_wait_within_a_turn_is_found_between_its_words(self, exchange: Measured) -> None:
        words = (Word("Here", 6.0, 6.5, None), Word("it", 26.0, 26.2, None), Word("is.", 26.3, 26.6, None))
        found = exchange(written(spoken(AGENT, 0.5, 2.5, "Hi."), ASKS, Turn(AGENT, 6.0, 26.6, words, "Here it is.")))
        assert get(found, "dead_air.longest", AGENT).value == pytest.approx(19.5)

    def test_an_unannounced_wait_is_not_a_hold(self, exchange: Measured) -> None:
        found = exchange(waiting(60.0))
        assert get(found, "dead_air.longest", AGENT).value == pytest.approx(60.0)
        assert get(found, "hold.count").value == 0


class TestHolds:
    def test_an_announced_wait_is_a_hold_and_not_dead_air(self, exchange: Measured) -> None:
        found = exchange(waiting(60.0), announced=[(5.5, 7.0)])
        assert get(found, "hold.count").value == 1
        assert get(found, "hold.longest").value == pytest.approx(60.0)
        assert get(found, "dead_air.longest", AGENT).value == 0.0
        assert get(found, "dead_air.announced_longest", AGENT).value == pytest.approx(60.0)

    def test_a_short_announced_wait_is_not_a_hold(self, exchange: Measured) -> None:
        assert get(exchange(waiting(4.9), announced=[(5.5, 7.0)]), "hold.count").value == 0
        assert get(exchange(waiting(5.0), announced=[(5.5, 7.0)]), "hold.count").value == 1

    def test_what_the_customer_heard_during_a_hold_is_unknown(self, exchange: Measured) -> None:
        found = exchange(waiting(60.0), announced=[(5.5, 7.0)])
        assert get(found, "hold.open_microphone").reason is Reason.NO_AUDIO


class TestLatency:
    def test_latency_is_the_gap_before_the_answer(self, exchange: Measured) -> None:
        found = exchange(conversation_of_gaps(0.5, 0.7, 0.9))
        assert get(found, "latency.median", AGENT).value == pytest.approx(0.7)
        assert get(found, "latency.longest", AGENT).value == pytest.approx(0.9)

    def test_a_hold_is_not_an_answer(self, exchange: Measured) -> None:
        found = exchange(waiting(60.0), announced=[(5.5, 7.0)])
        assert get(found, "latency.longest", AGENT).value == pytest.approx(0.5)


def conversation_of_gaps(*gaps_s: float) -> Conversation:
    """The customer asks and the agent answers after each of these gaps."""
    turns, clock_s = list[Turn](), 0.3
    for gap_s in gaps_s:
        answer_s = clock_s + 2.0 + gap_s
        turns += [
            spoken(CUSTOMER, clock_s, clock_s + 2.0, "And this one?"),
            spoken(AGENT, answer_s, answer_s + 2, "Yes."),
        ]
        clock_s = answer_s + 2.4
    return written(*turns)


class TestOverlap:
    def test_turns_in_sequence_do_not_show_interruptions(self, exchange: Measured) -> None:
        found = exchange(waiting(2.0))
        assert get(found, "interruption.count", AGENT).reason is Reason.NO_OVERLAP_TIMES
        assert get(found, "overlap.total").reason is Reason.NO_OVERLAP_TIMES

    def test_turns_that_overlap_show_interruptions(self, exchange: Measured) -> None:
        cut = spoken(AGENT, 4.0, 8.0, "No, that cannot be so at all.")
        found = exchange(written(spoken(AGENT, 0.5, 2.5, "Hi."), ASKS, cut, spoken(CUSTOMER, 8.5, 9.5, "Oh.")))
        assert get(found, "overlap.total").value == pytest.approx(1.0)
        assert get(found, "interruption.count", AGENT).value == 1


def test_the_first_word_is_known_to_an_interval_only(exchange: Measured) -> None:
    first = get(exchange(waiting(2.0)), "ringing.answer_to_first_word", AGENT)
    assert first.reason is Reason.ANSWER_UNCERTAIN
    assert first.evidence.amounts == {"interval_low_s": 0.0, "interval_high_s": 0.5}


def test_pauses_inside_turns_are_not_known(exchange: Measured) -> None:
    assert get(exchange(waiting(2.0)), "pause.count", AGENT).reason is Reason.NO_AUDIO


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nobody_is_blamed_for_gaps_that_the_times_do_not_show(hidden: Reason, exchange: Measured) -> None:
    found = exchange(waiting(60.0, hidden), announced=[(5.5, 7.0)])
    unknown = {item.name for item in gaps(found) if item.reason is hidden}
    assert unknown == {item.name for item in gaps(found)}
    assert get(found, "talk.longest_monologue", AGENT).value is not None


def gaps(found: Iterable[Measurement]) -> list[Measurement]:
    """The measures that need gaps, except for the first word and the microphone."""
    names = ("latency.", "dead_air.", "hold.", "overlap.", "interruption.", "backchannel.")
    return [item for item in found if item.name.startswith(names)]


def test_words_close_together_are_one_stretch_of_speech() -> None:
    words = (Word("one", 1.0, 1.3, None), Word("two", 1.5, 1.8, None), Word("three", 2.2, 2.5, None))
    heard = speech_of(written(Turn(AGENT, 1.0, 2.5, words, "one two three")), AGENT)
    assert heard == (Span(1.0, 1.8), Span(2.2, 2.5))


class TestInterruptions:
    @pytest.mark.parametrize(("said", "count"), [("My son has an exam, so I", 1), ("My son has an exam.", 0)])
    def test_a_short_word_into_a_turn_that_breaks_off_is_an_interruption(
        self, said: str, count: int, exchange: Measured
    ) -> None:
        insert = spoken(AGENT, 9.2, 9.8, "Number.")
        found = exchange(written(ASKS, spoken(CUSTOMER, 6.0, 10.7, said), insert, spoken(CUSTOMER, 11.0, 12.0, "No.")))
        assert get(found, "interruption.count", AGENT).value == count

    def test_a_turn_that_breaks_off_much_later_was_not_cut_off(self, exchange: Measured) -> None:
        long = spoken(CUSTOMER, 6.0, 20.0, "My son has an exam, so I")
        found = exchange(written(ASKS, long, spoken(AGENT, 9.2, 9.8, "Yes."), spoken(CUSTOMER, 21.0, 22.0, "No.")))
        assert get(found, "interruption.count", AGENT).value == 0
