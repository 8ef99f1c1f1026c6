from dataclasses import replace

import pytest
from tests.support.talk import call, get, spans, spoken
from tests.unit.measures.conftest import Measured

from callgrade.config.measures import MeasureSettings
from callgrade.measures.floor import take_floor
from callgrade.model.conversation import Attribution, Layout
from callgrade.model.reason import Reason
from callgrade.model.record import Role

AGENT, CUSTOMER = Role.AGENT, Role.CUSTOMER


class TestLatency:
    def test_latency_is_the_gap_before_the_answer_and_belongs_to_the_answering_person(self, exchange: Measured) -> None:
        found = exchange(
            call([(0.0, 2.0), (4.5, 6.0), (8.7, 10.0), (12.9, 14.0)], [(2.3, 4.2), (6.4, 8.2), (10.5, 12.0)])
        )
        assert get(found, "latency.median", AGENT).value == pytest.approx(0.5)
        assert get(found, "latency.longest", AGENT).value == pytest.approx(0.9)
        assert get(found, "latency.longest", AGENT).evidence.spans == spans([(12.0, 12.9)])
        assert get(found, "latency.median", CUSTOMER).value == pytest.approx(0.4)
        assert get(found, "latency.median", CUSTOMER).evidence.amounts == {"count": 3.0}

    def test_an_early_answer_has_a_negative_latency(self, exchange: Measured) -> None:
        found = exchange(call([(1.8, 4.0), (5.8, 8.0), (9.8, 12.0)], [(0.0, 2.0), (4.0, 6.0), (8.0, 10.0)]))
        assert get(found, "latency.median", AGENT).value == pytest.approx(-0.2)

    def test_two_answers_have_no_median(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 2.0), (4.5, 6.0)], [(2.3, 4.2), (6.4, 8.2)]))
        assert get(found, "latency.median", CUSTOMER).reason is Reason.TOO_FEW
        assert get(found, "latency.longest", CUSTOMER).value == pytest.approx(0.4)

    def test_a_return_from_an_announced_wait_is_not_an_answer(self, exchange: Measured) -> None:
        conversation = call([(0.0, 2.0), (33.0, 35.0)], [(2.5, 3.5)])
        assert get(exchange(conversation), "latency.longest", AGENT).value == pytest.approx(29.5)
        announced = exchange(conversation, announced=[(1.0, 2.0)])
        assert get(announced, "latency.longest", AGENT).reason is Reason.TOO_FEW


class TestBackChannel:
    def test_a_short_insert_in_a_pause_leaves_the_turn_whole(self, exchange: Measured) -> None:
        found = exchange(call([(2.2, 2.6)], [(0.0, 2.0), (2.8, 6.0)]))
        assert get(found, "backchannel.count", AGENT).value == 1
        assert get(found, "backchannel.count", AGENT).evidence.spans == spans([(2.2, 2.6)])
        assert get(found, "talk.longest_monologue", CUSTOMER).reason is None
        assert get(found, "latency.longest", CUSTOMER).reason is Reason.TOO_FEW

    def test_a_short_insert_over_the_other_is_a_back_channel(self, exchange: Measured) -> None:
        assert get(exchange(call([(2.0, 2.9)], [(0.0, 6.0)])), "backchannel.count", AGENT).value == 1

    def test_an_insert_of_more_than_a_second_is_not_a_back_channel(self, exchange: Measured) -> None:
        assert get(exchange(call([(2.0, 3.1)], [(0.0, 6.0)])), "backchannel.count", AGENT).value == 0

    def test_the_answer_to_a_question_is_a_turn(self, exchange: Measured) -> None:
        turns = [spoken(AGENT, 0.0, 2.0, "Can you hear me?"), spoken(AGENT, 2.8, 6.0, "Good, then let us begin.")]
        found = exchange(call([(0.0, 2.0), (2.8, 6.0)], [(2.2, 2.6)], turns=turns))
        assert get(found, "backchannel.count", CUSTOMER).value == 0
        assert get(found, "latency.longest", CUSTOMER).value == pytest.approx(0.2)

    def test_a_word_that_opens_the_persons_own_turn_is_part_of_it(self, exchange: Measured) -> None:
        found = exchange(call([(2.0, 2.4), (2.9, 7.0)], [(0.0, 4.0)]))
        assert get(found, "backchannel.count", AGENT).value == 0
        assert get(found, "interruption.count", AGENT).value == 1
        assert get(exchange(call([(2.0, 2.4), (5.0, 7.0)], [(0.0, 4.0)])), "backchannel.count", AGENT).value == 1

    def test_a_word_before_the_others_turn_is_not_a_back_channel(self, exchange: Measured) -> None:
        assert get(exchange(call([(0.5, 0.9)], [(0.0, 0.4), (1.0, 4.0)])), "backchannel.count", AGENT).value == 0


