"""What calls are graded with: settings, norms and recogniser.

A ``GraderSpec`` is small. The libraries that process sound are loaded only when a grader is made, so a command that
only passes the spec to its workers starts fast.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from callgrade.config.folder import configs_folder
from callgrade.config.settings import Settings
from callgrade.model.scorecard import Versions

if TYPE_CHECKING:
    from callgrade.grading.grader import Grader
    from callgrade.grading.judge import Judge
    from callgrade.grading.ruleset import Ruleset
    from callgrade.hearing.recognition.recogniser import Recogniser


@dataclass(frozen=True)
class GraderSpec:
    """The user's choice of what to grade with; small, so it can be sent to other processes.

    ``model``: a name or folder of weights; ``None``: as configured. ``profile``: name of the thresholds. ``site``: file
    of the user's own norms and words.
    """

    settings: Settings
    model: str | None
    profile: str
    site: Path | None

    def grader(self, threads: int | None = None) -> "Grader":
        """A grader of ``threads`` threads (``None``: as many as there are cores).

        Raises ``ConfigError`` if the pack cannot be read; its recogniser raises ``ModelError`` if weights are missing.
        """
        from callgrade.grading.grader import Grader
        from callgrade.grading.meant import encoder, number_reader
        from callgrade.hearing.recognition.recogniser import Recogniser
        from callgrade.hearing.recognition.weights import weights_to_load
        from callgrade.redaction import load_redaction

        _limit_blas()
        model = self.model_name

        @cache
        def recogniser() -> "Recogniser":
            settings = self.settings.hearing.recognition
            return Recogniser(weights_to_load(model, settings), settings, threads or os.cpu_count() or 1)

        redaction = load_redaction(configs_folder() / "redaction")
        return Grader(self.settings, model, recogniser, self.ruleset.checked().pack, redaction, encoder, number_reader)

    @property
    def model_name(self) -> str:
        """Name or folder of the weights."""
        return self.model or self.settings.hearing.recognition.model

    def judge(self) -> "Judge":
        """A judge of heard calls; raises ``ConfigError``."""
        return self.ruleset.judge()

    def versions(self) -> Callable[[str | None], Versions]:
        """A function that returns the versions on cards of calls in a language; raises ``ConfigError``."""
        return self.ruleset.checked().versions

    @property
    def ruleset(self) -> "Ruleset":
        """The settings and norms that calls are judged by."""
        from callgrade.grading.ruleset import Ruleset

        return Ruleset(self.settings, self.profile, self.site)


@cache
def _limit_blas() -> None:
    """Use one thread for matrix products: the number of threads changes how sums are rounded, and so at times a word.

    Without this limit, the result could depend on the number of cores or on ``OMP_NUM_THREADS``.
    """
    import scipy.special  # noqa: F401  loads the second BLAS, which is limited as well
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")
