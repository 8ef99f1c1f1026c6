"""Turn times that show the silences of a call, and turn times that only locate a passage."""

import pytest

from callgrade.intake.documents.turn_times import why_gaps_hidden
from callgrade.intake.documents.turns import WrittenTurn, WrittenWord
from callgrade.model.reason import Reason

TOUCH_S = 0.05
Times = list[tuple[float | None, float | None]]


def turns(times: Times) -> list[WrittenTurn]:
    """Agent and customer by turns."""
    return [
        WrittenTurn(("agent", "customer")[at % 2], "one two", start_s, end_s, ())
        for at, (start_s, end_s) in enumerate(times)
    ]


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        ([(0.2, 2.1), (2.6, 4.0), (9.5, 11.0)], None),
        ([(0.2, 2.1), (2.1, 4.0), (4.6, 11.0), (11.4, 12.0)], None),
        ([(0.0, 2.0), (3.0, 4.0), (9.0, 11.0)], Reason.WHOLE_SECONDS),
        ([(0.2, 2.6), (2.6, 9.5), (9.5, 11.0)], Reason.TURNS_TOUCH),
        ([(0.2, 2.599), (2.6, 9.5), (40.2, 41.0)], Reason.TURNS_TOUCH),
        ([(0.2, None), (2.6, 4.0)], Reason.NO_ENDS),
        ([(None, None), (2.6, 4.0)], Reason.NO_AUDIO),
        ([(0.2, 2.1)], None),
    ],
)
def test_turn_times_show_gaps_or_hide_them(times: Times, reason: Reason | None) -> None:
    assert why_gaps_hidden(turns(times), TOUCH_S) == reason


def test_words_with_times_give_the_end_of_a_turn() -> None:
    words = (WrittenWord("one", 0.2, 0.6, None), WrittenWord("two", 0.7, 1.1, None))
    first = WrittenTurn("agent", "one two", 0.0, None, words)
    assert why_gaps_hidden([first, *turns([(9.0, 9.5), (12.0, 14.0)])[1:]], TOUCH_S) is None


def test_the_turns_of_one_speaker_may_touch() -> None:
    same = [WrittenTurn("agent", "one", start_s, start_s + 2.5, ()) for start_s in (0.0, 2.5, 5.0)]
    assert why_gaps_hidden([*same, WrittenTurn("customer", "two", 8.2, 9.0, ())], TOUCH_S) is None
