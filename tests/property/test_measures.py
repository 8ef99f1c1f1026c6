"""Any talk gives finite values or reasons, and swapping the speakers swaps the values."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.talk import call, spoken, swapped

from callgrade.config.load import load_settings
from callgrade.measures import measure_exchange
from callgrade.measures.speech_rate.numerals import spelled_out
from callgrade.measures.speech_rate.syllables import syllables
from callgrade.model.conversation import Conversation, Turn
from callgrade.model.measurement import Measurement, Measurements
from callgrade.model.measurement_names import CATALOGUE
from callgrade.model.record import CallRecord, Role
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span, merge

SETTINGS = load_settings().measures
LISTED = {(name, role) for name, entry in CATALOGUE.items() for role in entry.roles}
SYMMETRIC = ("rate.", "pause.", "latency.", "interruption.", "backchannel.", "talk.")
TEXTS = ("Hello.", "Can you hear me?", "yes", "12,345.00", "您好", "… ?!", "W", "don't", "€")
RUNG_BY_S = 10.0
"""When the ringing of ``ringings`` is over."""

LANGUAGES = ("en", "nl", "nb", "de", "zh", "fr", "ar", None)


def times(max_size: int = 12) -> st.SearchStrategy[list[tuple[float, float]]]:
    """Sorted, disjoint stretches: gaps and lengths in hundredths of a second."""
    steps = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 4000)), max_size=max_size)
    return steps.map(_laid_out)


def _laid_out(steps: list[tuple[int, int]]) -> list[tuple[float, float]]:
    found, at = [], 0
    for gap, length in steps:
        found.append(((at + gap) / 100, (at + gap + length) / 100))
        at += gap + length
    return [(span.start_s, span.end_s) for span in merge(Span(*pair) for pair in found)]


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    agent, customer, sound = draw(times()), draw(times()), draw(times(4))
    turns = [
        turn
        for role, speech in ((Role.AGENT, agent), (Role.CUSTOMER, customer))
        for turn in draw(st.lists(spoken_in(role, speech), max_size=6))
    ]
    conversation = call(
        agent,
        customer,
        turns=turns,
        sound=sound,
        language=draw(st.sampled_from(LANGUAGES)),
        ringing=draw(st.none() | ringings()),
    )
    return replace(conversation, duration_s=max(conversation.duration_s, RUNG_BY_S))


def spoken_in(role: Role, speech: list[tuple[float, float]]) -> st.SearchStrategy[Turn]:
    where = st.sampled_from(speech) if speech else st.just((0.0, 1.0))
    text = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=30).map(" ".join)
    return st.builds(lambda at, said: spoken(role, at[0], at[1], said), where, text)


def ringings() -> st.SearchStrategy[Ringing]:
    burst = st.tuples(st.integers(0, 500), st.integers(1, 300))
    return st.builds(
        lambda at, mid, known: Ringing(
            0,
            1,
            at[0] / 100,
            (at[0] + at[1]) / 100 if known else None,
            None if known else Span((at[0] + at[1]) / 100, (at[0] + at[1]) / 100 + 1),
            at[1] / 100,
            (440.0,),
            mid,
            (Span(at[0] / 100, (at[0] + at[1]) / 100),),
        ),
        burst,
        st.booleans(),
        st.booleans(),
    )


def measure(conversation: Conversation, announced: list[tuple[float, float]] | None = None) -> tuple[Measurement, ...]:
    spans = tuple(Span(*pair) for pair in announced or [])
    return measure_exchange(conversation, CallRecord(), spans, SETTINGS)


@given(conversations(), times(3))
def test_every_measurement_is_a_finite_value_or_a_reason(
    conversation: Conversation, announced: list[tuple[float, float]]
) -> None:
    found = measure(conversation, announced)  # a value that is not finite cannot be built
    sound = ("pitch.", "same_key.")
    assert {(item.name, item.role) for item in found} == {
        (name, role) for name, role in LISTED if not name.startswith(sound)
    }
    assert all(
        item.value is None or item.value >= 0 for item in found if not item.name.startswith(("latency.", "loud"))
    )
    assert all(
        0 <= span.start_s <= span.end_s <= conversation.duration_s for item in found for span in item.evidence.spans
    )


@given(conversations())
def test_swapping_the_roles_swaps_the_values(conversation: Conversation) -> None:
    there, back = Measurements(measure(conversation)), Measurements(measure(swapped(conversation)))
    for name, role in LISTED:
        if name.startswith(SYMMETRIC) and role is not None:
            other = Role.CUSTOMER if role is Role.AGENT else Role.AGENT
            mine, theirs = there.get(name, role), back.get(name, other)
            assert mine is not None
            assert theirs is not None
            assert mine.value == (pytest.approx(theirs.value) if theirs.value is not None else None), name
    total, same = there.get("overlap.total"), back.get("overlap.total")
    assert total is not None
    assert same is not None
    assert total.value == same.value


@given(conversations(), st.floats(0.0, 600.0))
def test_silence_at_the_end_changes_nothing(conversation: Conversation, more_s: float) -> None:
    longer = replace(conversation, duration_s=conversation.duration_s + more_s)
    assert measure(longer) == measure(conversation)


@given(times(), st.lists(st.sampled_from(TEXTS), min_size=1, max_size=20))
def test_two_speakers_with_the_same_words_and_times_share_the_talk(
    speech: list[tuple[float, float]], texts: list[str]
) -> None:
    turns = [spoken(role, 0.0, 5.0, " ".join(texts)) for role in (Role.AGENT, Role.CUSTOMER)]
    found = Measurements(measure(call(speech, speech, turns=turns)))
    share = found.get("talk.share", Role.AGENT)
    assert share is not None
    assert share.value in (None, 0.5)
    inserted = found.get("interruption.count", Role.AGENT)
    assert inserted is not None
    assert inserted.value in (None, 0.0)


@given(conversations())
def test_shares_of_talk_add_up_to_one(conversation: Conversation) -> None:
    found = Measurements(measure(conversation))
    shares = [found.get("talk.share", role) for role in (Role.AGENT, Role.CUSTOMER)]
    values = [share.value for share in shares if share and share.value is not None]
    assert not values or sum(values) == pytest.approx(1.0)


@given(st.text(max_size=60), st.sampled_from([language for language in LANGUAGES if language]))
@settings(max_examples=200)
def test_any_text_has_a_count_of_syllables(text: str, language: str) -> None:
    count = syllables(text, language)
    assert count is None or count >= 0
    assert isinstance(spelled_out(text, language), str)
