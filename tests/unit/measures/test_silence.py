from dataclasses import replace

import pytest
from tests.support.talk import call, get, good_line, party, spans, spoken
from tests.unit.measures.conftest import Measured

from callgrade.model.conversation import Conversation, Unheard
from callgrade.model.gap import Gap
from callgrade.model.line import LineGate
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span

AGENT, CUSTOMER = Role.AGENT, Role.CUSTOMER
TURNS = [spoken(AGENT, 0.0, 2.0, "Good morning."), spoken(CUSTOMER, 3.0, 5.0, "My parcel is lost.")]


def test_a_line_that_hides_speech_hides_silence(exchange: Measured) -> None:
    conversation = call([(0.0, 2.0), (17.0, 19.0)], [(3.0, 5.0)], turns=TURNS)
    agent, customer = conversation.parties
    noisy = replace(agent, line=replace(good_line(0), gate=LineGate.NO_ACOUSTICS, reason=Reason.LOW_SNR))
    found = exchange(replace(conversation, parties=(noisy, customer)))
    assert get(found, "dead_air.longest", AGENT).reason is Reason.LOW_SNR
    assert get(found, "latency.longest", AGENT).reason is Reason.LOW_SNR


class TestSpeechWithoutWords:
    """Other voices on the line fill silences, and get no words."""

    def test_with_much_of_it_no_time_is_known(self, exchange: Measured) -> None:
        found = exchange(self.heard(wordless_s=6.0))
        timed = {item.name: item for item in found if item.role is AGENT}
        for name in ("dead_air.longest", "dead_air.owed", "latency.longest", "pause.count", "talk.longest_monologue"):
            assert (timed[name].value, timed[name].reason) == (None, Reason.NO_WORDS_HEARD)

    def test_with_a_little_the_times_are_known(self, exchange: Measured) -> None:
        assert get(exchange(self.heard(wordless_s=1.5)), "dead_air.longest", AGENT).value == pytest.approx(12.0)

    def heard(self, wordless_s: float) -> Conversation:
        """The agent has 4 s of speech with words and then some without; the customer has 6 s with words."""
        end_s = 18.0 + wordless_s
        plain = call([(0.0, 2.0), (17.0, end_s)], [(3.0, 5.0), (30.0, 34.0)], turns=TURNS)
        return replace(plain, unheard=(Unheard(AGENT, 18.0, end_s, Reason.NO_WORDS_HEARD),))


@pytest.mark.parametrize("reason", [Reason.HIDDEN_BY_NOISE, Reason.SOUND_MISSING])
def test_where_speech_may_be_hidden_or_not_recorded_no_silence_is_known(reason: Reason, exchange: Measured) -> None:
    plain = call([(0.0, 2.0), (17.0, 19.0)], [(3.0, 5.0)], turns=TURNS)
    found = exchange(plain.with_gaps([Gap(Span(7.0, 9.0), reason, AGENT)]))
    assert get(found, "dead_air.longest", AGENT).reason is reason


class TestPauses:
    def test_a_pause_has_the_same_person_on_both_sides(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 1.0), (1.3, 2.0), (2.6, 4.0), (5.0, 6.0), (9.0, 9.5)], [(6.5, 8.0)]))
        assert get(found, "pause.count", AGENT).value == 3
        assert get(found, "pause.median", AGENT).value == pytest.approx(0.6)
        assert get(found, "pause.longest", AGENT).value == pytest.approx(1.0)
        assert get(found, "pause.longest", AGENT).evidence.spans == spans([(4.0, 5.0)])

    def test_a_call_without_pauses_has_none(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 1.0)], [(1.5, 3.0)]))
        assert get(found, "pause.count", AGENT).value == 0
        assert get(found, "pause.longest", AGENT).reason is Reason.TOO_FEW

    def test_a_hold_is_not_a_pause(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 1.0), (20.0, 22.0)], [(23.0, 24.0)], sound=[(2.0, 19.0)]))
        assert get(found, "pause.count", AGENT).value == 0


