"""A person who was not heard well may have said anything."""

from dataclasses import replace

import pytest
from tests.support.conversations import pack_of
from tests.support.talk import call, good_line, party, spoken

from callgrade.model.conversation import Conversation, Turn, Unheard
from callgrade.model.gap import Gap
from callgrade.model.line import LineGate
from callgrade.model.measurement import Measurements
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role
from callgrade.model.span import Span
from callgrade.norms.call import tokenise_call
from callgrade.norms.unknown.trust import badly_heard

AGENT, CUSTOMER = Role.AGENT, Role.CUSTOMER
SAID = " ".join(["I will send you the new card today."] * 5)


def with_probability(turn: Turn, every: int, probability: float) -> Turn:
    words = (replace(word, probability=probability if i % every == 0 else 0.9) for i, word in enumerate(turn.words))
    return replace(turn, words=tuple(words))


def heard(turn: Turn, speech_s: float = 20.0) -> Conversation:
    return call([(0.0, speech_s)], turns=[turn], duration_s=60.0)


def badly(conversation: Conversation) -> list[Role | None]:
    settings = pack_of("en", "service").settings
    made = tokenise_call(conversation, Measurements(()), CallRecord(), None, settings)
    return [gap.role for gap in badly_heard(made)]


@pytest.mark.parametrize(("every", "found"), [(40, []), (4, [AGENT])])
def test_many_uncertain_words_show_it(every: int, found: list[Role]) -> None:
    assert badly(heard(with_probability(spoken(AGENT, 0.0, 20.0, SAID), every, 0.2))) == found


def test_a_few_words_say_nothing_about_a_person() -> None:
    assert badly(heard(with_probability(spoken(AGENT, 0.0, 2.0, "Yes, I will."), 2, 0.2), 2.0)) == []


def test_much_speech_with_hardly_a_word_shows_it() -> None:
    assert badly(heard(spoken(AGENT, 0.0, 20.0, "Thank you for calling."))) == [AGENT]


def test_speech_without_words_shows_it() -> None:
    clear = heard(spoken(AGENT, 0.0, 15.0, SAID))
    unheard = replace(clear, unheard=(Unheard(AGENT, 15.0, 20.0, Reason.NO_WORDS_HEARD),))
    assert (badly(clear), badly(unheard)) == ([], [AGENT])


@pytest.mark.parametrize(("role", "found"), [(AGENT, [AGENT]), (None, [AGENT]), (CUSTOMER, [])])
def test_much_that_noise_may_hide_shows_it(role: Role | None, found: list[Role]) -> None:
    hidden = Gap(Span(30.0, 36.0), Reason.HIDDEN_BY_NOISE, role)
    assert badly(heard(spoken(AGENT, 0.0, 20.0, SAID)).with_gaps([hidden])) == found


def test_a_little_that_noise_may_hide_concerns_only_that_moment() -> None:
    hidden = Gap(Span(30.0, 32.0), Reason.HIDDEN_BY_NOISE, AGENT)
    assert badly(heard(spoken(AGENT, 0.0, 20.0, SAID)).with_gaps([hidden])) == []


def test_a_noisy_line_shows_it() -> None:
    clear = heard(spoken(AGENT, 0.0, 20.0, SAID))
    noisy = party(AGENT, [(0.0, 20.0)], line=replace(good_line(0), gate=LineGate.NO_PITCH))
    assert badly(replace(clear, parties=(noisy,))) == [AGENT]


def test_a_transcript_is_as_good_as_it_is_written() -> None:
    assert badly(replace(heard(spoken(AGENT, 0.0, 20.0, "Thank you.")), has_audio=False)) == []
