"""A recorded prompt counts for nobody: no share, no latency, no dead air, no answer."""

from dataclasses import replace

from tests.support.talk import call, get, spoken

from callgrade.config.load import load_settings
from callgrade.measures import measure_exchange, measure_sound
from callgrade.model.conversation import Conversation, Party
from callgrade.model.measurement import Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span

AGENT, CUSTOMER = [(20, 30), (45, 55)], [(30.3, 44.5)]
RINGING = Ringing(1, 1, 0.0, 1.0, None, 1.0, (425.0,), starts_mid_ring=False, bursts=(Span(0.0, 1.0),))


def with_prompt(conversation: Conversation, *times: tuple[float, float]) -> Conversation:
    spans = tuple(Span(*time) for time in times)
    turns = tuple(spoken(Role.PROMPT, span.start_s, span.end_s, "press one") for span in spans)
    machine = Party(Role.PROMPT, 0, spans, (), None)
    return replace(conversation, parties=(*conversation.parties, machine), turns=(*turns, *conversation.turns))


def measured(conversation: Conversation) -> tuple[Measurement, ...]:
    return measure_exchange(conversation, CallRecord(), (), load_settings().measures)


def test_shares_and_latency_are_the_same_without_the_prompt() -> None:
    plain = call(AGENT, CUSTOMER)
    for name in ("talk.share", "talk.longest_monologue", "latency.longest", "pause.longest", "dead_air.longest"):
        one, other = (get(measured(c), name, Role.AGENT) for c in (plain, with_prompt(plain, (2, 12))))
        assert (one.value, one.reason) == (other.value, other.reason), name
    assert with_prompt(plain, (2, 12)).speech_shares() == plain.speech_shares()


def test_who_speaks_to_a_machine_may_speak_for_too_long() -> None:
    alone = call([(15, 40)], [])
    assert get(measured(alone), "talk.longest_monologue", Role.AGENT).reason is Reason.NO_CUSTOMER
    assert get(measured(with_prompt(alone, (2, 12))), "talk.longest_monologue", Role.AGENT).value == 25.0


def test_silence_beside_a_prompt_counts_for_nobody() -> None:
    assert get(measured(with_prompt(call(AGENT, CUSTOMER), (2, 12))), "dead_air.total").value == 0.0


def test_a_prompt_within_a_hold_does_not_end_the_hold() -> None:
    waiting = call([(0, 5), (45, 50)], [(5.2, 8)], sound=[(9, 20), (26, 44)])
    hold = get(measured(with_prompt(waiting, (20, 26))), "hold.longest")
    assert hold.value is not None
    assert hold.value > 30


def test_an_answer_by_a_machine_is_not_an_answer() -> None:
    rung = with_prompt(call(AGENT, CUSTOMER, ringing=RINGING), (2, 12))
    for name in ("ringing.rings", "ringing.ring_to_answer"):
        assert get(measured(rung), name).reason is Reason.PROMPT_ANSWERED
    assert get(measured(rung), "ringing.answer_to_first_word", Role.AGENT).reason is Reason.PROMPT_ANSWERED


def test_a_prompt_before_the_ringing_changes_nothing() -> None:
    late = replace(RINGING, first_ring_s=14.0, answer_s=16.0, bursts=(Span(14.0, 16.0),))
    rung = with_prompt(call(AGENT, CUSTOMER, ringing=late), (2, 12))
    assert get(measured(rung), "ringing.rings").value == 1


def test_a_call_of_only_a_prompt_has_reasons_everywhere() -> None:
    alone = with_prompt(replace(call(), parties=()), (2, 12))
    for name in ("talk.share", "rate.words_per_minute"):
        assert get(measured(alone), name, Role.AGENT).reason is Reason.ONLY_PROMPTS
    assert measure_sound(alone, None, load_settings().measures) == ()
    assert get(measured(alone), "hold.count").value == 0