class TestDeadAir:
    def test_silence_after_the_customer_counts_for_the_agent(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 2.0), (17.0, 19.0)], [(3.0, 5.0)], turns=TURNS))
        owed = get(found, "dead_air.longest", AGENT)
        assert owed.value == pytest.approx(12.0)
        assert owed.evidence.spans == spans([(5.0, 17.0)])
        assert owed.evidence.amounts["threshold_s"] == 3.0
        assert get(found, "dead_air.longest", CUSTOMER).value == 0.0
        assert get(found, "dead_air.total").value == pytest.approx(12.0)

    def test_silence_within_the_agents_talk_counts_for_the_agent(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 2.0), (12.0, 14.0)], [(15.0, 16.0)], turns=TURNS))
        assert get(found, "dead_air.longest", AGENT).value == pytest.approx(10.0)

    def test_silence_after_a_question_counts_for_the_customer(self, exchange: Measured) -> None:
        turns = [spoken(AGENT, 0.0, 2.0, "What is your order number?")]
        found = exchange(call([(0.0, 2.0), (14.0, 15.0)], [(10.0, 13.0)], turns=turns))
        assert get(found, "dead_air.longest", CUSTOMER).value == pytest.approx(8.0)
        assert get(found, "dead_air.longest", AGENT).value == 0.0

    def test_without_punctuation_a_question_cannot_be_recognised(self, exchange: Measured) -> None:
        turns = [spoken(AGENT, 0.0, 2.0, "what is your order number")]
        conversation = call([(0.0, 2.0), (14.0, 15.0)], [(10.0, 13.0)], turns=turns)
        found = exchange(conversation)
        assert get(found, "dead_air.longest", AGENT).reason is Reason.UNCERTAIN_WORDS
        assert get(found, "dead_air.longest", CUSTOMER).reason is Reason.UNCERTAIN_WORDS
        assert get(found, "dead_air.total").evidence.amounts["unknown_s"] == pytest.approx(8.0)

    def test_an_announced_silence_counts_for_nobody(self, exchange: Measured) -> None:
        conversation = call([(0.0, 2.0), (17.0, 19.0)], [(3.0, 5.0)], turns=TURNS)
        found = exchange(conversation, announced=[(1.0, 2.0)])
        assert get(found, "dead_air.announced_longest", AGENT).value == pytest.approx(12.0)
        assert get(found, "dead_air.longest", AGENT).value == 0.0

    def test_an_announcement_lasts_until_the_agent_speaks_again(self, exchange: Measured) -> None:
        conversation = call([(0.0, 2.0), (8.0, 9.0), (20.0, 22.0)], [(23.0, 24.0)], turns=TURNS)
        found = exchange(conversation, announced=[(1.0, 2.0)])
        assert get(found, "dead_air.announced_longest", AGENT).value == pytest.approx(6.0)
        assert get(found, "dead_air.longest", AGENT).value == pytest.approx(11.0)

    def test_a_short_answer_to_the_customer_does_not_end_an_announced_wait(self, exchange: Measured) -> None:
        conversation = call([(0.0, 2.0), (5.5, 6.0), (30.0, 32.0)], [(3.0, 5.0)], turns=TURNS)
        found = exchange(conversation, announced=[(1.0, 2.0)])
        assert get(found, "hold.longest").value == pytest.approx(24.0)

    def test_an_announced_wait_lasts_until_the_customer_calls_if_the_agent_never_comes_back(
        self, exchange: Measured
    ) -> None:
        conversation = call(
            [(0.0, 2.0)], [(3.0, 5.0), (40.0, 41.0)], turns=[*TURNS, spoken(CUSTOMER, 40.0, 41.0, "Hello?")]
        )
        assert get(exchange(conversation, announced=[(1.0, 2.0)]), "hold.longest").value == pytest.approx(35.0)

    def test_an_announcement_long_before_the_silence_does_not_reach_it(self, exchange: Measured) -> None:
        conversation = call([(0.0, 20.0), (26.0, 27.0)], [(28.0, 29.0)], turns=TURNS)
        assert get(exchange(conversation, announced=[(1.0, 2.0)]), "dead_air.announced_longest", AGENT).value == 0.0

    def test_silence_below_three_seconds_is_not_dead_air(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 2.0), (7.9, 9.0)], [(3.0, 5.0)], turns=TURNS))
        assert get(found, "dead_air.total").value == 0.0

    def test_the_time_before_the_first_and_after_the_last_word_does_not_count(self, exchange: Measured) -> None:
        found = exchange(call([(20.0, 22.0)], [(23.0, 25.0)], turns=TURNS, duration_s=60.0))
        assert get(found, "dead_air.total").value == 0.0

    def test_music_and_ringing_are_not_dead_air(self, exchange: Measured) -> None:
        ringing = Ringing(0, 2, 6.0, 14.0, None, 8.0, (440.0,), False, spans([(6.0, 7.0), (10.0, 11.0)]))
        conversation = call(
            [(0.0, 2.0), (40.0, 42.0)], [(3.0, 5.0)], sound=[(15.0, 39.0)], turns=TURNS, ringing=ringing
        )
        assert get(exchange(conversation), "dead_air.total").value == 0.0

    def test_silence_is_unknown_if_only_one_party_was_recorded(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 2.0), (17.0, 19.0)], turns=TURNS))
        assert get(found, "dead_air.total").reason is Reason.NO_CUSTOMER
        assert get(found, "dead_air.longest", AGENT).reason is Reason.NO_CUSTOMER


