"""What ``analyze`` tells of each call: its card on the output, or on stderr why there is none."""

import os
import traceback

from callgrade.cli.edge import say
from callgrade.cli.outputs import Output
from callgrade.cli.progress import Display
from callgrade.errors import DEBUG, CallgradeError
from callgrade.grading.in_worker import NamedCall
from callgrade.grading.outcome import Outcome, Refused, Scored
from callgrade.workers.code_location import location_of_error
from callgrade.workers.loss import loss_of
from callgrade.workers.protocol import Done, Failed, Finished

Ended = Finished[NamedCall, Outcome]

_REPORT = f"Report it; {DEBUG}=1 shows more."
REMEDIES = {
    "failed": _REPORT,
    "crashed": _REPORT,
    "hung": "The limits are batch.workers.budget_s and batch.workers.budget_per_audio.",
}


def tell(ended: Ended, output: Output, display: Display) -> bool:
    """Give out the card of a call, or say why there is none; whether there is one."""
    display.hide()
    if isinstance(ended, Done) and isinstance(ended.outcome, Scored):
        lost = _given_out(ended.task, ended.outcome, output)
        if lost is None:
            return True
        ended = lost
    say(why_not(ended))
    return False


def why_not(ended: Ended) -> str:
    """Why a call has no card, with its reason code."""
    if isinstance(ended, Done):
        assert isinstance(ended.outcome, Refused)
        return f"{ended.outcome.error} [{ended.outcome.error.code}]"
    reason = loss_of(ended)
    return f"{ended.task.path.name} was not scored: {reason.text}. {REMEDIES[reason.state]} [{reason.state}]"


def _given_out(task: NamedCall, scored: Scored, output: Output) -> Failed[NamedCall] | None:
    """Give out a card; an unforeseen error costs this one call."""
    try:
        output.add(scored)
    except (CallgradeError, OSError, MemoryError):  # of the disk, the pipe or the machine, and so of no single call
        raise
    except Exception as error:  # noqa: BLE001  whatever it was
        if os.environ.get(DEBUG):
            traceback.print_exception(error)
        return Failed(task, type(error).__name__, location_of_error(error))
    return None
