"""What ``analyze`` shows for each call: its scorecard, or a message on stderr that says why there is none."""

import os
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from callgrade.api import Graded, lost
from callgrade.cli.edge import say
from callgrade.errors import DEBUG, CallgradeError, InputError
from callgrade.model.scorecard import Scorecard
from callgrade.workers.code_location import location_of_error

if TYPE_CHECKING:
    from callgrade.cli.outputs import Output
    from callgrade.cli.progress import Display


def show(graded: Graded, output: "Output", display: "Display") -> bool:
    """Write the scorecard of a call, or say why there is none. Returns whether a scorecard was written."""
    display.hide()
    error = graded.error
    if graded.scorecard is not None:
        error = _write(graded.scorecard, graded.path, output)
    if error is not None:
        say(f"{error} [{error.code}]")
    return error is None


def _write(card: Scorecard, recording: Path, output: "Output") -> InputError | None:
    """Write a scorecard. An unexpected error loses only this call."""
    try:
        output.add(card, recording)
    except InputError as error:  # this call cannot be written in this form
        return error
    except (CallgradeError, OSError, MemoryError):  # of the disk, the pipe or the machine, not of this call
        raise
    except Exception as error:  # noqa: BLE001  any other fault
        if os.environ.get(DEBUG):
            traceback.print_exception(error)
        what = f"{type(error).__name__} at {location_of_error(error) or 'an unknown place'}"
        return lost(recording, "failed", what).error
    return None