class TestHolds:
    def test_music_without_speech_is_a_hold(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 2.0), (40.0, 42.0)], [(3.0, 5.0)], sound=[(6.0, 39.0)]))
        assert get(found, "hold.count").value == 1
        assert get(found, "hold.longest").value == pytest.approx(33.0)
        assert get(found, "hold.total").evidence.spans == spans([(6.0, 39.0)])

    def test_a_call_without_a_hold_has_no_length_of_hold(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 2.0)], [(3.0, 5.0)]))
        assert get(found, "hold.count").value == 0
        assert get(found, "hold.total").value == 0.0
        assert get(found, "hold.longest").reason is Reason.NO_HOLD
        assert get(found, "hold.open_microphone").reason is Reason.NO_HOLD

    def test_holds_less_than_four_seconds_apart_are_one(self, exchange: Measured) -> None:
        near = call([(0.0, 2.0), (40.0, 42.0)], [(3.0, 5.0)], sound=[(6.0, 16.0), (19.9, 30.0)])
        far = call([(0.0, 2.0), (40.0, 42.0)], [(3.0, 5.0)], sound=[(6.0, 16.0), (20.1, 30.0)])
        assert get(exchange(near), "hold.count").value == 1
        assert get(exchange(far), "hold.count").value == 2

    def test_beeps_every_few_seconds_are_one_hold(self, exchange: Measured) -> None:
        beeps = [(float(at), at + 0.5) for at in range(6, 30, 3)]
        found = exchange(call([(0.0, 2.0), (40.0, 42.0)], [(3.0, 5.0)], sound=beeps))
        assert get(found, "hold.longest").value == pytest.approx(21.5)

    def test_a_busy_tone_to_the_end_is_no_hold_but_music_is(self, exchange: Measured) -> None:
        sounds = call([(0.0, 2.0)], [(3.0, 5.0)], sound=[(6.0, 30.0)], duration_s=30.0)
        assert get(exchange(sounds), "hold.longest").value == pytest.approx(24.0)
        over = get(exchange(replace(sounds, end_tone=Span(6.5, 30.0))), "hold.count")
        assert over.value == 0
        late = get(exchange(replace(sounds, end_tone=Span(20.0, 30.0))), "hold.longest")
        assert late.value == pytest.approx(14.0)

    def test_who_calls_out_over_the_busy_tone_owes_no_silence(self, exchange: Measured) -> None:
        hello = call([(0.0, 15.0), (40.0, 42.0)], [(16.0, 20.0)], duration_s=45.0, turns=TURNS)
        assert get(exchange(hello), "dead_air.owed", AGENT).value == pytest.approx(20.0)
        dropped = exchange(replace(hello, end_tone=Span(20.5, 45.0)))
        assert get(dropped, "dead_air.owed", AGENT).value == 0.0
        assert get(dropped, "latency.longest", AGENT).reason is Reason.TOO_FEW

    def test_a_short_noise_is_not_a_hold(self, exchange: Measured) -> None:
        assert get(exchange(call([(0.0, 2.0)], [(9.0, 10.0)], sound=[(3.0, 7.9)])), "hold.count").value == 0

    def test_music_before_the_agent_is_a_queue_and_not_a_hold(self, exchange: Measured) -> None:
        found = exchange(call([(30.0, 32.0)], [(33.0, 34.0)], sound=[(0.0, 29.0)]))
        assert get(found, "hold.count").value == 0

    def test_an_announced_silence_is_a_hold_from_five_seconds_on(self, exchange: Measured) -> None:
        long = call([(0.0, 2.0), (17.0, 19.0)], [(2.5, 3.5)])
        short = call([(0.0, 2.0), (8.0, 10.0)], [(2.5, 3.5)])
        assert get(exchange(long, announced=[(0.5, 2.0)]), "hold.longest").value == pytest.approx(13.5)
        assert get(exchange(short, announced=[(0.5, 2.0)]), "hold.count").value == 0

    def test_the_agent_talking_while_the_customer_waits_is_an_open_microphone(self, exchange: Measured) -> None:
        conversation = call([(0.0, 2.0), (16.5, 18.5), (40.0, 42.0)], [(3.0, 5.0)], sound=[(6.0, 16.0), (19.0, 39.0)])
        found = get(exchange(conversation), "hold.open_microphone")
        assert found.value == pytest.approx(2.0)
        assert found.evidence.spans == (Span(16.5, 18.5),)


