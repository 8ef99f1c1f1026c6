"""A signal stops a run, even if Python discards the exception of its handler."""

import signal
from pathlib import Path

import pytest
from tests.support.interrupting import heeding_ctrl_c, swallowed
from tests.support.nights import InlineExecutor, Nights

from callgrade.grading.call_task import CallTask
from callgrade.workers.stop import check, stopping_on_signals

loses_what_is_raised = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
each_signal = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])


@each_signal
def test_a_signal_interrupts_a_run(number: signal.Signals) -> None:
    with heeding_ctrl_c(), stopping_on_signals(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)


@each_signal
@loses_what_is_raised
def test_a_lost_signal_interrupts_at_the_next_check(number: signal.Signals) -> None:
    with heeding_ctrl_c(), stopping_on_signals():
        swallowed(number)
        with pytest.raises(KeyboardInterrupt):
            check()
    check()  # the next run is not the one that was asked to stop


def test_ctrl_c_stays_ignored_if_it_was_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stopping_on_signals():
            signal.raise_signal(signal.SIGINT)
            check()
    finally:
        signal.signal(signal.SIGINT, before)


@loses_what_is_raised
def test_a_night_ends_if_its_signal_was_lost_during_a_call(tmp_path: Path) -> None:
    nights = Nights(tmp_path / "recordings", tmp_path / "callgrade.db")
    for number in range(6):
        nights.call(f"{number}.json", f"Jack Turner{number}")

    def swallow(_task: CallTask) -> None:
        swallowed(signal.SIGTERM)

    with stopping_on_signals(), pytest.raises(KeyboardInterrupt):
        nights.run(InlineExecutor(swallow))
    assert nights.states()["scored"] == 1
    assert "claimed" not in nights.states()
