"""The window of a norm: from the answer on, or back from the last word."""

from dataclasses import replace

from tests.support.norms import conversation

from callgrade.model.conversation import Conversation
from callgrade.model.record import Role
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span
from callgrade.norms.pack.pack_file import WindowEntry
from callgrade.norms.window import WindowSpan, find_window, talk

HEARD = conversation("agent: a b c d\ncustomer: e f g h\nagent: i j k l\ncustomer: m n o p")


def window(**sizes: object) -> WindowEntry:
    return WindowEntry.model_validate({"from": "start"} | sizes)


def where(entry: WindowEntry, heard: Conversation = HEARD, role: Role = Role.AGENT) -> WindowSpan:
    return find_window(entry, heard, tuple((i, turn) for i, turn in enumerate(heard.turns) if turn.role is role))


def test_the_talk_begins_with_the_first_words_and_ends_with_the_last() -> None:
    assert talk(HEARD) == Span(0.0, HEARD.turns[-1].end_s)
    assert talk(replace(HEARD, turns=(), duration_s=7.0)) == Span(0.0, 7.0)


def test_after_ringing_it_begins_with_the_answer() -> None:
    ringing = Ringing(0, 2, 0.0, 1.6, None, 1.6, (440.0,), False, (Span(0.0, 1.0),))
    assert talk(replace(HEARD, ringing=ringing)).start_s == 1.6
    unsure = replace(ringing, answer_s=None, answer_interval_s=Span(1.0, 4.0))
    assert talk(replace(HEARD, ringing=unsure)).start_s == HEARD.turns[1].start_s


def test_the_largest_of_seconds_and_share_counts() -> None:
    length = talk(HEARD).duration_s
    assert where(window(seconds=1.0, share=0.5)).span.end_s == 0.5 * length
    assert where(window(seconds=5.0, share=0.5)).span.end_s == 5.0


def test_a_window_is_at_most_its_share_of_a_short_call() -> None:
    assert where(window(seconds=500.0, most_share=0.5)).span.end_s == 0.5 * talk(HEARD).duration_s


def test_turns_are_those_of_the_speaker_and_count_whole() -> None:
    assert where(window(turns=2)).turns == {0, 2}
    assert where(window(turns=1, **{"from": "end"})).turns == {2}
    assert where(window(turns=1, **{"from": "end"}), role=Role.CUSTOMER).turns == {3}
    assert where(window(turns=1)).contains(0, 99.0)


def test_the_end_is_measured_back_from_the_last_word() -> None:
    span = where(window(seconds=2.0, **{"from": "end"})).span
    assert span == Span(HEARD.turns[-1].end_s - 2.0, HEARD.turns[-1].end_s)


def test_a_window_may_end_after_a_number_of_words() -> None:
    until = window(until_words_of="customer", words=3)
    assert where(until).span.end_s == HEARD.turns[1].words[2].end_s
    assert where(window(until_words_of="customer", words=99)).span.end_s == talk(HEARD).end_s
