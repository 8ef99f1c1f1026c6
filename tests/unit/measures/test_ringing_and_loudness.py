from dataclasses import replace

import pytest
from tests.support.talk import call, get, good_line, spans
from tests.unit.measures.conftest import Measured

from callgrade.model.line import LineGate
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span

AGENT, CUSTOMER = Role.AGENT, Role.CUSTOMER
RINGING = Ringing(0, 2, 0.5, 9.0, None, 8.5, (440.0, 480.0), False, spans([(0.5, 2.5), (6.5, 8.5)]))


class TestRinging:
    def test_rings_and_times_are_those_heard(self, exchange: Measured) -> None:
        found = exchange(call([(10.2, 12.0)], [(13.0, 14.0)], ringing=RINGING))
        assert get(found, "ringing.rings").value == 2
        assert get(found, "ringing.ring_to_answer").value == pytest.approx(8.5)
        assert get(found, "ringing.ring_to_answer").evidence.amounts == {"exact": 1.0}
        assert get(found, "ringing.answer_to_first_word", AGENT).value == pytest.approx(1.2)

    def test_a_recording_that_begins_mid_ring_gives_lower_bounds(self, exchange: Measured) -> None:
        found = exchange(call([(10.2, 12.0)], ringing=replace(RINGING, starts_mid_ring=True)))
        for name, at_least in (("ringing.rings", 2.0), ("ringing.ring_to_answer", 8.5)):
            assert get(found, name).reason is Reason.ALREADY_RINGING
            assert get(found, name).evidence.amounts == {"at_least": at_least}
        assert get(found, "ringing.answer_to_first_word", AGENT).value == pytest.approx(1.2)

    def test_an_uncertain_answer_gives_an_interval(self, exchange: Measured) -> None:
        uncertain = replace(RINGING, answer_s=None, answer_interval_s=Span(8.5, 10.2))
        first = get(exchange(call([(10.2, 12.0)], ringing=uncertain)), "ringing.answer_to_first_word", AGENT)
        assert first.reason is Reason.ANSWER_UNCERTAIN
        assert first.evidence.amounts == pytest.approx({"interval_low_s": 0.0, "interval_high_s": 1.7})

    def test_without_a_ring_the_call_record_counts(self, exchange: Measured) -> None:
        silent = call([(0.5, 2.0)])
        assert get(exchange(silent), "ringing.ring_to_answer").reason is Reason.NO_RINGING
        told = exchange(silent, CallRecord(ring_to_answer_s=12.0))
        assert get(told, "ringing.ring_to_answer").value == 12.0
        assert get(told, "ringing.ring_to_answer").evidence.amounts == {"from_record": 1.0}
        assert get(told, "ringing.rings").reason is Reason.NO_RINGING

    def test_heard_ringing_has_priority_over_the_call_record(self, exchange: Measured) -> None:
        found = exchange(call([(10.2, 12.0)], ringing=RINGING), CallRecord(ring_to_answer_s=30.0))
        assert get(found, "ringing.ring_to_answer").value == pytest.approx(8.5)

    def test_an_unanswered_call_has_rings_and_no_answer(self, exchange: Measured) -> None:
        unanswered = replace(RINGING, answer_s=None, ring_to_answer_s=None)
        found = exchange(call([], ringing=unanswered, duration_s=30.0))
        assert get(found, "ringing.rings").value == 2
        assert get(found, "ringing.ring_to_answer").reason is Reason.NOT_ANSWERED


class TestLoudness:
    def test_levels_are_the_lines_own_and_the_difference_is_agent_less_customer(self, exchange: Measured) -> None:
        conversation = call([(0.0, 5.0)], [(6.0, 9.0)])
        agent, customer = conversation.parties
        parties = (agent, replace(customer, line=good_line(1, -30.0)))
        found = exchange(replace(conversation, parties=parties))
        assert get(found, "loudness.active_level", AGENT).value == -24.0
        assert get(found, "loudness.difference", AGENT).value == pytest.approx(6.0)
        assert get(found, "loudness.clipping", CUSTOMER).value == 0.0

    def test_a_line_that_hides_everything_has_no_level(self, exchange: Measured) -> None:
        conversation = call([(0.0, 5.0)], [(6.0, 9.0)])
        noisy = replace(good_line(0), gate=LineGate.NO_ACOUSTICS)
        found = exchange(
            replace(conversation, parties=(replace(conversation.parties[0], line=noisy), *conversation.parties[1:]))
        )
        assert get(found, "loudness.active_level", AGENT).reason is Reason.LOW_SNR
        assert get(found, "loudness.difference", AGENT).reason is Reason.LOW_SNR
        assert get(found, "loudness.active_level", CUSTOMER).value == -24.0

    def test_an_unknown_level_keeps_the_lines_reason(self, exchange: Measured) -> None:
        conversation = call([(0.0, 5.0)], [(6.0, 9.0)])
        unknown = replace(good_line(0), active_level_dbov=None, reason=Reason.DIGITAL_SILENCE)
        found = exchange(
            replace(conversation, parties=(replace(conversation.parties[0], line=unknown), *conversation.parties[1:]))
        )
        assert get(found, "loudness.active_level", AGENT).reason is Reason.DIGITAL_SILENCE