class TestSilencesThatTheAgentOwes:
    def test_they_are_summed_up_however_short(self, exchange: Measured) -> None:
        agent = [(10.0 * i + 9.0, 10.0 * i + 11.0) for i in range(5)]
        customer = [(10.0 * i + 12.0, 10.0 * i + 14.0) for i in range(4)]
        owed = get(exchange(call(agent, customer, turns=TURNS)), "dead_air.owed", AGENT)
        assert owed.value == pytest.approx(20.0)
        assert owed.evidence.amounts["count"] == 4.0

    def test_silences_far_apart_are_not_added(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 2.0), (9.0, 10.0), (409.0, 411.0)], [(3.0, 5.0), (11.0, 400.0)], turns=TURNS))
        assert get(found, "dead_air.owed", AGENT).value == pytest.approx(9.0)

    def test_ringing_to_somebody_else_is_no_silence(self, exchange: Measured) -> None:
        conversation = call([(0.0, 15.0), (40.0, 42.0)], [(16.0, 20.0)], turns=TURNS)
        assert get(exchange(conversation), "dead_air.owed", AGENT).value == pytest.approx(20.0)
        transferred = exchange(replace(conversation, transfers=spans([(20.5, 39.5)])))
        assert get(transferred, "dead_air.owed", AGENT).value == 0.0
        assert get(transferred, "latency.longest", AGENT).reason is Reason.TOO_FEW


class TestOneSide:
    """What the party who was not recorded may be saying is no silence."""

    AGENT_ONLY = call([(0.0, 2.0), (12.0, 14.0), (30.0, 33.0)])
    MEASURED_OF_SILENCE = ("dead_air.longest", "dead_air.owed", "pause.count", "pause.longest", "latency.median")

    @pytest.mark.parametrize("name", MEASURED_OF_SILENCE)
    def test_the_agent_owes_no_silence(self, exchange: Measured, name: str) -> None:
        assert get(exchange(self.AGENT_ONLY, announced=[(1.0, 2.0)]), name, AGENT).reason is Reason.NO_CUSTOMER

    @pytest.mark.parametrize("name", ["hold.count", "hold.longest", "dead_air.total"])
    def test_there_is_no_hold(self, exchange: Measured, name: str) -> None:
        assert get(exchange(self.AGENT_ONLY, announced=[(1.0, 2.0)]), name).reason is Reason.NO_CUSTOMER

    def test_a_silent_channel_is_the_reason(self, exchange: Measured) -> None:
        silent = self.AGENT_ONLY.with_gaps([Gap(Span(0.0, 34.0), Reason.NOT_RECORDED, CUSTOMER)])
        assert get(exchange(silent), "latency.median", AGENT).reason is Reason.NOT_RECORDED

    def test_a_machine_on_the_other_side_was_recorded(self, exchange: Measured) -> None:
        machine = party(Role.PROMPT, [(3.0, 5.0)], 1)
        conversation = replace(self.AGENT_ONLY, parties=(*self.AGENT_ONLY.parties, machine))
        assert get(exchange(conversation), "hold.count").value is not None