class TestInterruption:
    def test_an_interruption_belongs_to_the_person_who_takes_the_floor(self, exchange: Measured) -> None:
        found = exchange(call([(3.0, 8.0)], [(0.0, 3.8)]))
        assert get(found, "interruption.count", AGENT).value == 1
        assert get(found, "interruption.count", AGENT).evidence.spans == spans([(3.0, 3.8)])
        assert get(found, "interruption.count", CUSTOMER).value == 0

    @pytest.mark.parametrize(
        ("agent", "customer", "why"),
        [
            ([(3.4, 8.0)], [(0.0, 3.8)], "overlap below half a second"),
            ([(0.5, 8.0)], [(0.0, 1.2)], "no turn yet to interrupt"),
            ([(3.0, 4.5)], [(0.0, 6.0)], "the first speaker goes on"),
            ([(3.0, 3.9)], [(0.0, 3.8), (4.1, 8.0)], "a back-channel"),
            ([(3.0, 4.1)], [(0.0, 3.8)], "the second stops with the first"),
        ],
    )
    def test_overlap_without_taking_the_floor_is_not_an_interruption(
        self, exchange: Measured, agent: list[tuple[float, float]], customer: list[tuple[float, float]], why: str
    ) -> None:
        assert get(exchange(call(agent, customer)), "interruption.count", AGENT).value == 0, why


class TestOverlap:
    def test_overlap_is_the_time_both_speak_from_a_quarter_second_on(self, exchange: Measured) -> None:
        found = get(exchange(call([(0.0, 4.0), (6.0, 9.0)], [(3.5, 6.1)])), "overlap.total")
        assert found.value == pytest.approx(0.5)
        assert found.evidence.spans == spans([(3.5, 4.0)])

    @pytest.mark.parametrize("layout", [Layout.TWO_VOICES, Layout.ONE_VOICE])
    def test_two_channels_with_one_sound_do_not_show_it(self, exchange: Measured, layout: Layout) -> None:
        conversation = replace(call([(0.0, 4.0)], [(3.5, 6.1)]), attribution=Attribution(layout))
        for name, role in [("overlap.total", None), ("interruption.count", AGENT), ("backchannel.count", CUSTOMER)]:
            assert get(exchange(conversation), name, role).reason is Reason.ONE_CHANNEL

    def test_two_channels_with_own_sounds_show_overlap(self, exchange: Measured) -> None:
        conversation = replace(call([(0.0, 4.0)], [(3.5, 6.1)]), attribution=Attribution(Layout.TWO_CHANNELS))
        assert get(exchange(conversation), "overlap.total").value == pytest.approx(0.5)


class TestTalk:
    def test_share_is_of_both_speakers_time(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 15.0)], [(15.5, 20.5)]))
        assert get(found, "talk.share", AGENT).value == pytest.approx(0.75)
        assert get(found, "talk.share", CUSTOMER).value == pytest.approx(0.25)

    def test_a_few_seconds_have_no_share(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 5.0)], [(6.0, 9.0)]))
        assert get(found, "talk.share", AGENT).reason is Reason.TOO_LITTLE_SPEECH

    def test_back_channels_do_not_break_a_monologue_but_a_turn_does(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 30.0), (30.8, 60.0), (64.0, 70.0)], [(30.2, 30.6), (60.5, 63.5)]))
        monologue = get(found, "talk.longest_monologue", AGENT)
        assert monologue.value == pytest.approx(60.0)
        assert monologue.evidence.spans == spans([(0.0, 60.0)])

    def test_dead_air_breaks_a_monologue(self, exchange: Measured) -> None:
        found = exchange(call([(0.0, 30.0), (33.0, 40.0)], [(41.0, 44.0)]))
        assert get(found, "talk.longest_monologue", AGENT).value == pytest.approx(30.0)


def test_two_turns_make_a_floor_in_order_of_time(settings: MeasureSettings) -> None:
    floor = take_floor(call([(0.0, 2.0), (2.3, 4.0), (8.0, 9.0)], [(4.5, 7.5)]), settings.floor)
    assert [(turn.role, turn.start_s, turn.end_s) for turn in floor.turns] == [
        (AGENT, 0.0, 4.0),
        (CUSTOMER, 4.5, 7.5),
        (AGENT, 8.0, 9.0),
    ]
